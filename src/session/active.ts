import { type Disposable, Emitter } from '../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { type Target, targetKey, targetName } from '../profiles/profiles.ts';
import {
  type ActiveMemory,
  type ActiveDependencies,
  type ActiveState,
  isAsPlanned,
  isSameWait,
  type Ready,
  type SettledState,
  settled,
  staleness,
  usedUp,
} from './activeState.ts';
import { deadKey } from './rejectedKey.ts';
import { tickMs, RenewalSchedule } from './renewalSchedule.ts';
import type { Session, SessionSource } from './sessions.ts';

/** The one target that this window uses, and its session. Fires when that changes, and as its time runs down. */
export class Active implements Disposable {
  readonly #sessions: SessionSource;
  readonly #memory: ActiveMemory;
  readonly #identify: ActiveDependencies['identify'];
  readonly #log: Log;
  readonly #upkeep: RenewalSchedule;
  readonly #changed = new Emitter<ActiveState>();
  #state: ActiveState = { kind: 'none' };
  /** Counts choices: what an older choice yields is no longer of interest. */
  #choice = 0;
  /** What AWS no longer takes, however long it was to live. */
  #deadKey: string | undefined;
  /** The files changed while a switch was under way. */
  #missedChange = false;
  #switching = new AbortController();
  #takingUp = new AbortController();
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor({ sessions, memory, identify, log, now, renewMarginMs }: ActiveDependencies) {
    this.#sessions = sessions;
    this.#memory = memory;
    this.#identify = identify;
    this.#log = log;
    this.#upkeep = new RenewalSchedule(now, renewMarginMs);
  }

  get state(): ActiveState {
    return this.#state;
  }

  isUsing(target: Target): boolean {
    return this.#state.kind !== 'none' && targetKey(this.#state.target) === targetKey(target);
  }

