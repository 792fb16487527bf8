import { type Disposable, Emitter, type Event } from '../event.ts';
import { type Target, targetKey } from '../profiles/profiles.ts';
import type { Live, LiveParts } from './live.ts';

type Notices = Pick<LiveParts, 'onOverwritten' | 'onFailure'>;

interface MirrorParts extends Omit<LiveParts, 'inUse' | 'onDidChange' | keyof Notices> {
  readonly notices: () => Promise<Notices>;
  /** The profile in use. */
  readonly active: () => Target | undefined;
  /** Each may change what the mirror says. */
  readonly changes: readonly Event<unknown>[];
  /** Settles when the files have been read for the first time. */
  readonly ready: () => Promise<unknown>;
}

/** The mirror of this window, from when a terminal first needs it. */
export class MirrorOnDemand implements Disposable {
  readonly #parts: MirrorParts;
  readonly #changed = new Emitter<void>();
  readonly #others = new Map<string, Target>();
  #listening: readonly Disposable[] = [];
  #live: Promise<Live> | undefined;
  #isDisposed = false;

  constructor(parts: MirrorParts) {
    this.#parts = parts;
  }

  /** `target`: what a terminal uses by name, which may be none in the person's own files. */
  need(target: Target | undefined): void {
    if (target) this.#others.set(targetKey(target), target);
    this.#live ??= this.#begin();
    this.#changed.fire();
  }

  /** The same for a program that is about to start. Settles when the mirror says what is so now. */
  async prepare(target: Target | undefined): Promise<void> {
    this.need(target);
    await (await this.#live)?.update();
  }

  async #begin(): Promise<Live> {
    const { notices, ready } = this.#parts;
    const [{ servers }, told] = await Promise.all([import('./servers.ts'), notices(), ready()]);
    const live = new servers.Live({
      ...this.#parts,
      ...told,
      inUse: () => ({ active: this.#parts.active(), others: [...this.#others.values()] }),
      onDidChange: this.#changed.event,
    });
    const tell = (): void => this.#changed.fire();
    this.#listening = this.#parts.changes.map((event) => event(tell));
    if (this.#isDisposed) live.dispose();
    return live;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const listening of this.#listening) listening.dispose();
    void this.#live?.then((live) => live.dispose());
  }
}
