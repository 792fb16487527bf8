import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Progress } from '../credentials/run/runPlan.ts';
import { isKept, type Plan } from '../plan/plan.ts';
import type { SharedSessions } from './cliCache.ts';
import {
  type Answers,
  type DeadSession,
  type OtherWindows,
  readDeadSession,
  readForgotten,
  readSessions,
  readWish,
  type Wish,
  writeSessions,
} from './otherWindows.ts';
import { cacheKeys, type SecretStore, StoredSessions } from './storedSessions.ts';

/** What credentials must still live for to make a call with them, in milliseconds. */
const callMarginMs = 60_000;

type IsUsable = (key: string, credentials: Credentials) => boolean;

/**
 * What plans have yielded so far, by prefix of the plan. So one MFA session serves every profile that starts the same
 * way, a chain reuses its parents, and a profile that was edited no longer finds its old session.
 *
 * Looked for in memory, in secret storage, and in the memory of the other windows: secret storage may be missing, and
 * in a browser a window does not see what others have stored since it was opened. What a source yields is kept in memory
 * alone: it is what this machine gives, and secret storage serves all machines that a person works on.
 */
export class SessionCache {
  readonly #stored: StoredSessions;
  readonly #otherWindows: OtherWindows;
  readonly #now: () => number;
  readonly #shared: SharedSessions | undefined;
  readonly #memory = new Map<string, Credentials>();
  /** Access key ids that must not come back from a place that has not heard. */
  readonly #forgotten = new Set<string>();
  readonly #forgottenAll = new Emitter<void>();
  readonly #dropped = new Emitter<string>();
  /** Counts how often all was forgotten: what is found by a search from before must not come back. */
  #era = 0;
  #swept = false;

  /** Everything was forgotten, by this window or another. */
  readonly onForgottenAll = this.#forgottenAll.event;
  /** The access key id of a session that AWS no longer takes, as this window or another has found. */
  readonly onDropped = this.#dropped.event;
  /** Secret storage fails: sessions are in memory only. */
  readonly onCannotStore: Event<void>;

