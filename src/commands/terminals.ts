import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { targetName } from '../profiles/profiles.ts';
import type { TreeNode } from '../views/tree.ts';
import { chooseTarget } from './chooseTarget.ts';
import type { CommandParts } from './parts.ts';
import { whileWatched, withProgress } from './perform.ts';

type TerminalCommandParts = Pick<CommandParts, 'store' | 'sessions' | 'terminals' | 'views' | 'perform'>;

/** A terminal for one profile, whatever the window uses. */
export function registerTerminalCommands(parts: TerminalCommandParts): Disposable {
  return vscode.commands.registerCommand(commandIds.newTerminal, async (node?: TreeNode) => {
    const target =
      node?.kind === 'profile'
        ? ({ kind: 'profile', name: node.name } as const)
        : await chooseTarget('terminal', parts);
    if (!target) return;
    const name = targetName(target);
    const title = vscode.l10n.t('Getting credentials for {0}…', name);
    await parts.perform(name, (anew) =>
      parts.terminals.open(target, () =>
        withProgress(title, (progress) => parts.sessions.get(target, whileWatched(progress, anew))),
      ),
    );
  });
}
