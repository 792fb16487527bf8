import * as vscode from 'vscode';
import type { ContextKeys } from '../base/contributions.ts';
import type { Disposable, Event } from '../base/event.ts';
import type { Policy } from '../base/policy.ts';
import type { ProfileStore, StoreState } from '../profiles/store.ts';
import type { Active } from '../session/active.ts';
import type { ActiveState } from '../session/activeState.ts';
import type { AgentAccess } from '../session/agents/agentAccess.ts';
import type { BoundWindow } from '../session/boundWindow.ts';
import type { Setting } from './settings.ts';

/** Updates the context keys that menus and the welcome view use. */
export function registerContextKeys(
  store: ProfileStore,
  active: Active,
  bound: Pick<BoundWindow, 'target' | 'onDidChange'>,
  policy: Setting<Policy>,
  search: { readonly onDidChange: Event<string> },
  secretsInEditors: { readonly value: boolean; readonly onChange: Event<boolean> },
): Disposable {
  const isRunning = contextKey('rolecall.isRunning');
  const isAwayFromBound = contextKey('rolecall.isAwayFromBound');
  const compare = (): void => isAwayFromBound(bound.target !== undefined && !active.isUsing(bound.target));
  const isFiltered = contextKey('rolecall.isFiltered');
  const hasNoProfiles = contextKey('rolecall.hasNoProfiles');
  const forbids = {
    copy: contextKey('rolecall.forbidsCopy'),
    export: contextKey('rolecall.forbidsExport'),
    write: contextKey('rolecall.forbidsWrite'),
    endpoint: contextKey('rolecall.forbidsEndpoint'),
  };
  const follow = ({ forbid }: Policy): void => {
    for (const action of ['copy', 'export', 'write', 'endpoint'] as const)
      forbids[action](forbid.has(action));
  };
  const hidesSecrets = contextKey('rolecall.hidesSecrets');
  // Not before `activate` has returned.
  queueMicrotask(() => {
    isRunning(true);
    hidesSecrets(secretsInEditors.value);
  });
  void store.ready().then(() => follow(policy.value));
  return vscode.Disposable.from(
    policy.onChange(follow),
    registerActiveKeys(active),
    active.onDidChange(compare),
    bound.onDidChange(compare),
    secretsInEditors.onChange(hidesSecrets),
    search.onDidChange((text) => isFiltered(text !== '')),
    store.onDidChange((state) => hasNoProfiles(isEmpty(state))),
  );
}

/** Updates the context key of the command that ends what agents may do. */
export function registerAgentKey(agents: Pick<AgentAccess, 'grants' | 'onDidChange'>): Disposable {
  const mayWrite = contextKey('rolecall.agentsMayWrite');
  return agents.onDidChange(() => mayWrite(agents.grants.length > 0));
}

function registerActiveKeys(active: Pick<Active, 'onDidChange'>): Disposable {
  const isActive = contextKey('rolecall.isActive');
  const isRole = contextKey('rolecall.isRole');
  const isConsoleSignIn = contextKey('rolecall.isConsoleSignIn');
  return active.onDidChange((state) => {
    isActive(state.kind !== 'none');
    isRole(uses('assumeRole', state));
    isConsoleSignIn(uses('login', state));
  });
}

function uses(step: 'assumeRole' | 'login', state: ActiveState): boolean {
  return state.kind === 'ready' && state.session.plan.steps.some(({ kind }) => kind === step);
}

function isEmpty({ profiles, failures }: StoreState): boolean {
  return profiles.profiles.size === 0 && profiles.ssoSessions.size === 0 && failures.length === 0;
}

/** A setter that does nothing if the value is unchanged. */
export function contextKey<K extends keyof ContextKeys>(key: K): (value: ContextKeys[K]) => void {
  let last: ContextKeys[K] | undefined;
  return (value) => {
    if (value === last) return;
    last = value;
    void vscode.commands.executeCommand('setContext', key, value);
  };
}
