import { TimedOut, withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';
import { FailureError } from '../../base/failure.ts';
import type { Indicator, SignInPrompts } from './browserPrompts.ts';
import type { Loopback } from './loopback.ts';

/** A sign-in in the user's browser. */
export interface BrowserSignIn {
  /** Empty when the user signs in without using a profile. */
  readonly profile: string;
  /** What the user signs in to, for texts. */
  readonly label: string;
  /** The same in failures, which name the profile themselves; `label` by default. */
  readonly failureLabel?: string | undefined;
  readonly prompts: SignInPrompts;
  readonly signal: AbortSignal;
  /** How long the user may take, in milliseconds. */
  readonly signInMs: number;
}

/** Runs an action while no other window holds the lock of this name, or until it has held it for `ms`. */
export type WithLock = <T>(
  name: string,
  signal: AbortSignal,
  action: () => Promise<T>,
  onWait?: () => void,
  ms?: number,
) => Promise<T>;

/**
 * Opens `url`, from which the browser comes back with a code, and redeems that. Undefined if the user would rather use
 * a code. Rejects with the failures `signInDenied` and `signInTimedOut`, with `Cancelled`, or as `redeem`.
 */
export async function signInByLink<T>(
  signIn: BrowserSignIn,
  loopback: Loopback,
  { url, state }: { readonly url: string; readonly state: string },
  redeem: (code: string, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { prompts, signal, profile, label, failureLabel = label } = signIn;
  const shown = prompts.show({ session: label, userCode: undefined, url });
  try {
    const ended = AbortSignal.any([signal, shown.cancelled, ...(shown.useCode ? [shown.useCode] : [])]);
    const code = await waitForUser({ ...signIn, signal: ended }, async () => {
      const coming = loopback.codeFor(state, (isDone) => prompts.page(isDone));
      // VS Code may still ask whether to open the page when the user comes back from it.
      await Promise.race([coming, prompts.open(url)]);
      return coming;
    });
    if (code === undefined) throw new FailureError({ code: 'signInDenied', profile, session: failureLabel });
    return await redeem(code, ended);
  } catch (error) {
    if (shown.useCode?.aborted && !signal.aborted && !shown.cancelled.aborted) return undefined;
    throw error;
  } finally {
    shown.done();
  }
}

/** Waits for the user in their browser. Rejects with the failure `signInTimedOut` if they take too long. */
export async function waitForUser<T>(
  { profile, label, failureLabel = label, signal, signInMs }: BrowserSignIn,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withDeadline(signInMs, signal, work).catch((error: unknown) => {
    if (!(error instanceof TimedOut)) throw error;
    throw new FailureError({ code: 'signInTimedOut', profile, session: failureLabel });
  });
}

/**
 * Runs one sign-in per token file at a time across windows. A waiting window shows that, and the user may cancel the
 * wait.
 */
export async function oneAtATime<T>(
  path: string,
  label: string,
  { withLock, signInPrompts }: { readonly withLock: WithLock; readonly signInPrompts: SignInPrompts },
  signal: AbortSignal,
  action: () => Promise<T>,
): Promise<T> {
  const leaving = new AbortController();
  let waiting: Indicator | undefined;
  const onWait = (): void => {
    if (waiting) return;
    waiting = signInPrompts.showWait(label);
    waiting.cancelled.addEventListener('abort', () => leaving.abort());
  };
  const either = AbortSignal.any([signal, leaving.signal]);
  const onTurn = (): Promise<T> => {
    waiting?.done();
    return action();
  };
  try {
    return await withLock(`sign in ${path}`, either, onTurn, onWait, deadlines.promptLockMs);
  } finally {
    waiting?.done();
  }
}
