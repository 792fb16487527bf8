import type { Disposable, Event } from '../../base/event.ts';
import { failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { type ProfileSet, type Target, targetKey } from '../../profiles/profiles.ts';
import type { AppliedChange } from '../../profiles/writer.ts';
import { type WrittenSession, writtenSessions } from '../../profiles/writtenSession.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import { sessionChange } from '../handover/sessionChange.ts';
import { decodeTarget } from '../handover/targetEncoding.ts';

export interface WrittenSessionDependencies {
  readonly store: {
    readonly state: { readonly profiles: ProfileSet };
    readonly onDidChange: Event<unknown>;
    reload(): Promise<unknown>;
  };
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** Changes the files on disk only: a background change must not touch what the user is typing. */
  readonly change: (change: ProfileChange) => Promise<Pick<AppliedChange, 'paths'>>;
  readonly log: Log;
  readonly now: () => number;
}

const updateMs = 60_000;

/**
 * Maintains the sessions that were written to the credentials file: renews that of the profile in use, and removes
 * expired ones. All information about them is in the file, so it does not matter which window wrote them or when.
 */
export class WrittenSessions implements Disposable {
  readonly #dependencies: WrittenSessionDependencies;
  readonly #listening: readonly Disposable[];
  readonly #timer: ReturnType<typeof setInterval>;
  #written: readonly WrittenSession[] = [];
  readonly #reported = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(dependencies: WrittenSessionDependencies) {
    this.#dependencies = dependencies;
    const { store, active } = dependencies;
    this.#listening = [store.onDidChange(() => this.#read()), active.onDidChange(() => void this.update())];
    this.#timer = setInterval(() => void this.update(), updateMs);
    this.#read();
  }

  #read(): void {
    this.#written = writtenSessions(this.#dependencies.store.state.profiles);
    void this.update();
  }

  /** Renews and removes sessions that are due. Does not reject. */
  update(): Promise<void> {
    const { active, now } = this.#dependencies;
    return this.#next(async () => {
      const state = settled(active.state);
      if (state.kind === 'ready') await this.#renew(state.target, state.session);
      await this.#remove(now());
    });
  }

  /** Removes all of them, expired or not. Does not reject. */
  removeAll(): Promise<void> {
    return this.#next(() => this.#remove(Number.POSITIVE_INFINITY));
  }

  /** Runs one action at a time, so that nothing is done twice. */
  #next(action: () => Promise<void>): Promise<void> {
    return (this.#work = this.#work.then(action));
  }

  async #renew(target: Target, session: Session): Promise<void> {
    const { expiration } = session.credentials;
    if (expiration === undefined) return;
    for (const written of this.#written) {
      const of = decodeTarget(written.target);
      // The file stores whole seconds.
      const isLater = expiration - written.expiration >= 1000;
      if (!of || targetKey(of) !== targetKey(target) || !isLater) continue;
      await this.#apply(sessionChange(written.name, session));
    }
  }

  async #remove(endedBy: number): Promise<void> {
    for (const { name, expiration } of this.#written)
      if (!(expiration > endedBy)) await this.#apply({ kind: 'removeSession', name, endedBy });
  }

  async #apply(change: ProfileChange): Promise<void> {
    const { store, log } = this.#dependencies;
    if (this.#isDisposed) return;
    try {
      const made = await this.#dependencies.change(change);
      if (made.paths.length > 0) await store.reload();
    } catch (error) {
      // The next update tries again.
      const failure = failureOf(error, change.name);
      const trouble = `${change.kind} ${change.name}: ${failure.code}`;
      if (this.#reported.has(trouble)) return;
      this.#reported.add(trouble);
      if (failure.code === 'unexpected' && error instanceof Error) log.error(error);
      else log.warn(trouble);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
    for (const listening of this.#listening) listening.dispose();
  }
}
