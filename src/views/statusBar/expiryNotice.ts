import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import type { ActiveState } from '../../session/activeState.ts';
import type { ViewSources } from '../viewSources.ts';

export type ExpirySources = Pick<ViewSources, 'active' | 'now'>;
export type ExpiringSession = Extract<ActiveState, { kind: 'ready' }>;

/** Whether this window is the one that shows notices about the session with this access key. */
type TakeNotice = (accessKeyId: string) => Promise<boolean>;

/** Loads what the notice says. */
type LoadMessage = () => Promise<{
  readonly tellExpiry: (state: ExpiringSession, sources: ExpirySources) => Promise<void>;
}>;

/** Shows a notice once, in the window that has the focus, if a session expires soon and only the user can renew it. */
export function registerExpiryNotice(
  sources: ExpirySources,
  take: TakeNotice,
  loadMessage: LoadMessage,
): Disposable {
  const { active } = sources;
  const consider = async (): Promise<void> => {
    const { state } = active;
    if (state.kind !== 'ready' || !state.mustAsk || !vscode.window.state.focused) return;
    if (!(await take(state.session.credentials.accessKeyId))) return;
    await (await loadMessage()).tellExpiry(state, sources);
  };
  return vscode.Disposable.from(
    active.onDidChange(() => void consider()),
    vscode.window.onDidChangeWindowState(() => void consider()),
  );
}
