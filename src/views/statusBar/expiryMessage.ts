import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { showInformation } from '../../display/toasts.ts';
import { targetKey, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { timeLeft } from '../timeLeft.ts';
import type { ExpiringSession, ExpirySources } from './expiryNotice.ts';

/** Says when the session expires, and renews it if the user wishes. */
export async function tellExpiry(state: ExpiringSession, { active, now }: ExpirySources): Promise<void> {
  const { target } = state;
  const t = vscode.l10n.t;
  const left = timeLeft(state, now()) ?? '';
  const sentence = t('The session of {0} expires in {1}.', targetName(target), left);
  const renew = { title: t('Renew') };
  const chosen = await showInformation(sentence, renew);
  // The window may use another profile by now.
  const inUse = targetOf(settled(active.state));
  if (chosen === renew && inUse && targetKey(inUse) === targetKey(target))
    await vscode.commands.executeCommand(commandIds.renewSession);
}
