import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import type { Disposable } from '../../base/event.ts';
import {
  type Platform,
  relevantIn,
  resolvedIn,
  union,
  variablesIn,
  variablesOfProfiles,
  variablesOfTasks,
} from '../handover/namedVariables.ts';
import type { NamingFile, NamingFileReaders } from './readNamingFiles.ts';

const platforms: Partial<Record<NodeJS.Platform, Platform>> = { win32: 'windows', darwin: 'osx' };
const platform = platforms[process.platform] ?? 'linux';

/**
 * The variables for AWS that VS Code's settings, tasks, and start-up files of shells set in terminals, and those for
 * Alibaba Cloud that the settings and tasks set. VS Code applies those of settings and tasks before Rolecall's, and
 * shell integration applies Rolecall's after the start-up files. So Rolecall's win, if it sets the same variables.
 */
export class NamedElsewhere implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: Disposable;
  readonly #load: () => Promise<NamingFileReaders>;
  readonly #home: string;
  #files: readonly NamingFile[] = [];
  #ofKubeconfig: readonly string[] = [];
  #learned: Environment = {};
  #readsFiles = false;
  #read: Environment | undefined;

  /** `load` is called on first use. */
  constructor(load: () => Promise<NamingFileReaders>, home = homedir()) {
    this.#load = load;
    this.#home = home;
    const reread = (): void => this.#reread();
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((change) => {
        const isAffected = ['terminal.integrated', 'tasks'].some((section) =>
          change.affectsConfiguration(section),
        );
        if (isAffected) reread();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#readsFiles = false;
        reread();
      }),
    );
  }

  /** The profiles that `kubectl` sets for the AWS CLI. No variable of a terminal can win over them. */
  get profilesOfKubectl(): readonly string[] {
    return this.#ofKubeconfig;
  }

  /** The files of shells, direnv, and others that set variables. */
  get files(): readonly NamingFile[] {
    return this.#files;
  }

  /** The variables, each with one of its values. Those of files are known a moment after the first call. */
  get value(): Environment {
    if (!this.#readsFiles) void this.#readFiles();
    this.#read ??= relevantIn(union([...settings(), ...tasks(), this.#learned, ...this.#ofFiles]));
    return this.#read;
  }

  /** Adds what a terminal had that an extension or a task of an extension opened. */
  learn(env: Environment): void {
    const isNew = Object.entries(relevantIn(env)).some(
      ([name, value]) => value !== undefined && this.value[name] === undefined,
    );
    if (!isNew) return;
    this.#learned = union([this.#learned, env]);
    this.#reread();
  }

  async #readFiles(): Promise<void> {
    this.#readsFiles = true;
    const before = this.#files.length + this.#ofKubeconfig.length;
    const { readNamingFiles, readKubeconfigs } = await this.#load();
    [this.#files, this.#ofKubeconfig] = await Promise.all([
      readNamingFiles(this.#home),
      readKubeconfigs(this.#home, process.env),
    ]);
    if (before + this.#files.length + this.#ofKubeconfig.length > 0) this.#reread();
  }

  get #ofFiles(): readonly Environment[] {
    return this.#files.map(({ variables }) => variables);
  }

  #reread(): void {
    this.#read = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}

/** What the settings set in all terminals. A folder can have its own. */
export function variablesOfSettings(): Environment {
  const ofAll = [undefined, ...folders()].map((folder) =>
    variablesIn(vscode.workspace.getConfiguration('terminal.integrated.env', folder).get(platform)),
  );
  return resolved(union(ofAll));
}

/** The settings that set variables in all terminals or tasks of the platform, and what they set. */
export function variablesBySetting(): ReadonlyMap<string, Environment> {
  const profile = vscode.workspace.getConfiguration('terminal.integrated.automationProfile').get(platform);
  return new Map([
    [`terminal.integrated.env.${platform}`, variablesOfSettings()],
    [`terminal.integrated.automationProfile.${platform}`, resolved(variablesOfProfiles({ profile }))],
  ]);
}

function settings(): readonly Environment[] {
  const profiles = vscode.workspace.getConfiguration('terminal.integrated.profiles').get(platform);
  return [...variablesBySetting().values(), resolved(variablesOfProfiles(profiles))];
}

/** Of the user's own tasks, of the workspace, and of its folders. */
function tasks(): readonly Environment[] {
  return [undefined, ...folders()].flatMap((folder) => {
    const found = vscode.workspace.getConfiguration(undefined, folder).inspect('tasks');
    return [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].map((content) =>
      resolved(variablesOfTasks(content, platform)),
    );
  });
}

/** The values that VS Code would give to a task or terminal. */
export function resolved(env: Environment): Environment {
  return resolvedIn(env, process.env);
}

function folders(): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}
