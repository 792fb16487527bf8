import type * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import type { Variables } from '../handover/handover.ts';
import { overruledIn } from '../handover/namedVariables.ts';
import type { Mode } from '../handover/terminalModes.ts';
import { type NamedElsewhere, resolved, variablesBySetting } from './namedElsewhere.ts';

/** A task that started, or a terminal that opened, with the variables that were given for it. */
export interface OpenedWith {
  readonly kind: 'task' | 'terminal';
  readonly name: string;
  readonly env: Environment;
  /** The URI of the folder that it belongs to. */
  readonly folder: string | undefined;
}

/** The variables of new terminals, and the name of the profile that they lead to. */
export interface Delivered {
  readonly variables: Variables;
  readonly profile: string;
}

/** What names an identity that it does not get. */
export type Overruled =
  | {
      readonly kind: NamedChoice['kind'];
      readonly name: string;
      readonly variables: readonly string[];
      /** The profile whose values take precedence. */
      readonly profile: string;
    }
  | { readonly kind: 'kubectl'; readonly profiles: readonly string[] };

interface Dependencies {
  readonly named: Pick<NamedElsewhere, 'learn' | 'profilesOfKubectl' | 'files'>;
  readonly mode: { readonly value: Mode };
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  /** Loads the messages. */
  readonly loadWarning: () => Promise<{
    readonly warnOfOverruled: (overruled: Overruled, mode: Mode) => void;
  }>;
}

/**
 * Tells the user if a task, a terminal, a setting, or a file names an identity or a region that it does not get: VS
 * Code applies the variables of extensions last. Shells without shell integration and programs such as direnv set
 * theirs later, so that tools may disagree. Tells once per window, and once per workspace for settings and files.
 */
export class OverruledChoices {
  readonly #dependencies: Dependencies;
  readonly #told = new Set<string>();
  #delivered: ReadonlyMap<string | undefined, Delivered> = new Map();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** `delivered`: by the URI of the folder, or for the window if undefined. */
  follow(delivered: ReadonlyMap<string | undefined, Delivered>): void {
    this.#delivered = delivered;
    const named = [...variablesBySetting()].map(([name, env]) => ({ kind: 'setting', name, env }) as const);
    const files = this.#dependencies.named.files;
    for (const each of delivered.values()) {
      for (const setting of named) this.#tell(setting, each);
      for (const { name, certain } of files) this.#tell({ kind: 'file', name, env: certain }, each);
      this.#tellOfKubectl(each);
    }
  }

  /** The AWS CLI prefers keys, and `AWS_DEFAULT_PROFILE`, to the profile that `kubectl` names for it. */
  #tellOfKubectl({ variables, profile }: Delivered): void {
    const others = this.#dependencies.named.profilesOfKubectl.filter((each) => each !== profile);
    const isOverruled = ['AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_PROFILE'].some((name) => variables.get(name));
    if (others.length === 0 || !isOverruled) return;
    this.#tellOnce(['kubectl', ...others], true, { kind: 'kubectl', profiles: others });
  }

  check(opened: OpenedWith): void {
    const delivered = this.#delivered.get(opened.folder) ?? this.#delivered.get(undefined);
    const env = resolved(opened.env);
    if (delivered) this.#tell({ ...opened, env }, delivered);
    this.#dependencies.named.learn(env);
  }

  #tell({ kind, name, env }: NamedChoice, { variables, profile }: Delivered): void {
    const names = overruledIn(env, variables, profile);
    if (names.length === 0) return;
    const isForWorkspace = kind === 'setting' || kind === 'file';
    this.#tellOnce([kind, name, ...names], isForWorkspace, { kind, name, variables: names, profile });
  }

  #tellOnce(about: readonly string[], isForWorkspace: boolean, what: Overruled): void {
    const { mode, memory, loadWarning } = this.#dependencies;
    const fact = JSON.stringify(about);
    const remembered = isForWorkspace ? memory.get<readonly string[]>(memoryKey, []) : [];
    if (this.#told.has(fact) || remembered.includes(fact)) return;
    this.#told.add(fact);
    if (isForWorkspace) void memory.update(memoryKey, [...remembered, fact]);
    void loadWarning().then(({ warnOfOverruled }) => warnOfOverruled(what, mode.value));
  }
}

interface NamedChoice {
  readonly kind: OpenedWith['kind'] | 'setting' | 'file';
  readonly name: string;
  readonly env: Environment;
}

const memoryKey = 'toldOverruled';
