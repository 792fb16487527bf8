import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Credentials, type RevealedCredentials } from '../credentials/credentials.ts';
import type { Progress } from '../credentials/run.ts';
import type { Log } from '../log.ts';
import { type Plan, prefixFingerprints } from '../plan/plan.ts';

/** VS Code's secret storage, as the cache needs it: shared by all windows, kept when they close. */
export interface SecretStore {
  keys(): PromiseLike<readonly string[]>;
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const keyPrefix = 'session.';

/**
 * What plans have yielded so far, by prefix of the plan. So one MFA session serves every profile that starts the same
 * way, a chain reuses its parents, and a profile that was edited no longer finds its old session.
 *
 * Secret storage may be missing (no keyring) or slow; memory then serves this window alone.
 */
export class SessionCache {
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #memory = new Map<string, Credentials>();
  #swept = false;
  #isBroken = false;

  constructor(secrets: SecretStore, log: Log, now: () => number) {
    this.#secrets = secrets;
    this.#log = log;
    this.#now = now;
  }

  /** The longest prefix of the plan whose credentials live for at least `minimumMs` more. */
  async longestPrefix(plan: Plan, minimumMs: number): Promise<Progress | undefined> {
    const keys = prefixFingerprints(plan).map(storageKey);
    for (let done = keys.length; done > 1; done--) {
      const credentials = await this.#find(keys[done - 1]!);
      if (credentials && this.#livesFor(credentials, minimumMs)) return { done, credentials };
    }
    return undefined;
  }

  async put(plan: Plan, { done, credentials }: Progress): Promise<void> {
    const key = storageKey(prefixFingerprints(plan)[done - 1]!);
    this.#memory.set(key, credentials);
    await this.#trying('store a session', () =>
      this.#secrets.store(key, JSON.stringify(credentials.reveal())),
    );
    if (!this.#swept) {
      this.#swept = true;
      void this.#sweep();
    }
  }

  /** Forgets the sessions of this plan that have the given access key; says whether there were any. */
  async drop(plan: Plan, accessKeyId: string): Promise<boolean> {
    let dropped = false;
    for (const key of prefixFingerprints(plan).map(storageKey)) {
      if ((await this.#find(key))?.accessKeyId !== accessKeyId) continue;
      dropped = true;
      this.#memory.delete(key);
      await this.#trying('delete a session', () => this.#secrets.delete(key));
    }
    return dropped;
  }

  async #find(key: string): Promise<Credentials | undefined> {
    const inMemory = this.#memory.get(key);
    if (inMemory && this.#livesFor(inMemory, 0)) return inMemory;
    const stored = await this.#trying('read a session', () => this.#secrets.get(key));
    const credentials = stored === undefined ? undefined : readStored(stored);
    if (credentials) this.#memory.set(key, credentials);
    else this.#memory.delete(key);
    return credentials;
  }

  /** Deletes stored sessions that are over, whoever made them. */
  async #sweep(): Promise<void> {
    const keys = (await this.#trying('list sessions', () => this.#secrets.keys())) ?? [];
    for (const key of keys) {
      if (!key.startsWith(keyPrefix)) continue;
      const credentials = await this.#find(key);
      if (credentials && this.#livesFor(credentials, 0)) continue;
      this.#memory.delete(key);
      await this.#trying('delete a session', () => this.#secrets.delete(key));
    }
  }

  #livesFor({ expiration }: Credentials, ms: number): boolean {
    return expiration === undefined || expiration - this.#now() > ms;
  }

  /** Secret storage that failed, or that does not answer, is left alone from then on; it is told once. */
  async #trying<T>(what: string, action: () => PromiseLike<T>): Promise<T | undefined> {
    if (this.#isBroken) return undefined;
    const patience = new AbortController();
    try {
      const silence = sleep(patienceMs, undefined, { signal: patience.signal, ref: false }).then(() => {
        throw new DOMException('No answer', 'TimeoutError');
      });
      return await Promise.race([action(), silence]);
    } catch (error) {
      if (this.#isBroken) return undefined;
      this.#isBroken = true;
      const reason = error instanceof Error ? error.name : typeof error;
      this.#log.warn(`Secret storage could not ${what} (${reason}): sessions are kept in memory only`);
      return undefined;
    } finally {
      patience.abort();
    }
  }
}

/** Long enough for a person to unlock a keyring. */
const patienceMs = 10_000;

function storageKey(fingerprint: string): string {
  return keyPrefix + createHash('sha256').update(fingerprint).digest('hex');
}

/** What was stored, if it is of the shape that this version writes. */
function readStored(text: string): Credentials | undefined {
  try {
    const stored = JSON.parse(text) as Partial<RevealedCredentials>;
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = stored;
    if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
    return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
  } catch {
    return undefined;
  }
}
