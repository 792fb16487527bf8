import type * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import { type Beside, besideInherited } from '../handover/besideHandover.ts';
import { type Handover, overInherited, type Surroundings, type Variables } from '../handover/handover.ts';

/** The environment that VS Code gives to new terminals and tasks of a window, or of one of its folders. */
export class Collection {
  readonly #collection: vscode.EnvironmentVariableCollection;
  readonly #inherited: Environment;
  readonly #surroundings: () => Surroundings;
  #variables: Variables = new Map();
  #beside: Variables = new Map();
  #description: vscode.MarkdownString | undefined;
  #isSuspended = false;

  /** `inherited`: the variables that VS Code was started with, which terminals get, too. */
  constructor(
    collection: vscode.EnvironmentVariableCollection,
    inherited: Environment,
    surroundings: () => Surroundings = () => ({}),
  ) {
    this.#collection = collection;
    this.#inherited = inherited;
    this.#surroundings = surroundings;
    // Secrets must not be on disk, and sessions from an earlier run are of no use.
    collection.persistent = false;
  }

  /** Sets the variables, including those that override inherited ones. Returns them, without those of `beside`. */
  deliver(
    handover: Handover | undefined,
    description: vscode.MarkdownString | undefined,
    beside?: Beside,
  ): Variables {
    this.#variables = overInherited(handover, this.#inherited, this.#surroundings());
    this.#beside = besideInherited(beside, this.#inherited, this.#surroundings().named);
    this.#description = description;
    this.#apply();
    return this.#variables;
  }

  /** Keeps the variables out of new terminals while `isSuspended` is true. */
  suspend(isSuspended: boolean): void {
    this.#isSuspended = isSuspended;
    this.#apply();
  }

  #apply(): void {
    const variables = new Map(this.#isSuspended ? [] : [...this.#variables, ...this.#beside]);
    // Deletes them one by one: `clear` on a window's collection would also empty those of its folders.
    for (const [name] of this.#collection) if (!variables.has(name)) this.#collection.delete(name);
    // Also applies them at shell integration, so that an `export` in a shell's start-up file does not win.
    const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    for (const [name, value] of variables) {
      if (this.#collection.get(name)?.value !== value) this.#collection.replace(name, value, options);
    }
    this.#collection.description = variables.size > 0 ? this.#description : undefined;
  }
}
