import * as vscode from 'vscode';
import { showProgress } from '../display/progressToast.ts';
import type { SessionRequest } from '../session/sessions.ts';

/** How long an action may take before its progress is shown. Milliseconds. */
const showAfterMs = 800;

/** The progress of an action that the user can cancel. */
export interface Progress {
  readonly signal: AbortSignal;
  /** Shows next to the title what the action waits for. An empty message removes that. */
  readonly report: (message: string) => void;
}

/** Shows that an action is in progress, with a button to cancel it, once it takes longer than a moment. */
export async function withProgress<T>(title: string, action: (progress: Progress) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let message = '';
  let show: ((message: string) => void) | undefined;
  const report = (text: string): void => {
    message = text;
    show?.(message);
  };
  const work = action({ signal: stop.signal, report });
  const timer = setTimeout(() => {
    showProgress(title, stop, async (showMessage) => {
      show = showMessage;
      report(message);
      await Promise.allSettled([work]);
    });
  }, showAfterMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** The request for a session that the user waits for: it may prompt them, and they can cancel it. */
export function interactiveRequest(
  { signal, report }: Progress,
  renew: boolean,
): Omit<SessionRequest, 'change'> {
  const onWait = (mfaSerial: string | undefined): void =>
    report(
      mfaSerial === undefined
        ? ''
        : vscode.l10n.t('Another window is asking for the MFA code from {0}.', mfaSerial),
    );
  return { mayAsk: true, renew, signal, onWait };
}
