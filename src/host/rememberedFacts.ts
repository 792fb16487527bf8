import type * as vscode from 'vscode';
import type { RememberedFacts } from '../session/markedSecrets.ts';

/** Remembers for all workspaces. */
export function rememberedFacts(state: vscode.Memento): RememberedFacts {
  return {
    has: (fact) => state.get(fact) === true,
    add: (fact) => void state.update(fact, true),
  };
}
