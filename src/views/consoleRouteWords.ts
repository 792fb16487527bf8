import * as vscode from 'vscode';
import type { Failure } from '../base/failure.ts';
import { consolePlace } from '../plan/console/consolePlace.ts';
import { type ConsoleRoute, consoleRoute, type ConsoleWish } from '../plan/console/consoleRoute.ts';
import type { Plan } from '../plan/plan.ts';

/** The route does not depend on it; only what the route leads to does. */
const anyWish: ConsoleWish = { sessionSeconds: 0, as: 'user', sessionName: '' };

/** By which link the AWS console opens with the credentials of a plan, or why it does not. */
export function consoleSentence(plan: Plan, describeReason: (failure: Failure) => string): string {
  const place = consolePlace(plan);
  const route = 'code' in place ? place : consoleRoute(plan, anyWish);
  return 'code' in route ? describeReason(route) : routeSentence(route);
}

function routeSentence(route: ConsoleRoute): string {
  const t = vscode.l10n.t;
  if (route.kind === 'portal')
    return t('The AWS console opens through the access portal, by a link without a secret.');
  if (route.kind === 'askIdentity')
    return t(
      'The AWS console opens if these are the credentials of a role. Rolecall asks AWS when you open it.',
    );
  if (route.isForUser)
    return t(
      'The AWS console opens with everything that the user may do, or read-only (GetFederationToken).',
    );
  return route.sessionSeconds === undefined
    ? t('The AWS console opens by a link that is valid for 15 minutes. It stays open until the session ends.')
    : t(
        'The AWS console opens by a link that is valid for 15 minutes. The setting {0} says how long it stays open.',
        setting,
      );
}

const setting = 'rolecall.console.sessionHours';
