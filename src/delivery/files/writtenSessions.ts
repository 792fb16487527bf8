import type { Disposable, Event } from '../../base/event.ts';
import { failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { type ProfileSet, targetKey, type Target } from '../../profiles/profiles.ts';
import type { MadeChange } from '../../profiles/writer.ts';
import { type WrittenSession, writtenSessions } from '../../profiles/writtenSession.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import { sessionChange } from '../handover/sessionChange.ts';
import { wordTarget } from '../handover/targetWord.ts';

export interface WrittenSessionDependencies {
  readonly store: {
    readonly state: { readonly profiles: ProfileSet };
    readonly onDidChange: Event<unknown>;
    reload(): Promise<unknown>;
  };
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** Changes the files on the disk alone: a background change must not touch what a person is typing. */
  readonly change: (change: ProfileChange) => Promise<Pick<MadeChange, 'paths'>>;
  readonly log: Log;
  readonly now: () => number;
}

const lookMs = 60_000;

/**
 * Keeps the sessions that were written into the credentials file: renews that of the profile in use, and takes out what
 * is over. All that is known of them is in the file. So it makes no difference which window wrote them, and when.
 */
export class WrittenSessions implements Disposable {
  readonly #dependencies: WrittenSessionDependencies;
  readonly #listening: readonly Disposable[];
  readonly #timer: ReturnType<typeof setInterval>;
  #written: readonly WrittenSession[] = [];
  readonly #said = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(dependencies: WrittenSessionDependencies) {
    this.#dependencies = dependencies;
    const { store, active } = dependencies;
    this.#listening = [store.onDidChange(() => this.#read()), active.onDidChange(() => void this.look())];
    this.#timer = setInterval(() => void this.look(), lookMs);
    this.#read();
  }

  #read(): void {
    this.#written = writtenSessions(this.#dependencies.store.state.profiles);
    void this.look();
  }

  /** Does what is due. Does not reject. */
  look(): Promise<void> {
    const { active, now } = this.#dependencies;
    return this.#next(async () => {
      const state = settled(active.state);
      if (state.kind === 'ready') await this.#renew(state.target, state.session);
      await this.#remove(now());
    });
  }

  /** Takes all of them out, whether they are over or not. Does not reject. */
  removeAll(): Promise<void> {
    return this.#next(() => this.#remove(Number.POSITIVE_INFINITY));
  }

  /** One thing at a time, so that nothing is done twice. */
  #next(action: () => Promise<void>): Promise<void> {
    return (this.#work = this.#work.then(action));
  }

  async #renew(target: Target, session: Session): Promise<void> {
    const { expiration } = session.credentials;
    if (expiration === undefined) return;
    for (const written of this.#written) {
      const of = wordTarget(written.target);
      // The file knows seconds.
      const isLater = expiration - written.expiration >= 1000;
      if (!of || targetKey(of) !== targetKey(target) || !isLater) continue;
      await this.#make(sessionChange(written.name, session));
    }
  }

  async #remove(endedBy: number): Promise<void> {
    for (const { name, expiration } of this.#written)
      if (!(expiration > endedBy)) await this.#make({ kind: 'removeSession', name, endedBy });
  }

  async #make(change: ProfileChange): Promise<void> {
    const { store, log } = this.#dependencies;
    if (this.#isDisposed) return;
    try {
      const made = await this.#dependencies.change(change);
      if (made.paths.length > 0) await store.reload();
    } catch (error) {
      // Another look follows, and another.
      const failure = failureOf(error, change.name);
      const trouble = `${change.kind} ${change.name}: ${failure.code}`;
      if (this.#said.has(trouble)) return;
      this.#said.add(trouble);
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
