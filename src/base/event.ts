/** A small emitter with the interface of VS Code's, for folders that do not import `vscode`. */

export interface Disposable {
  dispose(): void;
}

export type Event<T> = (listener: (event: T) => void) => Disposable;

export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly call: (event: T) => void }>();

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  };

  fire(event: T): void {
    for (const listener of this.#listeners) listener.call(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
