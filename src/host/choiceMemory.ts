import type * as vscode from 'vscode';
import type { Target } from '../profiles/profiles.ts';
import type { ChoiceMemory, RecentChoice } from '../session/inUse/chosenTargets.ts';
import { isTarget } from './workspaceMemory.ts';

const recentKey = 'recentTargets';
const pinnedKey = 'pinnedTargets';

/** Remembers recent and pinned targets for all workspaces on this machine. Nothing of it is synchronized. */
export function choiceMemory(state: vscode.Memento): ChoiceMemory {
  return {
    load: () => ({
      recent: listOf(state.get(recentKey)).filter(isRecentChoice),
      pinned: listOf(state.get(pinnedKey)).filter(isStored),
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
  return isStored(target) && Number.isFinite(uses) && Number.isFinite(at);
}

function isStored(stored: unknown): stored is Target {
  return typeof stored === 'object' && stored !== null && isTarget(stored as Target);
}
