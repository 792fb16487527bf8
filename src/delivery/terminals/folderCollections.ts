import type * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import type { Handover, Variables } from '../handover/handover.ts';
import { Collection } from './collection.ts';

/** What a place hands out. */
export interface Delivery {
  /** Undefined: nothing of ours. */
  readonly handover: Handover | undefined;
  readonly description: vscode.MarkdownString | undefined;
}

/**
 * What VS Code puts into each new terminal and task of a window: the same everywhere, or something else in some of its
 * folders. VS Code lays the variables of a folder over those of the window or under them, whichever were set last; so
 * either the window has them, or every folder has its own.
 */
export class FolderCollections {
  readonly #whole: vscode.GlobalEnvironmentVariableCollection;
  readonly #inherited: Environment;
  readonly #window: Collection;
  /** By the URI of the folder. */
  #folders: ReadonlyMap<string, Collection> = new Map();
  #isSuspended = false;

  constructor(whole: vscode.GlobalEnvironmentVariableCollection, inherited: Environment) {
    this.#whole = whole;
    this.#inherited = inherited;
    this.#window = new Collection(whole, inherited);
  }

  /**
   * `own`: what some of the `folders` have instead, by URI. Gives the variables that are set in the end: those of the
   * window under undefined, and those of each folder where they differ.
   */
  deliver(
    window: Delivery,
    own: ReadonlyMap<string, Delivery>,
    folders: readonly vscode.WorkspaceFolder[],
  ): ReadonlyMap<string | undefined, Variables> {
    const given = new Map<string | undefined, Variables>();
    given.set(undefined, this.#window.deliver(window.handover, window.description));
    this.#divide(own.size > 0 ? folders : []);
    for (const [uri, folder] of this.#folders) {
      const { handover, description } = own.get(uri) ?? window;
      given.set(uri, folder.deliver(handover, description));
    }
    return given;
  }

  /** While nothing of it may get into a terminal that starts. */
  suspend(isSuspended: boolean): void {
    this.#isSuspended = isSuspended;
    this.#window.suspend(isSuspended || this.#folders.size > 0);
    for (const folder of this.#folders.values()) folder.suspend(isSuspended);
  }

  /** VS Code knows folders by their numbers: where these have changed, all are made anew. */
  #divide(folders: readonly vscode.WorkspaceFolder[]): void {
    const uris = folders.map(({ uri }) => uri.toString());
    if (uris.join('\n') === [...this.#folders.keys()].join('\n')) return;
    for (const folder of this.#folders.values()) folder.suspend(true);
    this.#folders = new Map(
      folders.map((workspaceFolder, i) => {
        const scoped = this.#whole.getScoped({ workspaceFolder });
        return [uris[i]!, new Collection(scoped, this.#inherited)];
      }),
    );
    this.suspend(this.#isSuspended);
  }
}
