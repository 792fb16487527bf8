import type { Credentials } from '../credentials/credentials.ts';
import { readCredentials } from './storedSessions.ts';

/** What this window answers, by the name of the request. Of another version, the request may be of any shape. */
export type Answers = Readonly<Record<string, (request: unknown) => unknown>>;

/** The other windows of this person on this machine. Each may be gone at any time, or not answer. */
export interface OtherWindows {
  /** Answers them from now on. Settles when they can find this window, or never will; does not reject. */
  listen(answers: Answers): Promise<void>;
  /**
   * Asks all of them at once: the first answer that `read` takes, or undefined when all have answered or time is up.
   * Does not reject.
   */
  ask<T>(name: string, request: unknown, read: (answer: unknown) => T | undefined): Promise<T | undefined>;
}

/** A wish for sessions that live for so many milliseconds more. */
export interface Wish {
  readonly keys: readonly string[];
  readonly minimumMs: number;
}

/** A session that AWS no longer takes, and the keys that it may be found by. */
export interface DeadSession {
  readonly keys: readonly string[];
  readonly accessKeyId: string;
}

export function readWish(request: unknown): Wish | undefined {
  const { keys, minimumMs } = (request ?? {}) as Partial<Wish>;
  return areKeys(keys) && typeof minimumMs === 'number' ? { keys, minimumMs } : undefined;
}

export function readDeadSession(request: unknown): DeadSession | undefined {
  const { keys, accessKeyId } = (request ?? {}) as Partial<DeadSession>;
  return areKeys(keys) && typeof accessKeyId === 'string' ? { keys, accessKeyId } : undefined;
}

/** The access key ids of what was forgotten; none in what has no such shape. */
export function readForgotten(answer: unknown): readonly string[] {
  return areKeys(answer) ? answer : [];
}

function areKeys(keys: unknown): keys is readonly string[] {
  return Array.isArray(keys) && keys.every((key) => typeof key === 'string');
}

/** In the clear: only for a line that is sealed. */
export function writeSessions(sessions: ReadonlyMap<string, Credentials>): unknown {
  return [...sessions].map(([key, credentials]) => [key, credentials.reveal()]);
}

export function readSessions(answer: unknown): ReadonlyMap<string, Credentials> {
  const sessions = new Map<string, Credentials>();
  for (const entry of Array.isArray(answer) ? answer : []) {
    const [key, revealed] = (Array.isArray(entry) ? entry : []) as readonly unknown[];
    const credentials = readCredentials(revealed);
    if (typeof key === 'string' && credentials) sessions.set(key, credentials);
  }
  return sessions;
}
