import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { mayNeedNewCode } from '../../base/failure.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { CommandContext } from '../context.ts';

/** Renews the session in use. Does nothing if a `target` is given that is no longer in use. */
export async function renewSession(
  { active, attempt }: Pick<CommandContext, 'active' | 'attempt'>,
  target?: Target,
): Promise<void> {
  const { state } = active;
  if (state.kind === 'none') return void vscode.commands.executeCommand(commandIds.switchProfile);
  if (state.kind === 'switching' || (target && !active.isUsing(target))) return;
  const mustBeNew = state.kind === 'ready' || mayNeedNewCode(state.failure);
  await attempt(targetName(state.target), (renew) => active.use(state.target, renew || mustBeNew));
}

export async function forgetAllSessions(
  context: Pick<CommandContext, 'attempt' | 'forgetAllSessions'>,
): Promise<void> {
  const count = await context.attempt(vscode.l10n.t('Forget All Sessions'), context.forgetAllSessions);
  if (count !== undefined) void vscode.window.showInformationMessage(forgottenMessage(count));
}

function forgottenMessage(count: number): string {
  const t = vscode.l10n.t;
  if (count === 0) return t('There were no sessions to forget.');
  const openTerminals = t('Terminals that are already open keep their credentials until you close them.');
  const what = count === 1 ? t('1 session was forgotten.') : t('{0} sessions were forgotten.', count);
  return `${what} ${openTerminals}`;
}
