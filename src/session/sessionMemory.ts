import type { SetBackClock } from '../base/setBackClock.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { readSessionQuery, writeSessions } from './otherWindows.ts';

/** The sessions that this window holds, by cache key. They do not last longer after the clock was set back. */
export class SessionMemory {
  readonly #now: () => number;
  readonly #clock: SetBackClock;
  readonly #sessions = new Map<string, Credentials>();
  /** Access key IDs that must not return from places that have not forgotten them yet. */
  readonly #forgotten = new Set<string>();

  constructor(now: () => number, clock: SetBackClock) {
    this.#now = now;
    this.#clock = clock;
  }

  get(key: string): Credentials | undefined {
    return this.#sessions.get(key);
  }

  /** Undefined if the session has expired or was forgotten. */
  getGood(key: string): Credentials | undefined {
    const credentials = this.#sessions.get(key);
    return credentials && this.isGood(credentials) ? credentials : undefined;
  }

  set(key: string, credentials: Credentials): void {
    credentials.follow(this.#clock);
    this.#sessions.set(key, credentials);
  }

  delete(key: string): void {
    this.#sessions.delete(key);
  }

  /** The sessions with more than `minimumMs` milliseconds left. */
  good(minimumMs = 0): ReadonlyMap<string, Credentials> {
    return new Map([...this.#sessions].filter(([, each]) => this.isGood(each, minimumMs)));
  }

  /** Answers the query of another window. */
  serve(request: unknown): unknown {
    const { keys, minimumMs } = readSessionQuery(request) ?? { keys: [], minimumMs: 0 };
    return writeSessions(new Map([...this.good(minimumMs)].filter(([key]) => keys.includes(key))));
  }

  isGood({ accessKeyId, expiration }: Credentials, minimumMs = 0): boolean {
    if (this.#forgotten.has(accessKeyId)) return false;
    return expiration === undefined || expiration - this.#now() > minimumMs;
  }

  isForgotten(accessKeyId: string): boolean {
    return this.#forgotten.has(accessKeyId);
  }

  /** Never returns to this access key ID. */
  forget(accessKeyId: string): void {
    this.#forgotten.add(accessKeyId);
  }

  /** Forgets all sessions, and returns the access key IDs of those that were good. */
  forgetAll(): readonly string[] {
    const known = [...this.good().values()].map(({ accessKeyId }) => accessKeyId);
    for (const accessKeyId of known) this.forget(accessKeyId);
    for (const credentials of this.#sessions.values()) credentials.forget();
    this.#sessions.clear();
    return known;
  }
}
