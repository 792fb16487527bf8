import * as vscode from 'vscode';
import { type Disposable, Emitter } from '../base/event.ts';
import {
  type Policy,
  type PolicyLevel,
  strictest,
  type UnknownValue,
  unknownValues,
} from '../base/policy.ts';
import type { Setting } from './settings.ts';

/**
 * The policy, from the settings under `rolecall.policy.`. The strictest of their values counts: that of the defaults,
 * which another extension or the product itself can set, and those of the user on this machine and on the remote one.
 * Those of a workspace do not. It is read once per change, since it is asked for often.
 */
export class PolicySetting implements Setting<Policy>, Disposable {
  readonly #changed = new Emitter<Policy>();
  readonly #listening: Disposable;
  #read: Policy | undefined;

  readonly onChange = this.#changed.event;

  constructor() {
    this.#listening = vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('rolecall.policy')) return;
      this.#read = undefined;
      this.#changed.fire(this.value);
    });
  }

  get value(): Policy {
    return (this.#read ??= strictest(policyLevels()));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}

function policyLevels(): readonly PolicyLevel[] {
  const settings = vscode.workspace.getConfiguration('rolecall.policy');
  const names = ['forbid', 'confirmProduction', 'maxMfaSessionHours', 'production'] as const;
  return names.flatMap((name) => fixedValues(settings, name).map((value) => ({ [name]: value })));
}

/** What is in the settings of the policy and has no effect. */
export function unknownPolicyValues(): readonly UnknownValue[] {
  return unknownValues(policyLevels());
}

/** The patterns of production profiles on all levels: nobody can exempt a profile from the policy. */
export function strictProductionPatterns(): readonly string[] {
  const levels = fixedValues(vscode.workspace.getConfiguration('rolecall'), 'production');
  return levels.flatMap((patterns) => (patterns ?? []) as string | string[]);
}

/**
 * The values that no workspace can change. VS Code adds the value of an administrator's policy to the default one,
 * and has the global values of this machine and of the remote one apart, which its type definitions do not mention
 * (`extHostConfiguration.ts`, `inspect`, seen in 1.105 and 1.139).
 */
function fixedValues(settings: vscode.WorkspaceConfiguration, key: string): readonly unknown[] {
  const found = settings.inspect<unknown>(key) as
    { readonly defaultValue?: unknown; readonly globalValue?: unknown } | undefined;
  const { globalLocalValue, globalRemoteValue } = { ...found } as Readonly<Record<string, unknown>>;
  return [found?.defaultValue, found?.globalValue, globalLocalValue, globalRemoteValue];
}
