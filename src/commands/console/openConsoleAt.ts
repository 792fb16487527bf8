import * as vscode from 'vscode';
import type { ConsoleLink } from '../../delivery/console/consoleLinks.ts';
import type { Destination } from '../../plan/console/destination.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { fullAccessRemedy } from '../access/fullAccess.ts';
import type { OpenConsoleContext } from '../context.ts';
import { interactiveRequest, withProgress } from '../progress.ts';
import { askOpenedAs } from './askOpenedAs.ts';
import { checkConsole } from './checkConsole.ts';
import { tellOfSeveralAccounts } from './severalAccounts.ts';

/** How the user came to open the console for a target. */
export interface OpeningWish {
  /** Whether they go on although AWS takes no code for this. */
  readonly withoutMfa?: boolean;
  /** Whether something other than they chose the target, such as a link in a file. */
  readonly isOutside?: boolean;
}

/** Opens a page of the AWS console in the browser. Asks what it has to ask, and reports failures itself. */
export async function openConsoleAt(
  context: OpenConsoleContext,
  target: Target,
  destination: Destination,
  { withoutMfa = false, isOutside = false }: OpeningWish = {},
): Promise<void> {
  await attemptConsole(context, target, async (tried, renew) => {
    const wish = { withoutMfa, isOutside, into: 'browser' } as const;
    const made = await linkTo(context, { ...wish, target: tried, destination, renew });
    if (!made) return;
    const { browser, memory } = context.console;
    await browser.open(made.link, made.target);
    memory.noteDestination(destination);
    const again = (): Promise<void> => openConsoleAt(context, made.target, destination, { withoutMfa });
    tellOfSeveralAccounts(made.link, made.target, again, context);
  });
}

interface LinkRequest {
  readonly target: Target;
  readonly destination: Destination;
  readonly withoutMfa: boolean;
  readonly isOutside: boolean;
  readonly into: 'browser' | 'clipboard';
  readonly renew: boolean;
}

/** The user may choose a role instead of the target. Undefined if they close a question. */
export async function linkTo(
  context: OpenConsoleContext,
  { destination, into, renew, isOutside, ...wish }: LinkRequest,
): Promise<{ readonly link: ConsoleLink; readonly target: Target } | undefined> {
  const opening = await checkConsole(wish.target, context, wish.withoutMfa);
  const as = opening && (await askOpenedAs(opening, context));
  if (!as) return undefined;
  const { target, withoutMfa } = opening;
  const links = await context.console.links.get();
  const title = vscode.l10n.t('Opening the AWS console for {0}…', targetName(target));
  const link = await withProgress(title, (progress) =>
    links.linkFor(
      target,
      destination,
      { as, withoutMfa, into, isOutside },
      interactiveRequest(progress, renew),
    ),
  );
  return { link, target };
}

/** Reports a failure under the name of the target. If only the settings ask for less access, a button offers more. */
export async function attemptConsole(
  context: OpenConsoleContext,
  target: Target,
  action: (target: Target, renew: boolean) => Promise<void>,
): Promise<void> {
  const remedy = fullAccessRemedy(target, context, (full) => void attemptConsole(context, full, action));
  await context.attempt(targetName(target), (renew) => action(target, renew), remedy);
}