  readonly #answers: Answers = {
    sessions: (request) => this.#serve(readWish(request)),
    forget: (request) => this.#forgetToo(readDeadSession(request)),
    forgetAll: () => this.#forgetOwn(),
  };

  constructor(
    secrets: SecretStore,
    otherWindows: OtherWindows,
    log: Log,
    now: () => number,
    shared?: SharedSessions,
  ) {
    this.#stored = new StoredSessions(secrets, log);
    this.onCannotStore = this.#stored.onBroke;
    this.#otherWindows = otherWindows;
    this.#now = now;
    this.#shared = shared;
  }

  /**
   * The longest prefix of the plan with credentials that still live long enough: all of it, for `minimumMs`; less, for
   * the call that continues from it, since what AWS gives then does not end with them. `isWanted` has a say on each.
   */
  async longestPrefix(
    plan: Plan,
    minimumMs: number,
    isWanted: (credentials: Credentials) => boolean = () => true,
  ): Promise<Progress | undefined> {
    const keys = cacheKeys(plan);
    const isUsable = (key: string, credentials: Credentials): boolean =>
      this.#isGood(credentials, key === keys.at(-1) ? minimumMs : callMarginMs) && isWanted(credentials);
    const first = isKept(plan.steps[0]!) ? 0 : 1;
    const own = await this.#ownPrefix(keys, first, isUsable);
    const wanted = keys.slice(own?.done ?? first);
    if (wanted.length === 0) return own;
    const wish = { keys: wanted, minimumMs: Math.min(minimumMs, callMarginMs) };
    const theirs = await this.#fromNeighbours(wish, isUsable);
    const last = keys.findLastIndex((key) => theirs?.has(key));
    const found = last < 0 ? own : { done: last + 1, credentials: theirs!.get(keys[last]!)! };
    const era = this.#era;
    const shared = await this.#shared?.find(plan);
    if (!shared || era !== this.#era || shared.done <= (found?.done ?? 0)) return found;
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

  /** Settles when other windows can find the session: they may wait for just that. */
  async put(plan: Plan, { done, credentials }: Progress): Promise<void> {
    const key = cacheKeys(plan)[done - 1]!;
    if (done === 1) return this.#remember(key, credentials);
    await Promise.all([
      this.#remember(key, credentials),
      this.#stored.store(key, credentials),
      this.#shared?.put(plan, { done, credentials }),
    ]);
    if (this.#forgotten.has(credentials.accessKeyId)) await this.#stored.delete(key);
    if (!this.#swept) {
      this.#swept = true;
      void this.#sweep();
    }
  }

  /** Forgets, in all windows, the session of this plan with the given access key; says whether there was one. */
  async drop(plan: Plan, accessKeyId: string): Promise<boolean> {
    const dead = { keys: cacheKeys(plan), accessKeyId };
    if (!(await this.#forget(dead))) return false;
    this.#dropped.fire(accessKeyId);
    await this.#otherWindows.ask('forget', dead, nothing);
    return true;
  }

  /** Forgets every session, in all windows and wherever they are kept; says how many there were. */
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

  /** Lets other windows reach this one, also while it has no session of its own making. */
  listen(): Promise<void> {
    return this.#otherWindows.listen(this.#answers);
  }

  async #find(key: string, isUsable: IsUsable): Promise<Credentials | undefined> {
    const inMemory = this.#memory.get(key);
    if (inMemory && isUsable(key, inMemory)) return inMemory;
    if (inMemory && !this.#isGood(inMemory, 0)) this.#memory.delete(key);
    const [era, known] = [this.#era, this.#memory.get(key)];
    const stored = await this.#stored.get(key);
    // What was put meanwhile is newer.
    const isWanted = era === this.#era && this.#memory.get(key) === known;
    if (stored && isWanted && isUsable(key, stored)) void this.#remember(key, stored);
    return this.#memory.get(key);
  }

  /** What a neighbour has stays out of secret storage: there it is the business of who made it. */
  async #fromNeighbours(
    wish: Wish,
    isUsable: IsUsable,
  ): Promise<ReadonlyMap<string, Credentials> | undefined> {
    const era = this.#era;
    const theirs = await this.#otherWindows.ask('sessions', wish, (answer) => {
      const usable = [...readSessions(answer)].filter(([key, found]) => isUsable(key, found));
      return usable.length > 0 ? new Map(usable) : undefined;
    });
    if (era !== this.#era) return undefined;
    for (const [key, credentials] of theirs ?? []) void this.#remember(key, credentials);
    return theirs;
  }

  /** What is in memory can be asked for by the neighbours. */
  #remember(key: string, credentials: Credentials): Promise<void> {
    this.#memory.set(key, credentials);
    return this.listen();
  }

  #serve({ keys, minimumMs }: Wish = { keys: [], minimumMs: 0 }): unknown {
    const asked = [...this.#memory].filter(
      ([key, credentials]) => keys.includes(key) && this.#isGood(credentials, minimumMs),
    );
    return writeSessions(new Map(asked));
  }

  /** Says whether it is, or has been, a session of this window. */
  async #forget({ keys, accessKeyId }: DeadSession): Promise<boolean> {
    for (const key of keys) {
      if (this.#memory.get(key)?.accessKeyId !== accessKeyId) continue;
      this.#forgotten.add(accessKeyId);
      this.#memory.delete(key);
    }
    for (const key of keys) {
      if ((await this.#stored.get(key))?.accessKeyId !== accessKeyId) continue;
      this.#forgotten.add(accessKeyId);
      await this.#stored.delete(key);
    }
    return this.#forgotten.has(accessKeyId);
  }

  async #forgetToo(dead: DeadSession | undefined): Promise<void> {
    if (!dead) return;
    this.#forgotten.add(dead.accessKeyId);
    await this.#forget(dead);
    this.#dropped.fire(dead.accessKeyId);
  }

  /** The access key ids of what there was. */
  async #forgetOwn(): Promise<readonly string[]> {
    const known = [...this.#memory.values()].filter((each) => this.#isGood(each, 0));
    for (const { accessKeyId } of known) this.#forgotten.add(accessKeyId);
    this.#memory.clear();
    this.#era++;
    this.#forgottenAll.fire();
    const kept = await Promise.all([this.#stored.clear(), this.#shared?.clear() ?? []]);
    const living = kept.flat().filter((each) => this.#isGood(each, 0));
    for (const { accessKeyId } of living) this.#forgotten.add(accessKeyId);
    return [...known, ...living].map(({ accessKeyId }) => accessKeyId);
  }

  /** Deletes stored sessions that are over, whoever made them. */
  async #sweep(): Promise<void> {
    const isAlive: IsUsable = (_, credentials) => this.#isGood(credentials, 0);
    for (const key of await this.#stored.keys())
      if (!(await this.#find(key, isAlive))) await this.#stored.delete(key);
  }

  #isGood({ accessKeyId, expiration }: Credentials, minimumMs: number): boolean {
    if (this.#forgotten.has(accessKeyId)) return false;
    return expiration === undefined || expiration - this.#now() > minimumMs;
  }
}

function nothing(): undefined {
  return undefined;
}
