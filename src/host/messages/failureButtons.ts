import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import type { Failure, FailureCode, FailureOf } from '../../base/failure.ts';
import type { AnyTarget } from '../../plan/anyPlan.ts';
import { alibabaButtons, retryableOnAlibaba } from './alibabaButtons.ts';
import { isAlibabaFailure } from './alibabaMessages.ts';
import type { FailureButton } from './failureButton.ts';
import { isVariable } from './profileMessages.ts';

/** The buttons with which the user can resolve a failure of what was done with `target`. */
export function failureButtons(failure: Failure, target?: AnyTarget): readonly FailureButton[] {
  const t = vscode.l10n.t;
  if (isAlibabaFailure(failure)) return alibabaButtons(failure, target);
  switch (failure.code) {
    case 'missingSource':
    case 'missingSsoSession':
    case 'missingServices':
    case 'servicesNotNested':
    case 'ssoIncomplete':
    case 'startUrlRefused':
    case 'noSuchRegion':
    case 'sourceLoop':
    case 'includesTooLong':
    case 'noSource':
    case 'noRole':
    case 'twoSources':
    case 'noCredentials':
    case 'noContainer':
    case 'metadataUnreachable':
    case 'hardwareKey':
    case 'foreignDevice':
    case 'certificate':
    case 'caBundleUnreadable':
    case 'notAuthorized':
    case 'processBadCommand':
    case 'processNotStarted':
    case 'tokenFileUnreadable':
    case 'mfaNeedsLongTermKeys':
    case 'roleRefused':
    case 'durationRefused':
    case 'webIdentityRefused':
    case 'webRoleRefused':
      return [openConfigFile()];
    case 'noAssignment':
      return [{ title: t('Restart Session'), command: commandIds.restartSignIn }, openConfigFile()];
    case 'invalidValue':
      return isVariable(failure.key) ? [] : [openConfigFile()];
    case 'incompleteKeys':
      return [openCredentialsFile()];
    case 'expiredKeys':
    case 'invalidKeys':
    case 'wrongSecret':
      return credentialsButtons(failure);
    case 'malformedKey':
      return malformedKeyButtons(failure);
    case 'strayKey':
      return [failure.place.kind === 'credentials' ? openCredentialsFile() : openConfigFile()];
    case 'untrusted':
      return [{ title: t('Manage Workspace Trust'), command: 'workbench.trust.manage' }];
    case 'proxyRefused':
    case 'proxyUnusable':
      return [
        {
          title: t('Open Proxy Settings'),
          settings: ['http.proxy', 'http.proxySupport', 'http.proxyAuthorization', 'http.noProxy'],
        },
      ];
    case 'processFailed':
    case 'processTimedOut':
    case 'processBadOutput':
      return failure.isLogged ? [showLog()] : [];
    case 'unexpected':
      return [showLog()];
    case 'ownTerminalsOnly':
      return [openSetting('rolecall.guard')];
    case 'productionByPolicy':
      return [openSetting('rolecall.policy.production')];
    case 'browserNotStarted':
      return [openSetting('rolecall.console.browser')];
    case 'forbidden':
      return [openSetting('rolecall.policy.forbid')];
    case 'accessImpossible':
    case 'tooManyPolicies':
    case 'policiesTooLong':
    case 'policyElsewhere':
      return accessSettings(failure);
    case 'unknownAccess':
      return [openSetting(failure.setting)];
    case 'policyFileInvalid':
      return [openPolicy(failure.path, failure.line), ...accessSettings(failure)];
    case 'policyFileUnreadable':
    case 'policyWidens':
    case 'policyOnlyDenies':
      return [openPolicy(failure.path), ...accessSettings(failure)];
    case 'fileUnwritable':
      return failure.reason === 'noBackup' ? [openSetting('rolecall.files.keepBackup')] : [];
    default:
      return [];
  }
}

/** Only if they ask for less, and not the user. */
function accessSettings({ isBySetting }: { readonly isBySetting?: true }): readonly FailureButton[] {
  if (!isBySetting) return [];
  const settings = ['access', 'productionAccess'].map((key) => `rolecall.${key}`);
  return [{ title: vscode.l10n.t('Open Settings'), settings }];
}

function openPolicy(path: string, line?: number): FailureButton {
  return { title: vscode.l10n.t('Open File'), policyFile: path, line };
}

function openSetting(id: string): FailureButton {
  return { title: vscode.l10n.t('Open Settings'), settings: [id] };
}

type RefusedKeys = Extract<Failure, { code: 'expiredKeys' | 'invalidKeys' | 'wrongSecret' }>;

/** Opens the file with the credentials, or the one that names their source. */
function credentialsButtons({ caller, accessKeyId }: RefusedKeys): readonly FailureButton[] {
  if (caller.kind === 'process') return [openConfigFile()];
  if (caller.kind !== 'keys' || caller.place === 'environment') return [];
  const open = caller.place === 'config' ? openConfigFile() : openCredentialsFile();
  // IDs of temporary keys begin with ASIA (IAM User Guide, "IAM identifiers"). New keys can be copied as the old ones
  // were.
  return accessKeyId.startsWith('ASIA') ? [addCopiedCredentials(), open] : [open];
}

function malformedKeyButtons({ place, trouble }: FailureOf<'malformedKey'>): readonly FailureButton[] {
  if (place.kind === 'environment' || place.kind === 'file') return [];
  if (place.kind === 'program') return [openConfigFile()];
  const open = place.kind === 'config' ? openConfigFile() : openCredentialsFile();
  return trouble === 'noToken' ? [addCopiedCredentials(), open] : [open];
}

function addCopiedCredentials(): FailureButton {
  return {
    title: vscode.l10n.t('Add Profile from Copied Credentials'),
    command: commandIds.addCopiedCredentials,
  };
}

function openConfigFile(): FailureButton {
  return { title: vscode.l10n.t('Open Config File'), command: commandIds.openConfigFile };
}

function openCredentialsFile(): FailureButton {
  return { title: vscode.l10n.t('Open Credentials File'), command: commandIds.openCredentialsFile };
}

function showLog(): FailureButton {
  return { title: vscode.l10n.t('Show Log'), command: commandIds.showLog };
}

/** Failures that may not occur again when the action is retried. */
export const retryable: ReadonlySet<FailureCode> = new Set([
  'caBundleUnreadable',
  'certificate',
  'consoleRefused',
  'expiredKeys',
  'fileUnreadable',
  'fileUnwritable',
  'identityProviderSilent',
  'invalidKeys',
  'loginCodeExpired',
  'loginDenied',
  'loginNeeded',
  'loginOtherIdentity',
  'signInDenied',
  'signInNeeded',
  'signInTimedOut',
  'metadataBadAnswer',
  'metadataExpired',
  'metadataRefused',
  'metadataUnreachable',
  'network',
  'notAws',
  'processFailed',
  'processTimedOut',
  'processBadOutput',
  'proxyRefused',
  'proxyUnusable',
  'regionDisabled',
  'refusedRequest',
  'roleRefused',
  'serviceFault',
  'throttled',
  'tookTooLong',
  'tokenFileUnreadable',
  'webIdentityExpired',
  'webIdentityRefused',
  'webRoleRefused',
  'wrongSecret',
  ...retryableOnAlibaba,
]);
