import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { assignmentKey, assignmentsOf } from '../../identityCenter/populate.ts';
import { sessionLabel, signInKey } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { otherRole } from '../change/changeFromAnswers.ts';
import type { IdentityCenterContext } from '../context.ts';
import { askAgain, type ChoiceItem, complaintItem, type Question } from '../questions.ts';
import { freshAccounts } from './refreshAccounts.ts';

/**
 * Signs in, and asks for one of the roles behind the sign-in. If they cannot be listed, it shows why, and the user can
 * try again or type the role. `since`: older listings are not used (ms since the epoch). Rejects with `Cancelled` if
 * the user does not sign in.
 */
export async function askAssignment(
  session: SsoSession,
  since: number,
  context: IdentityCenterContext,
): Promise<Question> {
  const t = vscode.l10n.t;
  const typed: ChoiceItem = {
    icon: 'edit',
    label: t('Type the account and the role…'),
    answer: otherRole,
    alwaysShow: true,
  };
  const items = await roleItems(session, since, context);
  return {
    kind: 'choice',
    name: 'assignment',
    prompt: t('Choose an account and a role of {0}', sessionLabel(session)),
    items: [...items, typed],
  };
}

async function roleItems(
  session: SsoSession,
  since: number,
  context: IdentityCenterContext,
): Promise<readonly ChoiceItem[]> {
  const t = vscode.l10n.t;
  try {
    const listing = await freshAccounts({ key: signInKey(session), session }, since, context);
    const items = assignmentsOf(listing).map(({ account, roleName }) => {
      const isProduction = context.views.production.ofAccount(account.id) !== undefined;
      return {
        icon: isProduction ? 'flame' : 'cloud',
        label: `${account.name} / ${roleName}`,
        description: [isProduction ? t('production') : '', account.id, account.email],
        answer: assignmentKey(account.id, roleName),
      };
    });
    return items.length > 0 ? items : [complaintItem(t('You have no role in any account.'))];
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return [
      complaintItem(context.views.describeReason(error.failure)),
      { icon: 'refresh', label: t('Try Again'), answer: askAgain },
    ];
  }
}
