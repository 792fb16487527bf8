import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Settings } from '../base/contributions.ts';
import { type Disposable, Emitter } from '../base/event.ts';
import { absolutePolicy, workspacePath } from './files/policyPaths.ts';

/** The settings that may name policy files. */
const keys = ['access', 'productionAccess', 'agents.access'] as const satisfies readonly (keyof Settings)[];

/** What the names of other policy files end with. */
const ending = '.session-policy.json';

/** Which documents are session policies: files that the settings name, and others by their own names. */
export class NamedPolicies implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly #listening: vscode.Disposable;
  #named: ReadonlySet<string> | undefined;

  constructor() {
    const change = (): void => {
      this.#named = undefined;
      this.#changed.fire();
    };
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (keys.some((key) => event.affectsConfiguration(`rolecall.${key}`))) change();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(change),
    );
  }

  /** Fires when other files may be policies. */
  get onDidChange() {
    return this.#changed.event;
  }

  isPolicy({ uri }: vscode.TextDocument): boolean {
    // Not the old version of a file beside its changes.
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return false;
    this.#named ??= new Set(this.#filesInSettings().map((path) => vscode.Uri.file(path).toString()));
    return uri.path.endsWith(ending) || this.#named.has(uri.toString());
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #filesInSettings(): readonly string[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return [null, ...folders.map(({ uri }) => uri)].flatMap((folder) =>
      keys.flatMap((key) => {
        const settings = vscode.workspace.getConfiguration('rolecall', folder).inspect<unknown>(key);
        return [
          ...pathsIn(settings?.globalValue, homedir()),
          ...pathsIn(settings?.workspaceValue, workspacePath()),
          ...(folder ? pathsIn(settings?.workspaceFolderValue, folder.fsPath) : []),
        ];
      }),
    );
  }
}

/** A settings file may contain any value. Words that are no path lead to files that do not exist. */
function pathsIn(value: unknown, folder: string): readonly string[] {
  const words = [value].flat().filter((word) => typeof word === 'string');
  return words.map((word) => absolutePolicy(word.trim(), folder));
}
