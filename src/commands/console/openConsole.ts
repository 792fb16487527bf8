import * as vscode from 'vscode';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { withAccess } from '../../views/accessWords.ts';
import { pickDestination } from '../../views/picker/destinationPicker.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { OpenConsoleContext } from '../context.ts';
import { checkConsole, type Opening } from './checkConsole.ts';
import { consoleTarget } from './consoleTarget.ts';
import { attemptConsole, openConsoleAt } from './openConsoleAt.ts';

/** Opens the page of the console that the user chooses, for a row, for a terminal, or for the profile in use. */
export async function openConsole(context: OpenConsoleContext, node?: TreeNode): Promise<void> {
  await withDestination(context, node, openConsoleAt);
}

/** Opens the home page of the console for a row at once. */
export async function openConsoleHome(context: OpenConsoleContext, node?: TreeNode): Promise<void> {
  if (!targetOfNode(node)) return openConsole(context, node);
  const target = await consoleTarget(context, node);
  if (target) await openConsoleAt(context, target, { kind: 'home' });
}

/** Lets the user choose a target, unless one is given, and a destination, and follows both. */
export async function withDestination(
  context: OpenConsoleContext,
  node: TreeNode | undefined,
  follow: typeof openConsoleAt,
): Promise<void> {
  const target = await consoleTarget(context, node);
  if (target) await chooseDestination(context, target, follow);
}

async function chooseDestination(
  context: OpenConsoleContext,
  target: Target,
  follow: typeof openConsoleAt,
): Promise<void> {
  await attemptConsole(context, target, async (tried) => {
    const opening = await checkConsole(tried, context);
    if (!opening) return undefined;
    const choice = await pickDestination(requestFor(opening, context));
    if (choice?.kind === 'destination')
      return follow(context, opening.target, choice.destination, opening.withoutMfa);
    const other = choice && (await chooseTarget('console', context));
    return other && chooseDestination(context, other, follow);
  });
}

function requestFor({ plan, place }: Opening, { views, console: { memory } }: OpenConsoleContext) {
  const t = vscode.l10n.t;
  const name = withAccess(targetName(plan.target), plan);
  const isProduction = views.production.of(plan) !== undefined;
  const title = t('Open AWS Console for {0}', isProduction ? t('{0} (production)', name) : name);
  return { title, place, recent: memory.services, describeReason: views.describeReason };
}
