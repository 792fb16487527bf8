import type { Disposable } from '../../src/base/event.ts';
import type { Files, FileState, WatchAnswer } from '../../src/profiles/store.ts';

/** Files that hold what the test writes into them; whoever watches hears of it at once. */
export class WrittenFiles implements Files {
  readonly #states = new Map<string, FileState>();
  readonly #watchers = new Map<string, Set<() => Promise<WatchAnswer>>>();
  reads = 0;
  /** What a reading waits for before it looks. */
  gate: Promise<void> = Promise.resolve();

  write(path: string, state: FileState | string): void {
    this.#states.set(path, typeof state === 'string' ? { kind: 'text', text: state } : state);
    void this.tell(path);
  }

  /** Tells whoever watches a file, and gives what they answer. */
  tell(path: string): Promise<readonly WatchAnswer[]> {
    return Promise.all([...(this.#watchers.get(path) ?? [])].map((changed) => changed()));
  }

  async read(path: string): Promise<FileState> {
    this.reads += 1;
    await this.gate;
    return this.#states.get(path) ?? { kind: 'missing' };
  }

  watch(path: string, onChange: () => Promise<WatchAnswer>): Disposable {
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, watchers.add(onChange));
    return { dispose: () => void watchers.delete(onChange) };
  }

  get watched(): number {
    return [...this.#watchers.values()].reduce((sum, watchers) => sum + watchers.size, 0);
  }
}
