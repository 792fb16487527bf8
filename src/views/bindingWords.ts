import * as vscode from 'vscode';
import type { Failure } from '../failure.ts';
import { targetName } from '../profiles/profiles.ts';
import type { OwnFolder } from '../session/boundWindow.ts';
import type { DescribeFailure, ViewSources } from './sources.ts';
import { timeLeft } from './remaining.ts';

type BindingSources = Pick<ViewSources, 'bound' | 'describeReason' | 'now'>;
type Tooltip = vscode.MarkdownString | string;

/** A tooltip, with what the settings decide beneath it. */
export function withBindings(tooltip: Tooltip, sources: BindingSources): Tooltip {
  const markdown = typeof tooltip === 'string' ? new vscode.MarkdownString().appendText(tooltip) : tooltip;
  for (const sentence of bindingSentences(sources)) markdown.appendMarkdown('\n\n').appendText(sentence);
  return markdown;
}

/** What the settings bind the window to, and folders that stay with a profile of their own; a sentence each. */
function bindingSentences(sources: BindingSources): string[] {
  const { target, folders } = sources.bound;
  const window = target ? [vscode.l10n.t('The settings bind this window to {0}.', targetName(target))] : [];
  return [...window, ...folders.map((folder) => folderSentence(folder, sources))];
}

/** `Folder api: prod-admin · 58m`, or why it has no session. */
function folderSentence(
  { name, state }: OwnFolder,
  { describeReason, now }: Pick<ViewSources, 'describeReason' | 'now'>,
): string {
  const about = state.kind === 'waiting' ? waitingFor(state.failure, describeReason) : timeLeft(state, now());
  const what = vscode.l10n.t('Folder {0}: {1}', name, targetName(state.target));
  return about ? `${what} · ${about}` : what;
}

/** Nobody chooses a folder's profile anew. */
function waitingFor(failure: Failure, describe: DescribeFailure): string {
  const isUnused = failure.code === 'needsPerson' || failure.code === 'forgotten';
  return isUnused ? vscode.l10n.t('its session is made when a program needs it') : describe(failure);
}
