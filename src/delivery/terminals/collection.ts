import type * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import { type Handover, overInherited, type Variables } from '../handover/handover.ts';

/** What VS Code puts into each new terminal and task: of a window, or of one of its folders. */
export class Collection {
  readonly #collection: vscode.EnvironmentVariableCollection;
  readonly #inherited: Environment;
  #variables: Variables = new Map();
  #description: vscode.MarkdownString | undefined;
  #isSuspended = false;

  /** `inherited`: the variables that VS Code was started with; they reach terminals, too. */
  constructor(collection: vscode.EnvironmentVariableCollection, inherited: Environment) {
    this.#collection = collection;
    this.#inherited = inherited;
    // A secret must not be on disk, and a session of last time is no good.
    collection.persistent = false;
  }

  /** Gives the variables that are set in the end, ours and those that stand over inherited ones. */
  deliver(handover: Handover | undefined, description: vscode.MarkdownString | undefined): Variables {
    this.#variables = overInherited(handover, this.#inherited);
    this.#description = description;
    this.#apply();
    return this.#variables;
  }

  /** While nothing of it may get into a terminal that starts. */
  suspend(isSuspended: boolean): void {
    this.#isSuspended = isSuspended;
    this.#apply();
  }

  #apply(): void {
    const variables = this.#isSuspended ? new Map<string, string>() : this.#variables;
    // One by one: `clear` of a window's collection would empty those of its folders, too.
    for (const [name] of this.#collection) if (!variables.has(name)) this.#collection.delete(name);
    // At shell integration too, so that an `export` in a shell's start-up file does not win.
    const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    for (const [name, value] of variables) {
      if (this.#collection.get(name)?.value !== value) this.#collection.replace(name, value, options);
    }
    this.#collection.description = variables.size > 0 ? this.#description : undefined;
  }
}
