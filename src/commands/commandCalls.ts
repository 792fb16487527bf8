import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../base/contributions.ts';
import { ownRow, type TreeNode } from '../views/tree/treeNodes.ts';
import { targetOfRow } from './chooseTarget.ts';
import type { CommandContext } from './context.ts';

type CallContext = Pick<
  CommandContext,
  'active' | 'store' | 'isTreeRow' | 'confirmOutside' | 'terminalTargets'
>;

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

/** The commands in the menu of a terminal that are about what this terminal has. They ask before they do anything. */
const forTerminals: ReadonlySet<CommandId> = new Set([commandIds.openConsole]);

/**
 * The row that a command is called for. Only a row of the tree itself is the user's choice, and one that Rolecall has
 * put into a command of its own (`views/tree/ownRows.ts`). Tasks, keybindings, links, and other extensions can call
 * each command with an argument that looks like one. Rejects with `Cancelled` if the user declines.
 */
export async function rowOfCall(
  id: CommandId,
  argument: unknown,
  context: CallContext,
): Promise<TreeNode | undefined> {
  if (context.isTreeRow(argument)) return ownRow(argument);
  if (forTerminals.has(id)) return rowOfTerminal(argument, context);
  const row = forOutside[id] && rowFromOutside(argument);
  return row && forOutside[id] === 'use' ? confirmedRow(row, context) : row;
}

/** The target of this terminal alone. VS Code gives the commands in its menu the terminal itself. */
function rowOfTerminal(argument: unknown, { terminalTargets }: CallContext): TreeNode | undefined {
  const terminal = vscode.window.terminals.find((each) => each === argument);
  const target = terminal && terminalTargets.targetOf(terminal);
  return target && { kind: 'inUse', target };
}

/** What is in use keeps the access that the user chose: only they can use it with more. */
async function confirmedRow(row: TreeNode, context: CallContext): Promise<TreeNode> {
  // The account of a profile may make it a production profile.
  await context.store.ready();
  const target = targetOfRow(row, context);
  if (!target) return row;
  await context.confirmOutside(target);
  return target.access ? { kind: 'inUse', target } : row;
}

/** The profile or sign-in that an argument names. A role of a sign-in does not count: its name says little about it. */
function rowFromOutside(argument: unknown): TreeNode | undefined {
  const { kind, name } = { ...(argument as { readonly kind?: unknown; readonly name?: unknown }) };
  if ((kind !== 'profile' && kind !== 'ssoSession') || typeof name !== 'string' || name === '')
    return undefined;
  return { kind, name };
}
