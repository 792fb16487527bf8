import * as vscode from 'vscode';
import type { Failure } from '../../base/failure.ts';
import { alibabaVariable } from '../../profiles/alibaba/alibabaVariable.ts';
import type { Environment } from '../../base/environment.ts';
import { isDswInstance } from '../../profiles/alibaba/alibabaPresence.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';

/**
 * What a PAI DSW instance needs for its RAM role, and what to ask an administrator for (PAI documentation, "Associate
 * an instance RAM role with a DSW instance"). Nothing elsewhere.
 */
export function instanceLines(profiles: AlibabaProfiles, failure: Failure | undefined): readonly string[] {
  const t = vscode.l10n.t;
  const { environment, hasCredentialsFile } = profiles;
  const isThere = hasUri(environment);
  if (!isThere && !hasCredentialsFile && !isDswInstance(environment)) return [];
  const symptom = isThere ? refusal(failure) : noUri();
  return [
    t('The RAM role of a PAI DSW instance'),
    '',
    ...(symptom.length > 0 ? [...symptom, ''] : []),
    t('You choose the role in the PAI console, when you create the instance or in its settings.'),
    t('Changing between a role and no role restarts the instance.'),
    t('If the console refuses the role, ask the administrator of the Alibaba Cloud account:'),
    `   - ${t(
      'PassRoleFailedError: the role does not exist, or your RAM user lacks {0} for {1}.',
      'ram:PassRole',
      'acs:ram::*:role/<RoleName>',
    )}`,
    `   - ${t(
      'AssumeRoleFailedError: the trust policy of the role lacks {0}.',
      '"Service": ["pai.aliyuncs.com"]',
    )}`,
    '',
  ];
}

/** Whether this is a PAI DSW instance that provides no RAM role, neither as a credentials URI nor in its file. */
export function lacksInstanceRole({ environment, hasCredentialsFile }: AlibabaProfiles): boolean {
  return isDswInstance(environment) && !hasUri(environment) && !hasCredentialsFile;
}

function hasUri(environment: Environment): boolean {
  return alibabaVariable(environment, 'ALIBABA_CLOUD_CREDENTIALS_URI') !== undefined;
}

/** What is wrong in the instance. There, the errors of the console cannot be seen. */
function refusal(failure: Failure | undefined): readonly string[] {
  const t = vscode.l10n.t;
  if (failure?.code === 'credentialsUriRefused')
    return [
      t(
        'The service of the credentials URI answered with status {0}: it could not assume the role.',
        failure.status,
      ),
      t('Check that the role still exists and that its trust policy allows it.'),
    ];
  return [];
}

/** Why there is no role, as far as the instance can tell. */
export function noUri(): readonly string[] {
  const t = vscode.l10n.t;
  return [
    t('ALIBABA_CLOUD_CREDENTIALS_URI is empty.'),
    t('Either the instance has no RAM role, or VS Code was started without its variables.'),
  ];
}
