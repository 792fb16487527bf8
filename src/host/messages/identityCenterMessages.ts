import * as vscode from 'vscode';
import type { IdentityCenterFailure, WhyNoSignIn } from '../../base/failures/sourceFailure.ts';

/** Describes a failed sign-in, or a role that the sign-in does not give access to. */
export function describeIdentityCenterTrouble(failure: IdentityCenterFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'signInNeeded':
      return signInSentence(failure.session, failure.why);
    case 'signInDenied':
      return t('The sign-in to {0} was denied in the browser.', failure.session);
    case 'signInTimedOut':
      return t('The sign-in to {0} timed out. Try again.', failure.session);
    case 'startUrlRefused':
      return t(
        'IAM Identity Center in {0} does not recognize the start URL {1}. Check sso_start_url and sso_region.',
        failure.region,
        failure.startUrl,
      );
    case 'noSuchRegion':
      return t(
        'The region {0} does not exist, or IAM Identity Center is not available there. Check sso_region.',
        failure.region,
      );
    case 'noAssignment':
      return t(
        'You do not have access to the role {0} in account {1}. Check sso_role_name and sso_account_id, or ask your administrator to assign the permission set to you. If it was assigned recently, restart the session.',
        failure.roleName,
        failure.accountId,
      );
  }
}

function signInSentence(session: string, why: WhyNoSignIn): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'signedOut':
      return t('You are not signed in to {0}.', session);
    case 'expired':
      return t('Your sign-in to {0} has expired.', session);
    case 'ended':
      return t(
        'IAM Identity Center ended your sign-in to {0}: you signed out elsewhere, or an administrator ended your session.',
        session,
      );
  }
}
