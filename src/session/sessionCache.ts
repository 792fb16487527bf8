import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Progress } from '../credentials/run/runSteps.ts';
import { type AnyPlan, isAwsPlan } from '../plan/anyPlan.ts';
import { isCacheable } from '../plan/cacheable.ts';
import type { SharedSessions } from './cliCache.ts';
import { MachineClock, wallClock } from './machineClock.ts';
import {
  type OtherWindows,
  readForgotten,
  readRejectedSession,
  readSessions,
  type RejectedSession,
  type RequestHandlers,
  type SessionQuery,
} from './otherWindows.ts';
import { SessionMemory } from './sessionMemory.ts';
import { cacheKeys, type SecretStore, StoredSessions } from './storedSessions.ts';

/** The minimum remaining lifetime of credentials for a call, in milliseconds. */
const callMarginMs = 60_000;

type IsUsable = (key: string, credentials: Credentials) => boolean;

/**
 * Caches what plans have yielded, by prefix of the plan: one MFA session serves every profile that starts with the same
 * steps, a chain reuses its parents, and an edited profile no longer finds its old session.
 *
 * Searches memory, secret storage, and the memory of other windows: secret storage may be unavailable, and in a browser
 * a window does not see what others have stored since it was opened. Results of a source are kept only in memory: they
 * belong to this machine, while secret storage may be shared with the user's other machines.
 */
export class SessionCache {
  readonly #stored: StoredSessions;
  readonly #otherWindows: OtherWindows;
  readonly #now: () => number;
  readonly #shared: SharedSessions | undefined;
  /** Settles when no stored session has an end by a clock that was set back since. */
  readonly #corrected: () => Promise<void>;
  readonly #memory: SessionMemory;
  readonly #forgottenAll = new Emitter<void>();
  readonly #dropped = new Emitter<string>();
  /** Counts how often everything was forgotten; results of searches that started earlier are discarded. */
  #generation = 0;
  #swept = false;

  /** This window or another has forgotten everything. */
  readonly onForgottenAll = this.#forgottenAll.event;
  /** The access key ID of a session that AWS rejects, as found by this window or another. */
  readonly onDropped = this.#dropped.event;
  /** Secret storage has failed: sessions are kept in memory only. */
  readonly onStorageFailed: Event<void>;
  /** The ends of sessions follow this clock. */
  readonly clock: MachineClock;

