import * as vscode from 'vscode';
import type { IdentityCenterFailure, WhyNoSignIn } from '../sourceFailure.ts';

/** The sentence for a sign-in, or for a role that it does not lead to. */
export function describeIdentityCenterTrouble(failure: IdentityCenterFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'signInNeeded':
      return signInSentence(failure.session, failure.why);
    case 'signInDenied':
      return t('the sign-in to {0} was denied in the browser.', failure.session);
    case 'signInTimedOut':
      return t('the sign-in to {0} took too long. Try again.', failure.session);
    case 'startUrlRefused':
      return t(
        'IAM Identity Center in {0} does not know {1}. Check sso_start_url and sso_region.',
        failure.region,
        failure.startUrl,
      );
    case 'noSuchRegion':
      return t(
        'AWS has no region {0}, or IAM Identity Center is not in it. Check sso_region.',
        failure.region,
      );
    case 'noAssignment':
      return t(
        'you have no access to the role {0} in account {1}. Check sso_role_name and sso_account_id, or ask your administrator for the assignment. One that is new is there once you restart the session.',
        failure.roleName,
        failure.accountId,
      );
  }
}

function signInSentence(session: string, why: WhyNoSignIn): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'signedOut':
      return t('you are not signed in to {0}.', session);
    case 'expired':
      return t('your sign-in to {0} has expired.', session);
    case 'ended':
      return t(
        'IAM Identity Center has ended your sign-in to {0}: you signed out elsewhere, or an administrator did it.',
        session,
      );
  }
}
