import type * as vscode from 'vscode';
import type { Target } from '../../profiles/profiles.ts';
import type { Recipient } from '../handover/recipient.ts';
import { optionsOf } from './terminalFacts.ts';

export type Environment = vscode.TerminalOptions['env'];
export type TerminalRecipient = Recipient & { readonly kind: 'terminal' };

/** A terminal that Rolecall opens for one target. */
export interface Dedicated {
  readonly recipient: TerminalRecipient;
  readonly target: Target;
}

/** The terminals that Rolecall opens for one target each. VS Code does not restore them when a window is reloaded. */
export class OwnTargets {
  /** By the environment that they get. */
  readonly #all = new WeakMap<object, Dedicated>();

  /** `env` is the very object in the options of the terminal. */
  expect(env: NonNullable<Environment>, dedicated: Dedicated): void {
    this.#all.set(env, dedicated);
  }

  of(terminal: vscode.Terminal): Dedicated | undefined {
    const { env } = optionsOf(terminal);
    return env && this.#all.get(env);
  }
}
