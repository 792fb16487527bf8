import * as vscode from 'vscode';
import type { SessionRequest } from '../session/sessions.ts';

/** How long a thing may take before there is something to see. */
const patienceMs = 800;

/** How a thing goes on that a person may call off. */
export interface Progress {
  readonly signal: AbortSignal;
  /** Says beside the title what it waits for; nothing, when that is over. */
  readonly say: (message: string) => void;
}

/** Shows that something is going on, with a way to stop it, once it takes longer than a moment. */
export async function withProgress<T>(title: string, action: (progress: Progress) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let message = '';
  let shown: vscode.Progress<{ message: string }> | undefined;
  const say = (text: string): void => {
    message = text;
    shown?.report({ message });
  };
  const work = action({ signal: stop.signal, say });
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      shown = progress;
      say(message);
      return work.then(
        () => undefined,
        () => undefined,
      );
    });
  }, patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** For a session that a person waits for: they may be asked, and may call it off. */
export function whileWatched({ signal, say }: Progress, renew: boolean): SessionRequest {
  const onWait = (mfaSerial: string | undefined): void =>
    say(
      mfaSerial === undefined
        ? ''
        : vscode.l10n.t('Another window is asking for the MFA code from {0}.', mfaSerial),
    );
  return { mayAsk: true, renew, signal, onWait };
}