  /**
   * Switches to a target once it has a session; until then, and if that fails, the window stays with what it had.
   * `anew`: with all of the session made again, which renews that of the target in use.
   */
  async use(target: Target, renew = false): Promise<Session> {
    const from = settled(this.#state);
    const choice = this.#choose();
    const { signal } = this.#switching;
    const switching = { kind: 'switching', target, from } as const;
    this.#set(switching);
    const onWait = (waitsFor: string | undefined): void => {
      if (choice === this.#choice) this.#set(waitsFor === undefined ? switching : { ...switching, waitsFor });
    };
    try {
      const session = await this.#sessions.get(target, { mayAsk: true, signal, renew, onWait });
      if (choice !== this.#choice) throw new Cancelled();
      this.#memory.save(target);
      this.#set({ kind: 'ready', target, session });
      if (this.#missedChange) void this.refresh();
      return session;
    } catch (error) {
      if (choice === this.#choice) this.#comeBackTo(from);
      throw error;
    }
  }

  /** Somebody else had a session made for what is chosen here and waits for one. */
  adopt(session: Session): void {
    if (this.#state.kind !== 'waiting' || !this.isUsing(session.plan.target)) return;
    this.#set({ kind: 'ready', target: this.#state.target, session });
  }

  /** Gives up the switch that is under way; the window stays with what it had. */
  cancelSwitch(): void {
    const from = settled(this.#state);
    this.#choose();
    this.#comeBackTo(from);
  }

  /** What was in force before a switch may have changed meanwhile. */
  #comeBackTo(state: SettledState): void {
    this.#set(state);
    void (state.kind === 'none' ? this.restore() : this.refresh());
  }

  stop(): void {
    this.#choose();
    this.#memory.save(undefined);
    this.#set({ kind: 'none' });
  }

  /** Ends the session, and any that is being made. The choice stays, and waits to be made again. */
  forgetSession(): void {
    const state = settled(this.#state);
    this.#choose();
    if (state.kind === 'none') return this.#set(state);
    const failure: Failure = { code: 'forgotten', profile: targetName(state.target) };
    this.#set({ kind: 'waiting', target: state.target, failure });
  }

  /** AWS no longer takes the session with this access key: where it is in use, another is, or none. */
  async leave(accessKeyId: string): Promise<void> {
    this.#deadKey = accessKeyId;
    const inUse = settled(this.#state);
    if (inUse.kind === 'ready' && inUse.session.credentials.accessKeyId === accessKeyId) await this.refresh();
  }

  /** A new choice ends the one before, with its prompt and its requests. */
  #choose(): number {
    this.#switching.abort();
    this.#takingUp.abort();
    this.#switching = new AbortController();
    this.#takingUp = new AbortController();
    this.#upkeep.restart();
    return ++this.#choice;
  }

  /** Takes up what the workspace is bound to, without asking anybody. The person's own choice stays remembered. */
  async bind(target: Target): Promise<void> {
    if (this.isUsing(target)) return;
    const from = settled(this.#state);
    this.#choose();
    this.#set({ kind: 'switching', target, from });
    await this.#takeUp(target);
    if (this.#missedChange) void this.refresh();
  }

  /** Takes up the choice of last time, if that is possible without asking anybody. */
  async restore(): Promise<void> {
    const target = this.#memory.load();
    if (target && this.#state.kind === 'none') await this.#takeUp(target);
  }

  /** Looks again at the active target after the files changed. */
  async refresh(): Promise<void> {
    const state = this.#state;
    this.#missedChange = state.kind === 'switching';
    const isForgotten = state.kind === 'waiting' && state.failure.code === 'forgotten';
    if (isForgotten || state.kind === 'none' || state.kind === 'switching') return;
    this.#upkeep.restart();
    await this.#takeUp(state.target);
  }

  /** Gets a session for what is chosen, without asking anybody. Of several, the last one counts. */
  async #takeUp(target: Target): Promise<void> {
    this.#takingUp.abort();
    const mine = (this.#takingUp = new AbortController());
    this.#upkeep.attempt();
    const next = await this.#sessions.get(target, { mayAsk: false, signal: mine.signal }).then(
      (session): SettledState => ({ kind: 'ready', target, session }),
      (error: unknown): SettledState => ({ kind: 'waiting', target, failure: this.#noted(error, target) }),
    );
    if (mine.signal.aborted) return;
    if (next.kind === 'ready') this.#upkeep.restart();
    else this.#upkeep.fail(this.#sessions.planOf(target));
    if (isSameWait(this.#state, next)) return;
    if (next.kind === 'waiting' && this.#isStillGood(target)) return;
    this.#set(next);
  }

  /** Then it is used up, whatever comes next. */
  #isStillGood(target: Target): boolean {
    const inUse = this.#state;
    if (inUse.kind !== 'ready' || inUse.session.credentials.accessKeyId === this.#deadKey) return false;
    return isAsPlanned(inUse, this.#sessions.planOf(target)) && !this.#upkeep.isOver;
  }

  #noted(error: unknown, target: Target): Failure {
    const failure = failureOf(error, targetName(target));
    if (!(error instanceof Cancelled) && failure.code === 'unexpected' && error instanceof Error)
      this.#log.error(error);
    return failure;
  }

  #set(state: ActiveState): void {
    this.#state = state;
    if (state.kind === 'ready') this.#upkeep.begin(state);
    if (state.kind === 'none' || state.kind === 'switching') this.#stopTimer();
    else this.#timer ??= setInterval(() => void this.#tick(), tickMs);
    this.#changed.fire(state);
  }

  /** A clock that ticks, rather than one alarm: it is right again soon after the machine slept. */
  async #tick(): Promise<void> {
    const state = this.#state;
    const due = this.#upkeep.due(state);
    if (due === 'tell') this.#changed.fire(state);
    else if (state.kind === 'waiting' && due === 'takeUp') await this.#takeUp(state.target);
    else if (state.kind === 'ready' && due === 'renew') await this.#renew(state);
    else if (state.kind === 'ready' && due === 'verify') await this.#verify(state);
  }

  /** Renews where nobody need be asked; otherwise what is left is used up. */
  async #renew(state: Ready): Promise<void> {
    const { target, session } = state;
    const request = { mayAsk: false, signal: this.#takingUp.signal, minimumMs: this.#upkeep.marginMs };
    this.#upkeep.attempt();
    const unrenewed = (failure: Failure): SettledState =>
      this.#upkeep.isOver ? { kind: 'waiting', target, failure } : usedUp(state, failure);
    const next = await this.#sessions.get(target, request).then(
      (renewed): SettledState => {
        const stale = staleness(renewed, session);
        if (!stale) return { kind: 'ready', target, session: renewed };
        this.#upkeep.pause();
        return unrenewed(stale);
      },
      (error: unknown): SettledState => {
        this.#upkeep.fail(session.plan);
        return unrenewed(this.#noted(error, target));
      },
    );
    if (this.#state === state) this.#set(next);
  }

  /** Of some, nobody says when they end: AWS is asked now and then whether they have. */
  async #verify({ session }: Ready): Promise<void> {
    this.#upkeep.verified();
    const dead = await this.#identify(session, this.#takingUp.signal).then(() => undefined, deadKey);
    if (dead !== undefined) await this.leave(dead);
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.#choose();
    this.#stopTimer();
    this.#changed.dispose();
  }
}
