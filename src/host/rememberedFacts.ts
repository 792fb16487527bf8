import type * as vscode from 'vscode';
import type { RememberedFacts } from '../session/markedSecrets.ts';

/** Remembers facts, and when each was added, for all workspaces. */
export function rememberedFacts(state: vscode.Memento): RememberedFacts {
  return {
    since: (fact) => {
      const at = state.get(fact);
      return typeof at === 'number' ? at : undefined;
    },
    add: (fact) => {
      if (state.get(fact) === undefined) void state.update(fact, Date.now());
    },
  };
}
