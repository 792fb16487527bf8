import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { SettledState } from '../../session/activeState.ts';

/** What VS Code shows in terminals about the mode `live`. */
export function describeLive(): vscode.MarkdownString {
  const sentence = vscode.l10n.t('Rolecall provides live AWS credentials for the profile in the status bar.');
  return new PlainMarkdown().text(sentence).value;
}

/** What VS Code shows in terminals about their profile. */
export function describe(state: SettledState): vscode.MarkdownString {
  const markdown = new PlainMarkdown();
  if (state.kind === 'none') return markdown.value;
  markdown.text(vscode.l10n.t('AWS profile {0}', targetName(state.target)));
  const last = state.kind === 'ready' ? state.session.plan.steps.at(-1) : undefined;
  if (last && 'roleArn' in last) markdown.text(` · ${publicFacts(last).roleArn}`);
  return markdown.value;
}
