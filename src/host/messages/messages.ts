import * as vscode from 'vscode';
import type { Failure } from '../../base/failure.ts';
import { sourceNamed } from '../../profiles/alibaba/alibabaTarget.ts';
import { describeAlibabaFailure, isAlibabaFailure, isAlibabaHost } from './alibabaMessages.ts';
import { describeConsoleFailure } from './consoleMessages.ts';
import { describeFileTrouble, describeHint } from './fileMessages.ts';
import { describeMcpFailure } from './mcpMessages.ts';
import { describeForbidden, describeProductionByPolicy, describeUnconfirmed } from './policyMessages.ts';
import { describeProfileFailure } from './profileMessages.ts';

/**
 * Describes a failure: what happened, to which profile, and the remedy. The sentence is not escaped: `display/` does
 * that, and whatever else shows it.
 */
export function describeFailure(failure: Failure): string {
  const reason = describeReason(failure);
  if (!('profile' in failure)) return reason;
  if (isAlibabaFailure(failure) || ('host' in failure && isAlibabaHost(failure.host)))
    return describeFailureOfAlibaba(failure);
  if (failure.profile === '') return vscode.l10n.t('IAM Identity Center: {0}', reason);
  return vscode.l10n.t('Profile “{0}”: {1}', failure.profile, reason);
}

/**
 * The same for something of Alibaba Cloud, also if AWS has such failures, too. The reasons for a source, such as a
 * credentials URI, say themselves what they are about.
 */
export function describeFailureOfAlibaba(failure: Failure): string {
  const reason = describeReason(failure);
  if (!('profile' in failure)) return reason;
  return sourceNamed(failure.profile)
    ? vscode.l10n.t('Alibaba Cloud: {0}', reason)
    : vscode.l10n.t('Alibaba Cloud, “{0}”: {1}', failure.profile, reason);
}

/** Like `describeFailure` without the profile, for places that already show its name. */
export function describeReason(failure: Failure): string {
  const t = vscode.l10n.t;
  if (isAlibabaFailure(failure)) return describeAlibabaFailure(failure);
  switch (failure.code) {
    case 'fileUnreadable':
      return describeFileTrouble(failure.path, failure.reason);
    case 'brokenHeader':
    case 'noPrefix':
    case 'mistypedTitle':
    case 'titleOfConfigFile':
    case 'textAfterTitle':
    case 'notUtf8':
      return describeHint(failure);
    case 'settingsUnwritable':
      return t('VS Code could not write the settings of {0}: {1}', failure.place, failure.detail);
    case 'secretStorageFailed':
      return t(
        'VS Code’s secret storage does not respond, so it may still contain sessions. Restart VS Code, and then forget all sessions again.',
      );
    case 'tookTooLong':
      return t('The session is not ready yet. Try again in a moment.');
    case 'needsPerson':
      return t('An MFA code is required. Choose the profile again to enter one.');
    case 'unconfirmed':
      return describeUnconfirmed(failure.reason);
    case 'ownTerminalsOnly':
      return t(
        'Only terminals of its own use this profile, because of the setting {0}. Open one with “New Terminal”.',
        'rolecall.guard',
      );
    case 'productionByPolicy':
      return describeProductionByPolicy();
    case 'forbidden':
      return describeForbidden(failure.action);
    case 'consoleImpossible':
    case 'consoleRefused':
    case 'noConsole':
    case 'destinationUnknown':
    case 'destinationElsewhere':
    case 'arnNotOpenable':
    case 'browserNotStarted':
      return describeConsoleFailure(failure);
    case 'mcpServerUntrusted':
    case 'mcpServerWithoutProfile':
    case 'mcpServerDeclined':
      return describeMcpFailure(failure);
    case 'forgotten':
      return t('The session was forgotten. Choose the profile again to get a new session.');
    case 'unexpected':
      return unexpected({ code: failure.reason });
    default:
      return describeProfileFailure(failure);
  }
}

/** What a program in a terminal reports after the user has closed the prompt. An AI agent must not try again. */
export function describeRefusal(profile: string, isForAgent: boolean): string {
  const t = vscode.l10n.t;
  return isForAgent
    ? t(
        'Profile “{0}”: The user declined this request in VS Code. Do not try again. Ask the user to choose the profile {0} in VS Code.',
        profile,
      )
    : t(
        'Profile “{0}”: The prompt in VS Code was closed. Try again in a moment, or choose the profile again there.',
        profile,
      );
}

function unexpected({ code }: { readonly code: string }): string {
  return vscode.l10n.t('An unexpected error occurred ({0}). See the log for details.', code);
}
