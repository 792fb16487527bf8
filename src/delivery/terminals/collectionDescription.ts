import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { SettledState } from '../../session/activeState.ts';
import type { Beside } from '../handover/besideHandover.ts';

/** What VS Code shows in terminals about the mode `live`. */
export function describeLive(beside?: Beside): vscode.MarkdownString {
  const sentence = vscode.l10n.t('Rolecall provides live AWS credentials for the profile in the status bar.');
  return withBeside(new PlainMarkdown().text(sentence), beside, ' ').value;
}

/** What VS Code shows in terminals about their profile. */
export function describe(state: SettledState, beside?: Beside): vscode.MarkdownString {
  const markdown = new PlainMarkdown();
  if (state.kind === 'none') return withBeside(markdown, beside, '').value;
  markdown.text(vscode.l10n.t('AWS profile {0}', targetName(state.target)));
  const last = state.kind === 'ready' ? state.session.plan.steps.at(-1) : undefined;
  if (last && 'roleArn' in last) markdown.text(` · ${publicFacts(last).roleArn}`);
  return withBeside(markdown, beside, ' · ').value;
}

function withBeside(markdown: PlainMarkdown, beside: Beside | undefined, separator: string): PlainMarkdown {
  if (!beside) return markdown;
  const { profile } = beside;
  const text =
    profile === undefined
      ? vscode.l10n.t('Rolecall provides live Alibaba Cloud credentials for the profile in the status bar.')
      : vscode.l10n.t('Alibaba Cloud: {0}', publicFacts({ profile }).profile);
  return markdown.text(separator + text);
}
