import type { Disposable } from '../../src/base/event.ts';
import type { Files, FileState, WatchAnswer } from '../../src/profiles/store.ts';

/** Files with the content that the test writes; watchers are notified immediately. */
export class WrittenFiles implements Files {
  readonly #states = new Map<string, FileState>();
  readonly #watchers = new Map<string, Set<() => Promise<WatchAnswer>>>();
  reads = 0;
  /** Reads wait for this before they look at the content. */
  gate: Promise<void> = Promise.resolve();

  write(path: string, state: FileState | string): void {
    this.#states.set(path, typeof state === 'string' ? { kind: 'text', text: state } : state);
    void this.tell(path);
  }

  /** Notifies the watchers of a file and returns their answers. */
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
