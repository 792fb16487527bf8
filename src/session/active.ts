import { type Disposable, Emitter } from '../base/event.ts';
import { Cancelled, type Failure } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { anyKey, anyName, type AnyPlan } from '../plan/anyPlan.ts';
import type { Plan } from '../plan/plan.ts';
import {
  type ActiveMemory,
  type ActiveDependencies,
  type ActiveState,
  acquire,
  adopted,
  asPlanned,
  isSameResult,
  loggedFailure,
  type Ready,
  type SettledState,
  settled,
  staleness,
  withMustAsk,
} from './activeState.ts';
import { rejectedKey } from './rejectedKey.ts';
import { tickMs, RenewalSchedule } from './renewalSchedule.ts';
import type { Session, SessionSource } from './sessions.ts';

/** The target that this window uses, and its session. Fires when either changes and as the remaining time decreases. */
export class Active<P extends AnyPlan = Plan> implements Disposable {
  readonly #sessions: SessionSource<P>;
  readonly #memory: ActiveMemory<P>;
  readonly #identify: ActiveDependencies<P>['identify'];
  readonly #log: Log;
  readonly #schedule: RenewalSchedule;
  readonly #changed = new Emitter<ActiveState<P>>();
  #state: ActiveState<P> = { kind: 'none' };
  /** Identifies the current choice; the result of an older choice is ignored. */
  #choice = 0;
  /** The access key ID that AWS rejected, regardless of its expiration. */
  #rejectedKey: string | undefined;
  /** The files changed during a switch. */
  #missedChange = false;
  #switching = new AbortController();
  #acquiring = new AbortController();
  #timer: ReturnType<typeof setInterval> | undefined;
  #isDisposed = false;
  readonly onDidChange = this.#changed.event;

  constructor({ sessions, memory, identify, log, now, renewMarginMs }: ActiveDependencies<P>) {
    this.#sessions = sessions;
    this.#memory = memory;
    this.#identify = identify;
    this.#log = log;
    this.#schedule = new RenewalSchedule(now, renewMarginMs);
  }

  get state(): ActiveState<P> {
    return this.#state;
  }

  isUsing(target: P['target']): boolean {
    return this.#state.kind !== 'none' && anyKey(this.#state.target) === anyKey(target);
  }

