import type { Disposable, Event } from '../../base/event.ts';
import { type Failure, FailureError, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { FollowedEnds, maxSessionMs } from '../../base/setBackClock.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { type ProfileSet, type Target, targetKey } from '../../profiles/profiles.ts';
import type { AppliedChange } from '../../profiles/writer.ts';
import { type WrittenSession, writtenSessions } from '../../profiles/writtenSession.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import { MachineClock, wallClock } from '../../session/machineClock.ts';
import type { Session } from '../../session/sessions.ts';
import type { GivenSession } from '../handover/givenSession.ts';
import { decodeTarget } from '../handover/targetEncoding.ts';
import type { HandOuts } from '../record/handOuts.ts';

export interface WrittenSessionDependencies {
  readonly store: {
    readonly state: { readonly profiles: ProfileSet };
    readonly onDidChange: Event<unknown>;
    ready(): Promise<unknown>;
    reload(): Promise<unknown>;
  };
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** Changes the files on disk only: a background change must not touch what the user is typing. */
  readonly change: (change: ProfileChange) => Promise<Pick<AppliedChange, 'paths'>>;
  /** The change that writes a session to the profile with this name. */
  readonly sessionChange: (name: string, session: GivenSession) => ProfileChange;
  readonly give: HandOuts['give'];
  /** Removes copies of sessions from all other files of Rolecall. Rejects with `FailureError`. */
  readonly forgetCopies: () => Promise<void>;
  readonly log: Log;
  readonly now: () => number;
  readonly clock?: MachineClock;
}

const updateMs = 60_000;
/** The end in the file is corrected if it is wrong by this much. */
const correctionMs = 60_000;

/**
 * Maintains the sessions that were written to the credentials file: renews that of the profile in use, and removes
 * expired ones. All information about them is in the file, so it does not matter which window wrote them or when.
 */
export class WrittenSessions implements Disposable {
  readonly #dependencies: WrittenSessionDependencies;
  readonly #listening: readonly Disposable[];
  readonly #timer: ReturnType<typeof setInterval>;
  #written: readonly WrittenSession[] = [];
  /** The names of all sessions that this window has found: the last reading may be that of a file being written. */
  readonly #names = new Set<string>();
  /** The sessions to remove although they have not expired, as text. */
  readonly #forgotten = new Set<string>();
  #hasCopies = false;
  readonly #clock: MachineClock;
  readonly #ends: FollowedEnds;
  readonly #reported = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(dependencies: WrittenSessionDependencies) {
    this.#dependencies = dependencies;
    const { store, active, now, clock = new MachineClock(wallClock(now)) } = dependencies;
    this.#clock = clock;
    this.#ends = new FollowedEnds(clock);
    this.#listening = [store.onDidChange(() => this.#read()), active.onDidChange(() => void this.update())];
    this.#timer = setInterval(() => void this.update(), updateMs);
    this.#read();
    void this.#distrust();
  }

  /** After the clock was set back while no window was open, it is unknown whether sessions have ended. */
  async #distrust(): Promise<void> {
    const { store } = this.#dependencies;
    await store.ready();
    const found = writtenSessions(store.state.profiles);
    if (found.length === 0 || !(await this.#clock.wasSetBack())) return;
    for (const written of found) this.#forgotten.add(textOf(written));
    await this.update();
  }

  #read(): void {
    this.#written = writtenSessions(this.#dependencies.store.state.profiles);
    for (const { name } of this.#written) this.#names.add(name);
    void this.update();
  }

  /** Renews and removes sessions that are due. Does not reject. */
  update(): Promise<void> {
    const { active, now } = this.#dependencies;
    return this.#next(async () => {
      const state = settled(active.state);
      if (state.kind === 'ready') await this.#renew(state.target, state.session);
      await this.#remove(now());
      if (this.#hasCopies) await this.#forgetCopies();
    });
  }

  /** The sessions in the file, as it was last read. */
  get current(): readonly WrittenSession[] {
    return this.#written.filter((written) => !this.#isForgotten(written));
  }

  /** Removes one of them before it expires. Rejects with `FailureError`; the next updates try again. */
  async remove(name: string): Promise<void> {
    const failure = await this.#next(async () => {
      const removed = this.#written.filter((written) => written.name === name).map(textOf);
      for (const text of removed) this.#forgotten.add(text);
      const failed = await this.#apply({ kind: 'removeSession', name, endedBy: Number.POSITIVE_INFINITY });
      // The user may write the same session again.
      if (!failed) for (const text of removed) this.#forgotten.delete(text);
      return failed;
    });
    if (failure) throw new FailureError(failure);
  }

  /**
   * Removes all of them, expired or not, with their copies in other files. Resolves to the reasons why some remain; the
   * next updates try again to remove these. Does not reject.
   */
  removeAll(): Promise<readonly Failure[]> {
    return this.#next(async () => {
      for (const written of this.#written) this.#forgotten.add(textOf(written));
      const failures: Failure[] = [];
      for (const name of this.#names) {
        const failure = await this.#apply({ kind: 'removeSession', name, endedBy: Number.POSITIVE_INFINITY });
        if (failure) failures.push(failure);
        else this.#names.delete(name);
      }
      const failure = await this.#forgetCopies();
      return failure ? [...failures, failure] : failures;
    });
  }

  /** Runs one action at a time, so that nothing is done twice. */
  #next<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#work.then(action);
    this.#work = result.then(() => undefined);
    return result;
  }

  async #renew(target: Target, session: Session): Promise<void> {
    const { sessionChange, give } = this.#dependencies;
    const { expiration } = session.credentials;
    if (expiration === undefined) return;
    for (const written of this.#written) {
      const of = decodeTarget(written.target);
      const end = this.#endOf(written);
      // The file stores whole seconds.
      const isLater = expiration - end >= 1000;
      const isCorrected = expiration > end - 1000 && written.expiration - end >= correctionMs;
      if (!of || targetKey(of) !== targetKey(target) || this.#isForgotten(written)) continue;
      if (!isLater && !isCorrected) continue;
      const recipient = { kind: 'credentialsFile', profile: written.name } as const;
      await this.#try(`writeSession ${written.name}`, written.name, () =>
        give(session, recipient, (given) => this.#change(sessionChange(written.name, given))),
      );
    }
  }

  async #remove(now: number): Promise<void> {
    for (const written of this.#written) {
      const { name, expiration } = written;
      const isForgotten = this.#isForgotten(written);
      const endedBy = isForgotten ? Number.POSITIVE_INFINITY : Math.max(now, expiration || 0);
      if (isForgotten || !(this.#endOf(written) > now))
        await this.#apply({ kind: 'removeSession', name, endedBy });
    }
  }

  /** The end by the current clock. A session with an impossible end was written before the clock was set back. */
  #endOf({ name, expiration }: WrittenSession): number {
    const end = this.#ends.of(name, expiration);
    return end - this.#dependencies.now() > maxSessionMs ? Number.NEGATIVE_INFINITY : end;
  }

  #isForgotten(written: WrittenSession): boolean {
    return this.#forgotten.has(textOf(written));
  }

  async #forgetCopies(): Promise<Failure | undefined> {
    const failure = await this.#try('forgetCopies', '', () => this.#dependencies.forgetCopies());
    this.#hasCopies = failure !== undefined;
    return failure;
  }

  #apply(change: ProfileChange): Promise<Failure | undefined> {
    return this.#try(`${change.kind} ${change.name}`, change.name, () => this.#change(change));
  }

  async #change(change: ProfileChange): Promise<void> {
    const made = await this.#dependencies.change(change);
    if (made.paths.length > 0) await this.#dependencies.store.reload();
  }

  /** Resolves to the reason if the action fails, which is logged once. The next update tries again. */
  async #try(what: string, profile: string, action: () => Promise<void>): Promise<Failure | undefined> {
    const { log } = this.#dependencies;
    if (this.#isDisposed) return undefined;
    try {
      await action();
      return undefined;
    } catch (error) {
      const failure = failureOf(error, profile);
      const trouble = `${what}: ${failure.code}`;
      if (this.#reported.has(trouble)) return failure;
      this.#reported.add(trouble);
      if (failure.code === 'unexpected' && error instanceof Error) log.error(error);
      else log.warn(trouble);
      return failure;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
    for (const listening of this.#listening) listening.dispose();
  }
}

function textOf(written: WrittenSession): string {
  return JSON.stringify(written);
}
