import type * as vscode from 'vscode';
import { isTarget } from '../profiles/access/storedTarget.ts';
import type { ChoiceMemory, RecentChoice } from '../session/inUse/chosenTargets.ts';

const recentKey = 'recentTargets';
const pinnedKey = 'pinnedTargets';

/** Remembers recent and pinned targets for all workspaces on this machine. Nothing of it is synchronized. */
export function choiceMemory(state: vscode.Memento): ChoiceMemory {
  return {
    load: () => ({
      recent: listOf(state.get(recentKey)).filter(isRecentChoice),
      pinned: listOf(state.get(pinnedKey)).filter(isTarget),
    }),
    save: ({ recent, pinned }) => {
      void state.update(recentKey, recent);
      void state.update(pinnedKey, pinned);
    },
  };
}

/** The state may come from another version of Rolecall. */
function listOf(stored: unknown): readonly unknown[] {
  return Array.isArray(stored) ? stored : [];
}

function isRecentChoice(stored: unknown): stored is RecentChoice {
  const { target, uses, at } = { ...(stored as Partial<RecentChoice>) };
  return isTarget(target) && Number.isFinite(uses) && Number.isFinite(at);
}
