import * as vscode from 'vscode';
import { Cancelled, type Failure, failureOf } from '../failure.ts';
import type { Log } from '../log.ts';
import type { SessionRequest } from '../session/sessions.ts';

/**
 * Carries out what a person asked for: tells of a failure once, says nothing of a change of mind. `anew` is what the
 * person answers where another MFA code may help.
 */
export type Perform = <T>(subject: string, action: (anew: boolean) => Promise<T>) => Promise<T | undefined>;

export function createPerform(
  showFailure: (failure: Failure, retry: (anew: boolean) => void) => void,
  log: Log,
): Perform {
  const attempt = async <T>(
    subject: string,
    action: (anew: boolean) => Promise<T>,
    isAnew: boolean,
  ): Promise<T | undefined> => {
    try {
      return await action(isAnew);
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      const failure = failureOf(error, subject);
      if (failure.code === 'unexpected' && error instanceof Error) log.error(causeOf(error));
      else log.warn(`${subject}: ${JSON.stringify(failure, withoutDetail)}`);
      showFailure(failure, (anew) => void attempt(subject, action, anew));
      return undefined;
    }
  };
  return (subject, action) => attempt(subject, action, false);
}

/** AWS's own words are for the person; whoever stands at an endpoint could put anything into a log with them. */
function withoutDetail(key: string, value: unknown): unknown {
  return key === 'detail' ? undefined : value;
}

/** What the log needs: a failure on its way to a person says nothing of where it came from. */
function causeOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error;
}

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
export function whileWatched({ signal, say }: Progress, anew: boolean): SessionRequest {
  const onWait = (mfaSerial: string | undefined): void =>
    say(
      mfaSerial === undefined
        ? ''
        : vscode.l10n.t('Another window is asking for the code of {0}.', mfaSerial),
    );
  return { mayAsk: true, anew, signal, onWait };
}
