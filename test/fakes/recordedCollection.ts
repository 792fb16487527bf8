import type * as vscode from 'vscode';

type Mutator = vscode.EnvironmentVariableMutator;

/** `EnvironmentVariableMutatorType.Replace`; the enum exists only inside VS Code at run time. */
const replaces: Mutator['type'] = JSON.parse('1');

/** An environment collection that records its changes in order: each change redraws VS Code's terminals. */
export class RecordedCollection implements vscode.EnvironmentVariableCollection {
  persistent = true;
  description: string | vscode.MarkdownString | undefined;
  readonly changes: string[] = [];
  readonly #mutators = new Map<string, Mutator>();

  replace(variable: string, value: string, options: vscode.EnvironmentVariableMutatorOptions = {}): void {
    this.changes.push(`${variable}=${value}`);
    this.#mutators.set(variable, { type: replaces, value, options });
  }

  append(): void {
    throw new TypeError('A variable of ours is the whole value');
  }

  prepend(): void {
    throw new TypeError('A variable of ours is the whole value');
  }

  get(variable: string): Mutator | undefined {
    return this.#mutators.get(variable);
  }

  forEach(
    callback: (
      variable: string,
      mutator: Mutator,
      collection: vscode.EnvironmentVariableCollection,
    ) => unknown,
  ): void {
    for (const [variable, mutator] of this.#mutators) callback(variable, mutator, this);
  }

  delete(variable: string): void {
    this.changes.push(`-${variable}`);
    this.#mutators.delete(variable);
  }

  /** As in VS Code, this also removes the description. */
  clear(): void {
    this.changes.push('clear');
    this.#mutators.clear();
    this.description = undefined;
  }

  [Symbol.iterator](): IterableIterator<[variable: string, mutator: Mutator]> {
    return this.#mutators[Symbol.iterator]();
  }

  get values(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#mutators].map(([variable, { value }]) => [variable, value]));
  }
}
