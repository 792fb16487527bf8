import * as vscode from 'vscode';
import { showInStatusBar } from '../../display/toasts.ts';
import type { Destination } from '../../plan/console/destination.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { CommandContext, OpenConsoleContext } from '../context.ts';
import { showInfo } from '../notifications.ts';
import { withDestination } from './openConsole.ts';
import { attemptConsole, linkTo, type OpeningWish } from './openConsoleAt.ts';

type CopyContext = OpenConsoleContext & Pick<CommandContext, 'handOuts' | 'clipboard'>;

/** How long the status bar says that a link without a secret was copied. Milliseconds. */
const shownMs = 5000;

/** Copies a link that opens the console, for a browser or a person that this window cannot reach. */
export async function copyConsoleLink(context: CopyContext, node?: TreeNode): Promise<void> {
  context.handOuts.check({ kind: 'clipboard', format: '' });
  await withDestination(context, node, (_, ...chosen) => copyLinkTo(context, ...chosen));
}

async function copyLinkTo(
  context: CopyContext,
  target: Target,
  destination: Destination,
  { withoutMfa = false, isOutside = false }: OpeningWish = {},
): Promise<void> {
  await attemptConsole(context, target, async (tried, renew) => {
    const wish = { withoutMfa, isOutside, into: 'clipboard' } as const;
    const made = await linkTo(context, { ...wish, target: tried, destination, renew });
    if (!made) return;
    context.console.memory.noteDestination(destination);
    await copy(made.link, targetName(made.target), context);
  });
}

/** No message shows the link. */
async function copy(
  { url, isSecret }: { readonly url: string; readonly isSecret: boolean },
  name: string,
  { clipboard }: CopyContext,
): Promise<void> {
  const t = vscode.l10n.t;
  if (!isSecret) {
    await vscode.env.clipboard.writeText(url);
    showInStatusBar('check', t('Copied the console link for {0}, which contains no secret', name), shownMs);
    return;
  }
  const copied = await clipboard.copy(url);
  const sentence = t(
    'The console link for {0} was copied. For 15 minutes, whoever has it can open the console as {0}.',
    name,
  );
  showInfo(`${sentence} ${copied.sentence}`, [copied.clear]);
}
