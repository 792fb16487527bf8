import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { Session } from '../session/sessions.ts';
import { terminalColor } from '../views/terminalColor.ts';
import { targetOfNode, type TreeNode } from '../views/tree.ts';
import { iconOf } from '../views/words.ts';
import { chooseTarget } from './chooseTarget.ts';
import type { CommandParts } from './parts.ts';
import { whileWatched, withProgress } from './perform.ts';

type TerminalCommandParts = Pick<CommandParts, 'store' | 'sessions' | 'terminals' | 'views' | 'perform'>;

/** A terminal for one profile, whatever the window uses. */
export function registerTerminalCommands(parts: TerminalCommandParts): Disposable {
  const { terminals } = parts;
  return vscode.commands.registerCommand(commandIds.newTerminal, async (node?: TreeNode) => {
    await withTarget(targetOfNode(node), parts, (...args) => terminals.open(...args));
  });
}

/** The same for VS Code's own menu of terminals. */
export async function provideTerminal(parts: TerminalCommandParts): Promise<vscode.TerminalProfile> {
  const { terminals } = parts;
  // Who tries again is no longer waited for by VS Code.
  let isAwaited = true;
  const profile = await withTarget(undefined, parts, async (...args) =>
    isAwaited ? terminals.profile(...args) : terminals.open(...args),
  );
  isAwaited = false;
  if (profile) return profile;
  // VS Code takes no terminal for an error, and shows what it says: this one says nothing.
  throw new Error('');
}

type Open<T> = (target: Target, tab: TerminalTab, getSession: () => Promise<Session>) => Promise<T>;

interface TerminalTab {
  readonly iconPath: vscode.ThemeIcon;
  readonly color: vscode.ThemeColor;
}

/** Undefined: the person chose none, or was told why there is none. */
async function withTarget<T>(
  named: Target | undefined,
  parts: TerminalCommandParts,
  open: Open<T>,
): Promise<T | undefined> {
  const { sessions, views, perform } = parts;
  const target = named ?? (await chooseTarget('terminal', parts));
  if (!target) return undefined;
  const planned = views.planOf(target);
  const color = new vscode.ThemeColor(terminalColor(planned, views.production.value));
  const tab = { iconPath: iconOf(planned), color };
  const name = targetName(target);
  const title = vscode.l10n.t('Getting credentials for {0}…', name);
  return perform(name, (anew) =>
    open(target, tab, () =>
      withProgress(title, (progress) => sessions.get(target, whileWatched(progress, anew))),
    ),
  );
}
