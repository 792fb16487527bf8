import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Target } from '../profiles/profiles.ts';
import type { ActiveMemory } from '../session/activeState.ts';

const key = 'activeTarget';

/** Remembers which profile this workspace uses: its name, never a secret. */
export function workspaceMemory(state: vscode.Memento): ActiveMemory {
  return {
    load: () => {
      const stored = state.get<Target>(key);
      return stored && isTarget(stored) ? stored : undefined;
    },
    save: (target) => void state.update(key, target),
  };
}

/** State may come from another version of the extension. */
function isTarget(stored: Target): boolean {
  switch (stored.kind) {
    case 'environment':
      return true;
    case 'profile':
      return typeof stored.name === 'string';
    case 'role':
      return areTexts(stored.roleArn, stored.sourceProfile, stored.sessionName);
    case 'assignment':
      return areTexts(stored.signIn, stored.accountId, stored.roleName);
    default:
      return false;
  }
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

/**
 * A name for this window that stays when it is loaded anew. Where another window still goes by it, as a second tab of a
 * browser on the same folder does, it is a new one.
 */
export function windowId(state: vscode.Memento, isTaken: (id: string) => boolean): string {
  const known = state.get<string>('windowId');
  if (known && /^[0-9a-f]{16}$/u.test(known) && !isTaken(known)) return known;
  const id = randomBytes(8).toString('hex');
  void state.update('windowId', id);
  return id;
}
