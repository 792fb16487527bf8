import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readText } from '../../base/boundedFile.ts';
import type { Environment } from '../../base/environment.ts';
import type { Disposable } from '../../base/event.ts';
import {
  type Platform,
  profilesOfKubeconfig,
  relevantIn,
  union,
  variablesIn,
  variablesOfProfiles,
  variablesOfScript,
  variablesOfTasks,
} from '../handover/namedVariables.ts';

const platforms: Partial<Record<NodeJS.Platform, Platform>> = { win32: 'windows', darwin: 'osx' };
const platform = platforms[process.platform] ?? 'linux';

/** The setting with variables for all terminals. */
export const terminalEnvironment = `terminal.integrated.env.${platform}`;

/**
 * The variables for AWS that VS Code's settings, tasks, and start-up files of shells set in terminals. VS Code applies
 * those of settings and tasks before Rolecall's, and shell integration applies Rolecall's after the start-up files. So
 * Rolecall's win, if it sets the same variables.
 */
export class NamedElsewhere implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listening: Disposable;
  #ofScripts: Environment = {};
  #ofKubeconfig: readonly string[] = [];
  #learned: Environment = {};
  #read: Environment | undefined;

  constructor(home = homedir()) {
    const reread = (): void => {
      this.#read = undefined;
      this.#changed.fire();
    };
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((change) => {
        const isAffected = ['terminal.integrated', 'tasks'].some((section) =>
          change.affectsConfiguration(section),
        );
        if (isAffected) reread();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(reread),
    );
    void Promise.all([variablesOfScripts(home), readText(kubeconfig(home)).catch(() => '')]).then(
      ([found, clusters]) => {
        this.#ofScripts = found;
        this.#ofKubeconfig = profilesOfKubeconfig(clusters);
        if (Object.keys(found).length + this.#ofKubeconfig.length > 0) reread();
      },
    );
  }

  /** The profiles that `kubectl` sets for the AWS CLI. No variable of a terminal can win over them. */
  get profilesOfKubectl(): readonly string[] {
    return this.#ofKubeconfig;
  }

  /** The variables, each with one of its values. */
  get value(): Environment {
    this.#read ??= relevantIn(
      union([variablesOfSettings(), ...tasks(), profiles(), this.#learned, this.#ofScripts]),
    );
    return this.#read;
  }

  /** Adds what a terminal had that an extension or a task of an extension opened. */
  learn(env: Environment): void {
    const isNew = Object.entries(relevantIn(env)).some(
      ([name, value]) => value !== undefined && this.value[name] === undefined,
    );
    if (!isNew) return;
    this.#learned = union([this.#learned, env]);
    this.#read = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}

/** The variables in the settings for all terminals. A folder can have its own. */
export function variablesOfSettings(): Environment {
  return union(
    [undefined, ...folders()].map((folder) =>
      variablesIn(vscode.workspace.getConfiguration('terminal.integrated.env', folder).get(platform)),
    ),
  );
}

function profiles(): Environment {
  return variablesOfProfiles(vscode.workspace.getConfiguration('terminal.integrated.profiles').get(platform));
}

function tasks(): readonly Environment[] {
  return [undefined, ...folders()].map((folder) =>
    variablesOfTasks(vscode.workspace.getConfiguration(undefined, folder).get('tasks'), platform),
  );
}

function folders(): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

function kubeconfig(home: string): string {
  return join(home, '.kube', 'config');
}

/** Files of other shells or in other folders are not looked for: most often, VS Code inherits what they set. */
const scripts = [
  '.profile',
  '.bash_profile',
  '.bash_login',
  '.bashrc',
  '.zshenv',
  '.zprofile',
  '.zshrc',
  '.zlogin',
  '.config/fish/config.fish',
  '.cshrc',
  '.tcshrc',
  '.config/powershell/profile.ps1',
];

async function variablesOfScripts(home: string): Promise<Environment> {
  const texts = await Promise.all(scripts.map((path) => readText(join(home, path)).catch(() => '')));
  return relevantIn(union(texts.map(variablesOfScript)));
}
