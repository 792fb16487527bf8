import * as vscode from 'vscode';
import type { ContextKeys } from '../base/contributions.ts';
import type { Disposable } from '../base/event.ts';
import type { ProfileStore, StoreState } from '../profiles/store.ts';
import type { Active } from '../session/active.ts';

/** Updates the context keys that menus and the welcome view use. */
export function registerContextKeys(store: ProfileStore, active: Active): Disposable {
  const isActive = contextKey('rolecall.isActive');
  const hasNoProfiles = contextKey('rolecall.hasNoProfiles');
  return vscode.Disposable.from(
    active.onDidChange((state) => isActive(state.kind !== 'none')),
    store.onDidChange((state) => hasNoProfiles(isEmpty(state))),
  );
}

function isEmpty({ profiles, failures }: StoreState): boolean {
  return profiles.profiles.size === 0 && profiles.ssoSessions.size === 0 && failures.length === 0;
}

/** A setter that does nothing if the value is unchanged. */
function contextKey<K extends keyof ContextKeys>(key: K): (value: ContextKeys[K]) => void {
  let last: ContextKeys[K] | undefined;
  return (value) => {
    if (value === last) return;
    last = value;
    void vscode.commands.executeCommand('setContext', key, value);
  };
}
