import * as vscode from 'vscode';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { Session } from '../../session/sessions.ts';
import { accessMark, accessOf, withAccess } from '../../views/accessWords.ts';
import { iconOf } from '../../views/planWords.ts';
import { terminalColor } from '../../views/terminalColor.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { fullAccessRemedy } from '../access/fullAccess.ts';
import { chooseTarget, targetOfRow } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { interactiveRequest, withProgress } from '../progress.ts';

type TerminalContext = Pick<CommandContext, 'store' | 'sessions' | 'terminals' | 'views' | 'attempt'>;

/** Opens a terminal for one profile, regardless of the profile that the window uses. */
export async function newTerminal(
  context: TerminalContext & Pick<CommandContext, 'active'>,
  node?: TreeNode,
): Promise<void> {
  await withTarget(targetOfRow(node, context), context, (...args) => context.terminals.open(...args));
}

/** Like `newTerminal`, for any target. */
export async function openTerminalFor(target: Target, context: TerminalContext): Promise<void> {
  await withTarget(target, context, (...args) => context.terminals.open(...args));
}

/** Like `newTerminal`, for VS Code's own terminal menu. */
export async function provideTerminal(context: TerminalContext): Promise<vscode.TerminalProfile> {
  const { terminals } = context;
  // When the user tries again after a failure, VS Code no longer waits.
  let isAwaited = true;
  const profile = await withTarget(undefined, context, async (...args) =>
    isAwaited ? terminals.profile(...args) : terminals.open(...args),
  );
  isAwaited = false;
  if (profile) return profile;
  // VS Code treats a missing terminal as an error and shows its message, which is empty here.
  throw new Error('');
}

type Open<T> = (target: Target, tab: TerminalTab, getSession: () => Promise<Session>) => Promise<T>;

interface TerminalTab {
  readonly name: string;
  readonly iconPath: vscode.ThemeIcon;
  readonly color: vscode.ThemeColor;
}

/** Undefined if the user chose no profile, or if a failure was reported. */
async function withTarget<T>(
  named: Target | undefined,
  context: TerminalContext,
  open: Open<T>,
): Promise<T | undefined> {
  const { sessions, views, attempt } = context;
  const target = named ?? (await chooseTarget('terminal', context));
  if (!target) return undefined;
  const planned = views.planOf(target);
  const isProduction = views.production.of(planned) !== undefined;
  const name = withAccess(targetName(target), planned);
  const access = accessMark(accessOf(planned));
  const tab = {
    // Neither a color nor an icon alone can be relied on.
    name: isProduction ? vscode.l10n.t('{0} (production)', name) : name,
    iconPath: isProduction
      ? new vscode.ThemeIcon('flame')
      : access
        ? new vscode.ThemeIcon(access.icon)
        : iconOf(planned),
    color: new vscode.ThemeColor(terminalColor(planned, isProduction)),
  };
  const title = vscode.l10n.t('Getting credentials for {0}…', name);
  return attempt(
    targetName(target),
    (renew) =>
      open(target, tab, () =>
        withProgress(title, (progress) => sessions.get(target, interactiveRequest(progress, renew))),
      ),
    fullAccessRemedy(target, context, (full) => void withTarget(full, context, open)),
  );
}
