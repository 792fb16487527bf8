import * as vscode from 'vscode';
import { arnElsewhere, type Destination } from '../../plan/console/destination.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { withAccess } from '../../views/accessWords.ts';
import { pickDestination } from '../../views/picker/destinationPicker.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { OpenConsoleContext } from '../context.ts';
import { checkConsole, type Opening } from './checkConsole.ts';
import { consoleTarget } from './consoleTarget.ts';
import { targetForArn } from './openArn.ts';
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
    if (choice?.kind === 'destination') return followChoice(context, opening, choice.destination, follow);
    const other = choice && (await chooseTarget('console', context));
    return other && chooseDestination(context, other, follow);
  });
}

/** The resource of another account is opened with what a link on its ARN would be. */
async function followChoice(
  context: OpenConsoleContext,
  { target, place, withoutMfa }: Opening,
  destination: Destination,
  follow: typeof openConsoleAt,
): Promise<void> {
  const arn = destination.kind === 'arn' ? arnElsewhere(destination.arn, place) : undefined;
  if (!arn) return follow(context, target, destination, { withoutMfa });
  const found = await targetForArn(arn, context, target);
  if (found) await follow(context, found.target, destination, found);
}

function requestFor({ plan, place }: Opening, { views, console: { memory } }: OpenConsoleContext) {
  const t = vscode.l10n.t;
  const name = withAccess(targetName(plan.target), plan);
  const isProduction = views.production.of(plan) !== undefined;
  const title = t('Open AWS Console for {0}', isProduction ? t('{0} (production)', name) : name);
  return { title, place, recent: memory.services, describeReason: views.describeReason };
}
