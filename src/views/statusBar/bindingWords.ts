import * as vscode from 'vscode';
import { targetName } from '../../profiles/profiles.ts';
import { startsOnUse } from '../../session/activeState.ts';
import type { OwnFolder } from '../../session/boundWindow.ts';
import { withAccess } from '../accessWords.ts';
import { timeLeft } from '../timeLeft.ts';
import type { DescribeFailure, ViewSources } from '../viewSources.ts';
import type { Waiting } from './statusLook.ts';

type BindingSources = Pick<ViewSources, 'bound' | 'describeReason' | 'guard' | 'now' | 'planOf'>;

/** One sentence for the binding of the window, and one for each folder that is bound to its own profile. */
export function bindingSentences(sources: BindingSources): readonly string[] {
  const t = vscode.l10n.t;
  const { bound, guard, planOf } = sources;
  const { target, folders } = bound;
  const window = target ? [t('Your settings bind this window to {0}.', targetName(target))] : [];
  const isKeptOut = target !== undefined && guard.of(planOf(target)).ownTerminals;
  const guarded = isKeptOut
    ? [t('Only terminals of its own use {0} (rolecall.guard).', targetName(target))]
    : [];
  return [...window, ...guarded, ...folders.map((folder) => folderSentence(folder, sources))];
}

/** `Folder api: prod-admin · 58m`, or why it has no session. */
function folderSentence({ name, state }: OwnFolder, { describeReason, now, planOf }: BindingSources): string {
  const about = state.kind === 'waiting' ? waitingFor(state, describeReason) : timeLeft(state, now());
  const what = vscode.l10n.t(
    'Folder {0}: {1}',
    name,
    withAccess(targetName(state.target), planOf(state.target)),
  );
  return about ? `${what} · ${about}` : what;
}

/** The user cannot choose a folder's profile again, so the message for that is replaced. */
function waitingFor(state: Waiting, describe: DescribeFailure): string {
  const isUnused = startsOnUse(state) || state.failure.code === 'forgotten';
  return isUnused ? vscode.l10n.t('session starts when a program needs it') : describe(state.failure);
}