  readonly #handlers: RequestHandlers = {
    sessions: (request) => this.#memory.serve(request),
    forget: (request) => this.#forgetRejected(readRejectedSession(request)),
    forgetAll: () => this.#forgetOwn(),
  };

  constructor(
    secrets: SecretStore,
    otherWindows: OtherWindows,
    log: Log,
    now: () => number,
    shared?: SharedSessions,
    clock = new MachineClock(wallClock(now)),
  ) {
    this.#stored = new StoredSessions(secrets, log, now);
    this.onStorageFailed = this.#stored.onFailed;
    this.#otherWindows = otherWindows;
    this.#now = now;
    this.#shared = shared;
    this.clock = clock;
    this.#memory = new SessionMemory(now, clock);
    this.#corrected = clock.correcting(async () => {
      await Promise.all([this.#stored.correct((key) => this.#memory.getGood(key)), shared?.clear()]);
    });
  }

  /**
   * Finds the longest prefix of the plan whose credentials are valid long enough. For the whole plan, that is
   * `minimumMs`; for a shorter prefix, long enough for the next call, since the sessions that follow do not end with
   * it. `isWanted` filters further.
   */
  async longestPrefix(
    plan: AnyPlan,
    minimumMs: number,
    isWanted: (credentials: Credentials) => boolean = () => true,
  ): Promise<Progress | undefined> {
    const keys = cacheKeys(plan);
    const isUsable = (key: string, credentials: Credentials): boolean =>
      this.#memory.isGood(credentials, key === keys.at(-1) ? minimumMs : callMarginMs) &&
      isWanted(credentials);
    const first = isCacheable(plan.steps[0]!) ? 0 : 1;
    const own = await this.#ownPrefix(keys, first, isUsable);
    const remainingKeys = keys.slice(own?.done ?? first);
    if (remainingKeys.length === 0) return own;
    const query = { keys: remainingKeys, minimumMs: Math.min(minimumMs, callMarginMs) };
    const fromOthers = await this.#fromOtherWindows(query, isUsable);
    const last = keys.findLastIndex((key) => fromOthers?.has(key));
    const found = last < 0 ? own : { done: last + 1, credentials: fromOthers!.get(keys[last]!)! };
    await this.#corrected();
    const generation = this.#generation;
    const shared = isAwsPlan(plan) ? await this.#shared?.find(plan, this.#now()) : undefined;
    if (!shared || generation !== this.#generation || shared.done <= (found?.done ?? 0)) return found;
    const key = keys[shared.done - 1]!;
    if (!isUsable(key, shared.credentials)) return found;
    void this.#remember(key, shared.credentials);
    return shared;
  }

  async #ownPrefix(
    keys: readonly string[],
    first: number,
    isUsable: IsUsable,
  ): Promise<Progress | undefined> {
    for (let done = keys.length; done > first; done--) {
      const key = keys[done - 1]!;
      const credentials = done === 1 ? this.#memory.get(key) : await this.#find(key, isUsable);
      if (credentials && isUsable(key, credentials)) return { done, credentials };
    }
    return undefined;
  }

  /** Settles when other windows can find the session, which they may be waiting for. */
  async put(plan: AnyPlan, { done, credentials }: Progress): Promise<void> {
    const key = cacheKeys(plan)[done - 1]!;
    if (done === 1) return this.#remember(key, credentials);
    await Promise.all([
      this.#remember(key, credentials),
      this.#stored.store(key, credentials),
      ...(isAwsPlan(plan) ? [this.#shared?.put(plan, { done, credentials })] : []),
    ]);
    if (this.#memory.isForgotten(credentials.accessKeyId)) await this.#stored.delete(key);
    if (!this.#swept) {
      this.#swept = true;
      void this.#sweep();
    }
  }

  /** Forgets, in all windows, the session with this access key ID. Resolves with whether one was known. */
  async drop(plan: AnyPlan, accessKeyId: string, isKnown = false): Promise<boolean> {
    const rejected = { keys: cacheKeys(plan), accessKeyId };
    if (!(await this.#forget(rejected)) && !isKnown) return false;
    this.#dropped.fire(accessKeyId);
    await this.#otherWindows.ask('forget', rejected, () => undefined);
    return true;
  }

  /** Forgets every session in all windows and all storage. Resolves with the number of sessions. */
  async forgetAll(): Promise<number> {
    const known = new Set<string>();
    const take = (answer: unknown): undefined => {
      for (const accessKeyId of readForgotten(answer)) known.add(accessKeyId);
    };
    const [own] = await Promise.all([
      this.#forgetOwn(),
      this.#otherWindows.ask('forgetAll', undefined, take),
    ]);
    return new Set([...known, ...own]).size;
  }

  /** Whether secret storage may still contain sessions that were forgotten. */
  get mayKeepForgotten(): boolean {
    return this.#stored.isBroken;
  }

  /** Lets other windows reach this one, even if it has created no session. */
  listen(): Promise<void> {
    return this.#otherWindows.listen(this.#handlers);
  }

  async #find(key: string, isUsable: IsUsable): Promise<Credentials | undefined> {
    const inMemory = this.#memory.get(key);
    if (inMemory && isUsable(key, inMemory)) return inMemory;
    if (inMemory && !this.#memory.isGood(inMemory)) this.#memory.delete(key);
    await this.#corrected();
    const [generation, known, { setBackMs }] = [this.#generation, this.#memory.get(key), this.clock];
    const stored = await this.#stored.get(key);
    // A session that was put in the meantime is newer.
    const isNewest = generation === this.#generation && this.#memory.get(key) === known;
    const isWanted = isNewest && this.clock.setBackMs - setBackMs < callMarginMs;
    if (stored && isWanted && isUsable(key, stored)) void this.#remember(key, stored);
    return this.#memory.get(key);
  }

  /** Sessions from other windows are not stored here; the window that created them has done that. */
  async #fromOtherWindows(
    query: SessionQuery,
    isUsable: IsUsable,
  ): Promise<ReadonlyMap<string, Credentials> | undefined> {
    const generation = this.#generation;
    const fromOthers = await this.#otherWindows.ask('sessions', query, (answer) => {
      const usable = [...readSessions(answer)].filter(([key, found]) => isUsable(key, found));
      return usable.length > 0 ? new Map(usable) : undefined;
    });
    if (generation !== this.#generation) return undefined;
    for (const [key, credentials] of fromOthers ?? []) void this.#remember(key, credentials);
    return fromOthers;
  }

  /** Sessions in memory are offered to other windows. */
  #remember(key: string, credentials: Credentials): Promise<void> {
    this.#memory.set(key, credentials);
    return this.listen();
  }

  /** Whether it is, or was, a session of this window. */
  async #forget({ keys, accessKeyId }: RejectedSession): Promise<boolean> {
    for (const key of keys) {
      if (this.#memory.get(key)?.accessKeyId !== accessKeyId) continue;
      this.#memory.forget(accessKeyId);
      this.#memory.delete(key);
    }
    for (const key of keys) {
      if ((await this.#stored.get(key))?.accessKeyId !== accessKeyId) continue;
      this.#memory.forget(accessKeyId);
      await this.#stored.delete(key);
    }
    return this.#memory.isForgotten(accessKeyId);
  }

  async #forgetRejected(rejected: RejectedSession | undefined): Promise<void> {
    if (!rejected) return;
    this.#memory.forget(rejected.accessKeyId);
    await this.#forget(rejected);
    this.#dropped.fire(rejected.accessKeyId);
  }

  /** The access key IDs of the forgotten sessions. */
  async #forgetOwn(): Promise<readonly string[]> {
    const known = this.#memory.forgetAll();
    this.#generation++;
    this.#forgottenAll.fire();
    const kept = await Promise.all([this.#stored.clear(), this.#shared?.clear() ?? []]);
    const living = kept.flat().flatMap((each) => (this.#memory.isGood(each) ? each.accessKeyId : []));
    for (const accessKeyId of living) this.#memory.forget(accessKeyId);
    return [...known, ...living];
  }

  /** Deletes expired stored sessions of all windows. */
  async #sweep(): Promise<void> {
    const isAlive: IsUsable = (_, credentials) => this.#memory.isGood(credentials);
    for (const key of await this.#stored.keys())
      if (!(await this.#find(key, isAlive))) await this.#stored.delete(key);
  }
}
