import { createHash } from 'node:crypto';
import { withDeadline } from '../base/deadline.ts';
import { deadlines } from '../base/deadlines.ts';
import { Emitter } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import { maxSessionMs } from '../base/setBackClock.ts';
import { Credentials, type RevealedCredentials } from '../credentials/credentials.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import type { AnyPlan } from '../plan/anyPlan.ts';

/** The part of VS Code's secret storage that sessions need. It persists after windows close, and windows share it. */
export interface SecretStore {
  keys(): PromiseLike<readonly string[]>;
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const prefix = 'session.';

/** By how much the clocks of a user's machines may differ: AWS accepts signatures with a date this far from its own. */
export const maxSkewMs = 5 * 60_000;

/** The cache keys of a plan, one for each prefix. */
export function cacheKeys(plan: AnyPlan): readonly string[] {
  return prefixFingerprints(plan).map((print) => createHash('sha256').update(print).digest('hex'));
}

/**
 * Sessions in secret storage: assumed roles and MFA sessions, which are the same on all of the user's machines, but not
 * what a source of this machine yields. If secret storage fails or hangs, no sessions are found and none are stored.
 */
export class StoredSessions {
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #failed = new Emitter<void>();
  #isBroken = false;

  /** Secret storage has failed; nothing is stored from now on. */
  readonly onFailed = this.#failed.event;

  constructor(secrets: SecretStore, log: Log, now: () => number) {
    this.#secrets = secrets;
    this.#log = log;
    this.#now = now;
  }

  /** Whether secret storage has failed. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  async keys(): Promise<readonly string[]> {
    const keys = (await this.#tryStorage('list sessions', () => this.#secrets.keys())) ?? [];
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  /** A session whose times show that the clock was set back since it was stored is deleted: its end is not known. */
  async get(key: string): Promise<Credentials | undefined> {
    const text = await this.#tryStorage('read a session', () => this.#secrets.get(prefix + key));
    const found = text === undefined ? undefined : parse(text, this.#now());
    if (found !== 'tooEarly') return found;
    await this.delete(key);
    return undefined;
  }

  async store(key: string, credentials: Credentials): Promise<void> {
    const text = JSON.stringify({ ...credentials.reveal(), storedAt: this.#now() });
    await this.#tryStorage('store a session', () => this.#secrets.store(prefix + key, text));
  }

  /** Replaces the sessions that are known, and deletes all others. For use after the clock was set back. */
  async correct(known: (key: string) => Credentials | undefined): Promise<void> {
    for (const key of await this.keys()) {
      const credentials = known(key);
      if (credentials) await this.store(key, credentials);
      // It may have been forgotten in the meantime.
      if (!known(key)) await this.delete(key);
    }
  }

  async delete(key: string): Promise<void> {
    await this.#tryStorage('delete a session', () => this.#secrets.delete(prefix + key));
  }

  /** Deletes and returns all sessions. Tries again even if secret storage has failed before. */
  async clear(): Promise<readonly Credentials[]> {
    this.#isBroken = false;
    const deleted: Credentials[] = [];
    for (const key of await this.keys()) {
      const credentials = await this.get(key);
      if (credentials) deleted.push(credentials);
      await this.delete(key);
    }
    return deleted;
  }

  /** Stops using secret storage once it fails or times out, and reports that once. */
  async #tryStorage<T>(what: string, action: () => PromiseLike<T>): Promise<T | undefined> {
    if (this.#isBroken) return undefined;
    try {
      return await withDeadline(deadlines.storageMs, neverAborted, async () => action());
    } catch (error) {
      if (this.#isBroken) return undefined;
      this.#isBroken = true;
      const reason = error instanceof Error ? error.name : typeof error;
      this.#log.warn(`Secret storage could not ${what} (${reason}): sessions are kept in memory only`);
      this.#failed.fire();
      return undefined;
    }
  }
}

const neverAborted = new AbortController().signal;

/** `tooEarly`: the clock shows a time at which the session cannot be stored yet. */
function parse(text: string, now: number): Credentials | 'tooEarly' | undefined {
  try {
    const value = JSON.parse(text) as { readonly storedAt?: unknown } | null;
    const credentials = readCredentials(value);
    if (credentials?.expiration === undefined) return credentials;
    // Earlier versions did not store the time.
    const storedAt = typeof value?.storedAt === 'number' ? value.storedAt : now;
    const leftMs = credentials.expiration - Math.max(now, storedAt);
    if (storedAt - now > maxSkewMs || leftMs > maxSessionMs) return 'tooEarly';
    return new Credentials({ ...credentials.reveal(), expiration: now + leftMs });
  } catch {
    return undefined;
  }
}

/** Parses credentials in the form that this version writes; undefined for anything else. */
export function readCredentials(value: unknown): Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = (value ??
    {}) as Partial<RevealedCredentials>;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
  if (sessionToken !== undefined && typeof sessionToken !== 'string') return undefined;
  if (expiration !== undefined && typeof expiration !== 'number') return undefined;
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
}
