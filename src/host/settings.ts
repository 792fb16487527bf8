import * as vscode from 'vscode';
import type { Settings } from '../base/contributions.ts';
import type { Disposable, Event } from '../base/event.ts';

/** A setting: its current value, and an event that fires when it changes. */
export interface Setting<T> {
  readonly value: T;
  readonly onChange: Event<T>;
}

/** A setting that is computed from others, and fires when one of them changes. */
export function derived<T>(
  read: () => T,
  ...sources: readonly { readonly onChange: Event<unknown> }[]
): Setting<T> {
  return {
    get value() {
      return read();
    },
    onChange: (listener): Disposable =>
      vscode.Disposable.from(...sources.map(({ onChange }) => onChange(() => listener(read())))),
  };
}

export function setting<K extends keyof Settings>(key: K): Setting<Settings[K]> {
  const read = (): Settings[K] => vscode.workspace.getConfiguration('rolecall').get(key) as Settings[K];
  return {
    get value() {
      return read();
    },
    onChange: (listener): Disposable =>
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`rolecall.${key}`)) listener(read());
      }),
  };
}
