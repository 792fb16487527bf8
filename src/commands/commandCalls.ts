import { type CommandId, commandIds } from '../base/contributions.ts';
import { ownRow, targetOfNode, type TreeNode } from '../views/tree/treeNodes.ts';
import type { CommandContext } from './context.ts';

type CallContext = Pick<CommandContext, 'store' | 'isTreeRow' | 'confirmOutside'>;

/**
 * The commands that use an argument from outside: to show something, or to use a profile, after a question if it is a
 * production profile. The others ignore it and let the user choose.
 */
const forOutside: Partial<Readonly<Record<CommandId, 'show' | 'use'>>> = {
  [commandIds.useProfile]: 'use',
  [commandIds.newTerminal]: 'use',
  [commandIds.explainProfile]: 'show',
  [commandIds.revealInFile]: 'show',
};

/**
 * The row that a command is called for. Only a row of the tree itself is the user's choice, and one that Rolecall has
 * put into a command of its own (`views/tree/ownRows.ts`). Tasks, keybindings, links, and other extensions can call
 * each command with an argument that looks like one. Rejects with `Cancelled` if the user declines.
 */
export async function rowOfCall(
  id: CommandId,
  argument: unknown,
  { store, isTreeRow, confirmOutside }: CallContext,
): Promise<TreeNode | undefined> {
  if (isTreeRow(argument)) return ownRow(argument);
  const row = forOutside[id] && rowFromOutside(argument);
  if (row && forOutside[id] === 'use') {
    // The account of a profile may make it a production profile.
    await store.ready();
    const target = targetOfNode(row);
    if (target) await confirmOutside(target);
  }
  return row;
}

/** The profile or sign-in that an argument names. A role of a sign-in does not count: its name says little about it. */
function rowFromOutside(argument: unknown): TreeNode | undefined {
  const { kind, name } = { ...(argument as { readonly kind?: unknown; readonly name?: unknown }) };
  if ((kind !== 'profile' && kind !== 'ssoSession') || typeof name !== 'string' || name === '')
    return undefined;
  return { kind, name };
}