  /**
   * Switches to a target once it has a session. Until then, and if that fails, the window keeps its previous state.
   * `renew` creates all sessions again, which also renews the target in use.
   */
  async use(target: P['target'], renew = false): Promise<Session<P>> {
    if (this.#isDisposed) throw new Cancelled();
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
      if (choice === this.#choice) this.#returnTo(from);
      throw error;
    }
  }

  /** Adopts a session that was created elsewhere if this window waits for one. */
  adopt(session: Session<P>): void {
    const ready = adopted(this.#state, session, this.#sessions.planOf);
    if (ready) this.#set(ready);
  }

  /** Cancels the current switch and restores the previous state. */
  cancelSwitch(): void {
    const from = settled(this.#state);
    this.#choose();
    this.#returnTo(from);
  }

  /** Restores the state before a switch and refreshes it, since it may have changed in the meantime. */
  #returnTo(state: SettledState<P>): void {
    this.#set(state);
    void (state.kind === 'none' ? this.restore() : this.refresh());
  }

  stop(): void {
    this.#choose();
    this.#memory.save(undefined);
    this.#set({ kind: 'none' });
  }

  /** Ends the session and any that is being created. The target stays chosen and waits for a new session. */
  forgetSession(): void {
    const state = settled(this.#state);
    this.#choose();
    if (state.kind === 'none') return this.#set(state);
    const failure: Failure = { code: 'forgotten', profile: anyName(state.target) };
    this.#set({ kind: 'waiting', target: state.target, failure });
  }

  /** Replaces the session with this access key ID, which AWS rejects, if it is in use. */
  async replaceRejected(accessKeyId: string): Promise<void> {
    this.#rejectedKey = accessKeyId;
    const inUse = settled(this.#state);
    if (inUse.kind === 'ready' && inUse.session.credentials.accessKeyId === accessKeyId) await this.refresh();
  }

  /** Starts a new choice and aborts the previous one with its prompt and requests. */
  #choose(): number {
    this.#switching.abort();
    this.#acquiring.abort();
    this.#switching = new AbortController();
    this.#acquiring = new AbortController();
    this.#schedule.restart();
    return ++this.#choice;
  }

  /** Uses a target, or none, without prompting. The user's own choice stays remembered. */
  async bind(target: P['target'] | undefined): Promise<void> {
    if (target && this.isUsing(target)) return;
    this.#choose();
    if (!target) return this.#set({ kind: 'none' });
    this.#set({ kind: 'switching', target, from: settled(this.#state) });
    await this.#acquire(target);
    if (this.#missedChange) void this.refresh();
  }

  /** Restores the remembered choice if that is possible without prompting. */
  async restore(): Promise<void> {
    const target = this.#memory.load();
    if (target && this.#state.kind === 'none') await this.#acquire(target);
  }

  /** Checks the active target again after the files changed. */
  async refresh(): Promise<void> {
    const state = this.#state;
    this.#missedChange = state.kind === 'switching';
    const isForgotten = state.kind === 'waiting' && state.failure.code === 'forgotten';
    if (isForgotten || state.kind === 'none' || state.kind === 'switching') return;
    this.#schedule.restart();
    await this.#acquire(state.target);
  }

  /** Gets a session for the chosen target without prompting. A newer call aborts older ones. */
  async #acquire(target: P['target']): Promise<void> {
    if (this.#isDisposed) return;
    this.#acquiring.abort();
    const mine = (this.#acquiring = new AbortController());
    this.#schedule.attempt();
    const failed = (error: unknown) =>
      ({ kind: 'waiting', target, failure: loggedFailure(error, target, this.#log) }) as const;
    const next = await acquire(this.#sessions, target, mine.signal, () => this.#rejectedKey).catch(failed);
    if (mine.signal.aborted) return;
    if (next.kind === 'ready') this.#schedule.restart();
    else this.#schedule.fail(this.#sessions.planOf(target));
    const shown = (next.kind === 'waiting' && this.#stillGood(target)) || next;
    if (shown !== this.#state && !isSameResult(this.#state, next)) this.#set(shown);
  }

  /** The session in use, if it is still usable; it is then kept until it expires. */
  #stillGood(target: P['target']): Ready<P> | undefined {
    const inUse = this.#state;
    if (inUse.kind !== 'ready' || this.#schedule.isOver) return undefined;
    const isRejected = inUse.session.credentials.accessKeyId === this.#rejectedKey;
    return isRejected ? undefined : asPlanned(inUse, this.#sessions.planOf(target));
  }

  #set(state: ActiveState<P>): void {
    if (this.#isDisposed) return;
    this.#state = state;
    if (state.kind === 'ready') this.#schedule.begin(state);
    if (state.kind === 'none' || state.kind === 'switching') this.#stopTimer();
    else this.#timer ??= setInterval(() => void this.#tick(), tickMs);
    this.#changed.fire(state);
  }

  /** A regular tick instead of a single timer recovers soon after the machine slept. */
  async #tick(): Promise<void> {
    const state = this.#state;
    const due = this.#schedule.due(state);
    if (due === 'showTimeLeft') this.#changed.fire(state);
    else if (state.kind === 'waiting' && due === 'acquire') await this.#acquire(state.target);
    else if (state.kind === 'ready' && due === 'renew') await this.#renew(state);
    else if (state.kind === 'ready' && due === 'verify') await this.#verify(state);
  }

  /** Renews without prompting; if that is impossible, the current session is used until it expires. */
  async #renew(state: Ready<P>): Promise<void> {
    const { target, session } = state;
    const request = { mayAsk: false, signal: this.#acquiring.signal, minimumMs: this.#schedule.marginMs };
    this.#schedule.attempt();
    const unrenewed = (failure: Failure): SettledState<P> =>
      this.#schedule.isOver ? { kind: 'waiting', target, failure } : withMustAsk(state, failure);
    const next = await this.#sessions.get(target, request).then(
      (renewed): SettledState<P> => {
        const stale = staleness(renewed, session);
        if (!stale) return { kind: 'ready', target, session: renewed };
        this.#schedule.pause();
        return unrenewed(stale);
      },
      (error: unknown): SettledState<P> => {
        this.#schedule.fail(session.plan);
        return unrenewed(loggedFailure(error, target, this.#log));
      },
    );
    if (this.#state === state) this.#set(next);
  }

  /** Asks AWS whether a session with an unknown expiration is still valid. */
  async #verify({ session }: Ready<P>): Promise<void> {
    this.#schedule.verified();
    const rejected = await this.#identify(session, this.#acquiring.signal).then(() => undefined, rejectedKey);
    if (rejected !== undefined) await this.replaceRejected(rejected);
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#choose();
    this.#stopTimer();
    this.#changed.dispose();
  }
}
