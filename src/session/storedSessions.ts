import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import { Credentials, type RevealedCredentials } from '../credentials/credentials.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { type Plan } from '../plan/plan.ts';

/** VS Code's secret storage, as sessions need it: kept when windows close, and shared by them. */
export interface SecretStore {
  keys(): PromiseLike<readonly string[]>;
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const prefix = 'session.';

/** Long enough for a person to unlock a keyring. */
const patienceMs = 10_000;

/** What the yields of a plan are kept under, one key for each prefix. */
export function cacheKeys(plan: Plan): readonly string[] {
  return prefixFingerprints(plan).map((print) => createHash('sha256').update(print).digest('hex'));
}

/** Sessions in secret storage. It may fail or be slow; then there are none, and none are kept. */
export class StoredSessions {
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #broke = new Emitter<void>();
  #isBroken = false;

  /** Nothing is kept from now on. */
  readonly onBroke = this.#broke.event;

  constructor(secrets: SecretStore, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
  }

  async keys(): Promise<readonly string[]> {
    const keys = (await this.#trying('list sessions', () => this.#secrets.keys())) ?? [];
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  async get(key: string): Promise<Credentials | undefined> {
    const text = await this.#trying('read a session', () => this.#secrets.get(prefix + key));
    return text === undefined ? undefined : parse(text);
  }

  async store(key: string, credentials: Credentials): Promise<void> {
    const text = JSON.stringify(credentials.reveal());
    await this.#trying('store a session', () => this.#secrets.store(prefix + key, text));
  }

  async delete(key: string): Promise<void> {
    await this.#trying('delete a session', () => this.#secrets.delete(prefix + key));
  }

  /** Deletes them all and gives them. That is worth another try, also where secret storage has failed before. */
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
      this.#broke.fire();
      return undefined;
    } finally {
      patience.abort();
    }
  }
}

function parse(text: string): Credentials | undefined {
  try {
    return readCredentials(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Credentials, if the value is of the shape that this version writes. */
export function readCredentials(value: unknown): Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = (value ??
    {}) as Partial<RevealedCredentials>;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
  if (sessionToken !== undefined && typeof sessionToken !== 'string') return undefined;
  if (expiration !== undefined && typeof expiration !== 'number') return undefined;
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
}
