import type * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import type { Beside } from '../handover/besideHandover.ts';
import type { Handover, Surroundings, Variables } from '../handover/handover.ts';
import { Collection } from './collection.ts';

/** The variables for a window or folder, and their description. */
export interface Delivery {
  /** Undefined if Rolecall sets nothing. */
  readonly handover: Handover | undefined;
  readonly description: vscode.MarkdownString | undefined;
}

/**
 * The environment that VS Code gives to new terminals and tasks of a window: the same in all folders, or different in
 * some of them. VS Code gives precedence to the variables of the folder or to those of the window, depending on which
 * were set last. Therefore either the window has variables, or every folder has its own.
 *
 * On remote hosts, VS Code uses the variables of the folder whose file was opened last, even if a terminal starts in
 * another one (seen in 1.105 and 1.139). An extension learns of a terminal too late to correct that.
 */
export class FolderCollections {
  readonly #whole: vscode.GlobalEnvironmentVariableCollection;
  readonly #inherited: Environment;
  readonly #surroundings: (() => Surroundings) | undefined;
  readonly #window: Collection;
  /** By folder URI. */
  #folders: ReadonlyMap<string, Collection> = new Map();
  #isSuspended = false;

  constructor(
    whole: vscode.GlobalEnvironmentVariableCollection,
    inherited: Environment,
    surroundings?: () => Surroundings,
  ) {
    this.#whole = whole;
    this.#inherited = inherited;
    this.#surroundings = surroundings;
    this.#window = new Collection(whole, inherited, surroundings);
  }

  /**
   * `own` has the deliveries of the `folders` that differ, by URI. `beside` is the same in all of them. Returns the
   * variables that are set, without those of `beside`: those of the window under undefined, and those of each folder if
   * any folder differs.
   */
  deliver(
    window: Delivery,
    own: ReadonlyMap<string, Delivery>,
    folders: readonly vscode.WorkspaceFolder[],
    beside?: Beside,
  ): ReadonlyMap<string | undefined, Variables> {
    const delivered = new Map<string | undefined, Variables>();
    delivered.set(undefined, this.#window.deliver(window.handover, window.description, beside));
    this.#divide(own.size > 0 ? folders : []);
    for (const [uri, folder] of this.#folders) {
      const { handover, description } = own.get(uri) ?? window;
      delivered.set(uri, folder.deliver(handover, description, beside));
    }
    return delivered;
  }

  /** Keeps the variables out of new terminals while `isSuspended` is true. */
  suspend(isSuspended: boolean): void {
    this.#isSuspended = isSuspended;
    this.#window.suspend(isSuspended || this.#folders.size > 0);
    for (const folder of this.#folders.values()) folder.suspend(isSuspended);
  }

  /** VS Code identifies folders by their index, so a change of the folders recreates all collections. */
  #divide(folders: readonly vscode.WorkspaceFolder[]): void {
    const uris = folders.map(({ uri }) => uri.toString());
    if (uris.join('\n') === [...this.#folders.keys()].join('\n')) return;
    for (const folder of this.#folders.values()) folder.suspend(true);
    this.#folders = new Map(
      folders.map((workspaceFolder, i) => {
        const scoped = this.#whole.getScoped({ workspaceFolder });
        return [uris[i]!, new Collection(scoped, this.#inherited, this.#surroundings)];
      }),
    );
    this.suspend(this.#isSuspended);
  }
}
