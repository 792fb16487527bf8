import * as vscode from 'vscode';
import { type Failure, FailureError } from '../../base/failure.ts';
import { showWarning } from '../../display/toasts.ts';
import { consolePlace, type ConsolePlace } from '../../plan/console/consolePlace.ts';
import { isPlan, type Plan } from '../../plan/plan.ts';
import type { Target } from '../../profiles/profiles.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { OpenConsoleContext } from '../context.ts';

/** A target for which the console can be opened, as far as its plan tells. */
export interface Opening {
  readonly target: Target;
  readonly plan: Plan;
  readonly place: ConsolePlace;
  /** Whether the user is asked what they want to be able to do: they have no role. */
  readonly isForUser: boolean;
  /** Whether the user goes on although AWS takes no code for this. */
  readonly withoutMfa: boolean;
}

/**
 * Finds out, before any other question, whether the console can be opened. If AWS takes no code for that, the user can
 * choose a role instead. Undefined if they do neither. Rejects with `FailureError`.
 */
export async function checkConsole(
  target: Target,
  context: OpenConsoleContext,
  withoutMfa = false,
): Promise<Opening | undefined> {
  const links = await context.console.links.get();
  const route = await links.routeOf(target, { as: 'user', withoutMfa });
  // Only now is the plan certain: the files that limit the access have been read for the route.
  const plan = context.views.planOf(target);
  if (!isPlan(plan)) throw new FailureError(plan.failure);
  if ('code' in route) return needsRole(route) ? askAboutMfa(route, target, context) : fail(route);
  const place = consolePlace(plan);
  if ('code' in place) return fail(place);
  const isForUser = route.kind === 'federation' && route.isForUser === true;
  return { target, plan, place, isForUser, withoutMfa };
}

function fail(failure: Failure): never {
  throw new FailureError(failure);
}

function needsRole(failure: Failure): boolean {
  return failure.code === 'consoleImpossible' && failure.why === 'mfaSession';
}

async function askAboutMfa(
  failure: Failure,
  target: Target,
  context: OpenConsoleContext,
): Promise<Opening | undefined> {
  const t = vscode.l10n.t;
  const [role, anyway] = [{ title: t('Choose a Role…') }, { title: t('Open Without MFA') }];
  const answer = await showWarning(context.views.describe(failure), role, anyway);
  if (answer === anyway) return checkConsole(target, context, true);
  const other = answer && (await chooseTarget('consoleRole', context));
  return other && checkConsole(other, context);
}
