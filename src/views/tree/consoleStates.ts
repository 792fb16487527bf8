import type { Disposable } from '../../base/event.ts';
import type { ConsoleSignInState, ViewSources } from '../viewSources.ts';

type Sources = Pick<ViewSources, 'consoleSignIns' | 'now'>;

/** How old a state may be when a row is drawn: a sign-in also ends because time passes. Milliseconds. */
const maxAgeMs = 30_000;

/** The states of console sign-ins, as far as they are known. Their files are read once a row needs them. */
export class ConsoleStates implements Disposable {
  readonly #sources: Sources;
  readonly #onChange: () => void;
  readonly #known = new Map<string, ConsoleSignInState>();
  /** When the file of each sign-in that was asked for was read last; undefined until then. */
  readonly #readAt = new Map<string, number | undefined>();
  #isReading = false;
  #listening: Disposable | undefined;
  #isDisposed = false;

  constructor(sources: Sources, onChange: () => void) {
    this.#sources = sources;
    this.#onChange = onChange;
  }

  /** Undefined until it is known. Calls `onChange` later if it turns out to be another one. */
  of(session: string): ConsoleSignInState | undefined {
    const readAt = this.#readAt.get(session);
    if (!this.#readAt.has(session)) this.#readAt.set(session, undefined);
    const isOld = readAt === undefined || this.#sources.now() - readAt > maxAgeMs;
    if (isOld && !this.#isReading) void this.#read();
    return this.#known.get(session);
  }

  /** Does not reject: the user learns of what cannot be read when the profile is used. */
  async #read(): Promise<void> {
    this.#isReading = true;
    const signIns = await this.#sources.consoleSignIns.get().catch(() => undefined);
    this.#isReading = false;
    if (!signIns || this.#isDisposed) return;
    this.#listening ??= signIns.onDidChange(() => void this.#read());
    // By now, all rows of this run were drawn.
    const sessions = [...this.#readAt.keys()];
    for (const session of sessions) this.#readAt.set(session, this.#sources.now());
    const states = await Promise.allSettled(sessions.map((session) => signIns.stateOf(session)));
    const before = JSON.stringify([...this.#known]);
    for (const [i, state] of states.entries())
      if (state.status === 'fulfilled') this.#known.set(sessions[i]!, state.value);
    if (JSON.stringify([...this.#known]) !== before) this.#onChange();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listening?.dispose();
  }
}
