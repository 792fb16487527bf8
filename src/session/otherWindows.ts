import type { Credentials } from '../credentials/credentials.ts';
import { readCredentials } from './storedSessions.ts';

/** The requests that this window handles, by name. A window of another version may send a request of any shape. */
export type RequestHandlers = Readonly<Record<string, (request: unknown) => unknown>>;

/**
 * The user's other windows on this machine. Each has its own extension host process, which may disappear or fail to
 * answer at any time.
 */
export interface OtherWindows {
  /**
   * Handles their requests from now on. Settles when they can find this window or registering has failed; does not
   * reject.
   */
  listen(answers: RequestHandlers): Promise<void>;
  /**
   * Asks all windows at once and resolves with the first answer for which `read` returns a value, or with undefined
   * after all have answered or the timeout has passed. Does not reject.
   */
  ask<T>(name: string, request: unknown, read: (answer: unknown) => T | undefined): Promise<T | undefined>;
}

/** A query for sessions with a remaining lifetime of at least `minimumMs` milliseconds. */
export interface SessionQuery {
  readonly keys: readonly string[];
  readonly minimumMs: number;
}

/** A session that AWS rejects, and the cache keys that it may be stored under. */
export interface RejectedSession {
  readonly keys: readonly string[];
  readonly accessKeyId: string;
}

export function readSessionQuery(request: unknown): SessionQuery | undefined {
  const { keys, minimumMs } = (request ?? {}) as Partial<SessionQuery>;
  return areKeys(keys) && typeof minimumMs === 'number' ? { keys, minimumMs } : undefined;
}

export function readRejectedSession(request: unknown): RejectedSession | undefined {
  const { keys, accessKeyId } = (request ?? {}) as Partial<RejectedSession>;
  return areKeys(keys) && typeof accessKeyId === 'string' ? { keys, accessKeyId } : undefined;
}

/** The access key IDs of forgotten sessions; empty if the answer is malformed. */
export function readForgotten(answer: unknown): readonly string[] {
  return areKeys(answer) ? answer : [];
}

function areKeys(keys: unknown): keys is readonly string[] {
  return Array.isArray(keys) && keys.every((key) => typeof key === 'string');
}

/** Contains the credentials in plain text: use it only for lines that will be sealed. */
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
