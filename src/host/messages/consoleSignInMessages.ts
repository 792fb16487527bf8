import * as vscode from 'vscode';
import type { ConsoleSignInFailure, WhyNoLogin } from '../../base/failures/sourceFailure.ts';

/** Describes a failed sign-in with the AWS console. */
export function describeConsoleSignInTrouble(failure: ConsoleSignInFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'loginNeeded':
      return signInSentence(failure.why);
    case 'loginDenied':
      return t(
        'AWS does not let you use a sign-in with the AWS console in tools. Ask your administrator for the managed policy {0}.',
        'SignInLocalDevelopmentAccess',
      );
    case 'loginCodeExpired':
      return t('The code of the sign-in has expired or was used already. Sign in again.');
    case 'loginOtherIdentity':
      return t(
        'You signed in as {0}, but the profile is for {1}. Sign in as that identity, or run “Rolecall: Sign In with AWS Console…” to change the profile.',
        failure.got,
        failure.expected,
      );
    case 'loginProfileTaken':
      return t(
        'The profile gets its credentials in another way, because of {0}. Sign in with another profile.',
        failure.key,
      );
  }
}

function signInSentence(why: WhyNoLogin): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'signedOut':
      return t('You are not signed in with the AWS console.');
    case 'expired':
      return t('Your sign-in with the AWS console has ended. AWS ends it after 12 hours at the latest.');
    case 'passwordChanged':
      return t(
        'Your sign-in with the AWS console has ended, because your password or MFA device was changed.',
      );
  }
}
