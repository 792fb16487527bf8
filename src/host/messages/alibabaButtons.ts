import * as vscode from 'vscode';
import { alibabaCommandIds } from '../../base/contributions.ts';
import type { FailureCode } from '../../base/failure.ts';
import type { AlibabaFailure } from '../../base/failures/alibabaFailure.ts';
import type { AnyTarget } from '../../plan/anyPlan.ts';
import type { FailureButton } from './failureButton.ts';

/**
 * The buttons for failures of Alibaba Cloud. What can be corrected in a file is opened by a button of its command. The
 * explanation of `target` begins with its last failure.
 */
export function alibabaButtons(
  failure: AlibabaFailure,
  target: AnyTarget | undefined,
): readonly FailureButton[] {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'cliSignInNeeded': {
      const argument = { kind: 'cliProfile', name: failure.profile };
      return [
        { title: t('Sign In with Alibaba Cloud CLI'), command: alibabaCommandIds.alibabaSignIn, argument },
      ];
    }
    case 'noAlibabaProfile':
    case 'alibabaModeUnsupported':
      return [{ title: t('Choose Another'), command: alibabaCommandIds.alibabaUse }];
    case 'alibabaOff':
      return [{ title: t('Open Settings'), settings: ['rolecall.alibabaCloud'] }];
    case 'ramConsoleImpossible':
      return [assumeRole()];
    case 'credentialsUriNeedsToken':
      return [assumeRole(), { title: t('Open Settings'), settings: ['rolecall.terminals.mode'] }];
    case 'credentialsUriUnset':
    case 'credentialsUriInvalid':
    case 'credentialsUriRefused':
    case 'credentialsUriBadAnswer':
    case 'credentialsFileUnreadable':
    case 'credentialsFileInvalid':
    case 'alibabaSourceStale':
    case 'externalProcessDisabled':
    case 'ecsMetadataDisabled':
    case 'ecsMetadataUnreachable':
    case 'ecsMetadataRefused':
    case 'ecsMetadataBadAnswer':
    case 'ecsRoleMissing':
    case 'ramRoleRefused':
      return [{ title: t('Explain'), command: alibabaCommandIds.alibabaExplain, argument: target }];
    default:
      return [];
  }
}

function assumeRole(): FailureButton {
  return { title: vscode.l10n.t('Assume RAM Role…'), command: alibabaCommandIds.assumeRamRole };
}

/** Failures that may not occur again when the action is retried. */
export const retryableOnAlibaba: readonly FailureCode[] = [
  'credentialsUriRefused',
  'credentialsUriBadAnswer',
  'credentialsFileUnreadable',
  'credentialsFileInvalid',
  'alibabaSourceStale',
  'alibabaFileInvalid',
  'alibabaKeysExpired',
  'alibabaKeysRefused',
  'alibabaClockWrong',
  'alibabaRequestRefused',
  'cliSignInNeeded',
  'ecsMetadataUnreachable',
  'ecsMetadataRefused',
  'ecsMetadataBadAnswer',
  'ecsRoleMissing',
  'notAlibaba',
  'oidcTokenUnreadable',
  'oidcRefused',
  'ramRoleMissing',
  'ramRoleRefused',
];
