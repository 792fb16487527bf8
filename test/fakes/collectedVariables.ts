import type * as vscode from 'vscode';

interface Mutator {
  readonly variable: string;
  readonly value: string;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

type Replace = Pick<vscode.EnvironmentVariableCollection, 'replace' | 'delete' | 'get' | 'clear'>;

/**
 * VS Code's side of environment collections, as in 1.105 and 1.139: variables are stored by folder URI and applied by
 * folder index; if two apply, the last one set wins; clearing the global collection clears the folders too.
 */
export class CollectedVariables {
  readonly #kept = new Map<string, Mutator>();
  /** The variables as sent to the terminal host, with the folder indexes at that time. */
  #sent: readonly (Mutator & { readonly index: number | undefined })[] = [];
  readonly #scoped = new Map<string, vscode.EnvironmentVariableCollection>();
  changes = 0;
  readonly whole: vscode.GlobalEnvironmentVariableCollection;

  constructor() {
    this.whole = Object.assign(this.#collection(undefined), {
      getScoped: ({ workspaceFolder }: vscode.EnvironmentVariableScope) => {
        const key = String(workspaceFolder?.uri);
        const found = this.#scoped.get(key) ?? this.#collection(workspaceFolder);
        this.#scoped.set(key, found);
        return found;
      },
    });
  }

  /** The variables that a terminal in a folder starts with. */
  inTerminal(folder: vscode.WorkspaceFolder | undefined): Record<string, string> {
    const applied = this.#sent.filter(({ index }) => index === undefined || index === folder?.index);
    return Object.fromEntries(applied.map(({ variable, value }) => [variable, value]));
  }

  /** VS Code keeps the folder objects and changes their indexes. */
  renumber(folders: readonly vscode.WorkspaceFolder[]): readonly vscode.WorkspaceFolder[] {
    for (const [index, folder] of folders.entries()) Object.assign(folder, { index });
    return folders;
  }

  #collection(folder: vscode.WorkspaceFolder | undefined): vscode.EnvironmentVariableCollection {
    const keyOf = (variable: string): string => (folder ? `${variable}:::${String(folder.uri)}` : variable);
    const mine = (): Mutator[] => [...this.#kept.values()].filter((kept) => kept.folder?.uri === folder?.uri);
    const changed = (): void => {
      this.changes++;
      this.#sent = [...this.#kept.values()].map((kept) => ({ ...kept, index: kept.folder?.index }));
    };
    const collection: Replace & Record<symbol, unknown> = {
      replace: (variable, value) => {
        this.#kept.set(keyOf(variable), { variable, value, folder });
        changed();
      },
      delete: (variable) => {
        this.#kept.delete(keyOf(variable));
        changed();
      },
      get: (variable) => this.#kept.get(keyOf(variable)) as vscode.EnvironmentVariableMutator | undefined,
      clear: () => {
        for (const [key, kept] of this.#kept) if (!folder || kept.folder === folder) this.#kept.delete(key);
        changed();
      },
      [Symbol.iterator]: () =>
        mine()
          .map((kept) => [kept.variable, kept])
          .values(),
    };
    Object.defineProperty(collection, 'persistent', { set: changed });
    return collection as unknown as vscode.EnvironmentVariableCollection;
  }
}
