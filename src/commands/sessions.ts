import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { takesNewCode } from '../failure.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { CommandParts } from './parts.ts';

type SessionCommandParts = Pick<CommandParts, 'active' | 'perform' | 'forgetAllSessions' | 'api'>;

/** What a person does to sessions, as against profiles. */
export function registerSessionCommands(parts: SessionCommandParts): Disposable {
  const { perform, forgetAllSessions } = parts;
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.renewSession, (target?: Target) => renew(target, parts)),
    vscode.commands.registerCommand(commandIds.forgetAllSessions, async () => {
      const count = await perform(vscode.l10n.t('Forget All Sessions'), forgetAllSessions);
      if (count !== undefined) void vscode.window.showInformationMessage(forgotten(count));
    }),
    vscode.commands.registerCommand(commandIds.manageApiAccess, () =>
      perform(vscode.l10n.t('Manage API Access'), async () =>
        (await import('./dialogs.ts')).dialogs.manageApiAccess(parts),
      ),
    ),
  );
}

/** Of a `target` that is no longer in use, there is nothing to renew. */
async function renew(target: Target | undefined, { active, perform }: SessionCommandParts): Promise<void> {
  const { state } = active;
  if (state.kind === 'none') return void vscode.commands.executeCommand(commandIds.switchProfile);
  if (state.kind === 'switching' || (target && !active.isUsing(target))) return;
  const mustBeNew = state.kind === 'ready' || takesNewCode(state.failure);
  await perform(targetName(state.target), (anew) => active.use(state.target, anew || mustBeNew));
}

function forgotten(count: number): string {
  const t = vscode.l10n.t;
  if (count === 0) return t('There was no session to forget.');
  const openTerminals = t('Open terminals keep theirs until closed.');
  const what = count === 1 ? t('1 session forgotten.') : t('{0} sessions forgotten.', count);
  return `${what} ${openTerminals}`;
}
