import * as vscode from 'vscode';
import type { ConsoleFailure } from '../../base/failures/consoleFailure.ts';

/** Describes why the AWS console cannot be opened, and the way out. */
export function describeConsoleFailure(failure: ConsoleFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'consoleImpossible':
      return failure.why === 'mfaSession'
        ? t(
            'AWS does not open the console for an MFA session. Use a role that this profile assumes, or open the console without MFA: whatever needs MFA is then denied.',
          )
        : t(
            'AWS opens the console only for roles and federated users, and these credentials are a session of a user (GetSessionToken). Use a role, or a profile with the access keys of the user.',
          );
    case 'consoleRefused':
      return t(
        '{0} did not accept the credentials and gave no reason. Try again with a new session. If that does not help, check the clock of this machine, and that the profile’s region is in the partition of its account.',
        failure.host,
      );
    case 'noConsole':
      return t(
        'Rolecall does not know the address of the AWS console in the partition {0}. Sign in to it in your browser.',
        failure.partition,
      );
    case 'destinationUnknown':
      return t(
        'This is not a page of the AWS console. Enter the name of a service, an ARN, or the address of a page of the console, which begins with https://.',
      );
    case 'destinationElsewhere':
      return t(
        'This page is in the partition {0}, and the profile is in {1}. Choose a profile of the partition {0}.',
        failure.partition,
        failure.own,
      );
    case 'arnNotOpenable':
      return t(
        'The AWS console of the partition {0} cannot find a resource by its ARN. Open the page of the service instead.',
        failure.partition,
      );
    case 'browserNotStarted':
      return t(
        'The program “{0}” could not be started ({1}). Install it, or change the setting {2}.',
        failure.program,
        failure.reason,
        'rolecall.console.browser',
      );
  }
}
