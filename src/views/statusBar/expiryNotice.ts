import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { showInformation } from '../../display/toasts.ts';
import { targetKey, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { renewalHint, timeLeft } from '../timeLeft.ts';
import type { ViewSources } from '../viewSources.ts';

/** Whether this window is the one that shows notices about the session with this access key. */
type TakeNotice = (accessKeyId: string) => Promise<boolean>;

/** Shows a notice once, in the window that has the focus, if a session expires soon and only the user can renew it. */
export function registerExpiryNotice(
  { active, now }: Pick<ViewSources, 'active' | 'now'>,
  take: TakeNotice,
): Disposable {
  const consider = async (): Promise<void> => {
    const { state } = active;
    if (state.kind !== 'ready' || !state.mustAsk || !vscode.window.state.focused) return;
    if (!(await take(state.session.credentials.accessKeyId))) return;
    const { target } = state;
    const t = vscode.l10n.t;
    const left = timeLeft(state, now()) ?? '';
    const sentence = t('The session of {0} expires in {1}.', targetName(target), left);
    const renew = { title: t('Renew') };
    const [message, buttons] =
      state.mustAsk !== 'cliSignIn' ? [sentence, [renew]] : [`${sentence} ${renewalHint(state)}`, []];
    const chosen = await showInformation(message, ...buttons);
    // The window may use another profile by now.
    const inUse = targetOf(settled(active.state));
    if (chosen === renew && inUse && targetKey(inUse) === targetKey(target))
      await vscode.commands.executeCommand(commandIds.renewSession);
  };
  return vscode.Disposable.from(
    active.onDidChange(() => void consider()),
    vscode.window.onDidChangeWindowState(() => void consider()),
  );
}
