import * as vscode from 'vscode';
import type { Failure } from '../../base/failure.ts';
import { alibabaVariable } from '../../profiles/alibaba/alibabaVariable.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';

/**
 * What a PAI DSW instance needs for its RAM role, and what to ask an administrator for (PAI documentation, "Associate
 * an instance RAM role with a DSW instance"). Nothing elsewhere.
 */
export function instanceLines(profiles: AlibabaProfiles, failure: Failure | undefined): readonly string[] {
  const t = vscode.l10n.t;
  const hasUri = alibabaVariable(profiles.environment, 'ALIBABA_CLOUD_CREDENTIALS_URI') !== undefined;
  if (!hasUri && !isDsw(profiles)) return [];
  const symptom = symptomOf(hasUri, failure);
  return [
    t('The RAM role of a PAI DSW instance'),
    '',
    ...(symptom.length > 0 ? [...symptom, ''] : []),
    t('The instance gets its role when it is created or changed in the PAI console.'),
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

/** PAI sets `DSW_INSTANCE_ID` on its instances (`pai/session.py` of the PAI SDK for Python). */
function isDsw({ environment, hasCredentialsFile }: AlibabaProfiles): boolean {
  return hasCredentialsFile || Boolean(environment['DSW_INSTANCE_ID']?.trim());
}

/** What is wrong in the instance. There, the errors of the console cannot be seen. */
function symptomOf(hasUri: boolean, failure: Failure | undefined): readonly string[] {
  const t = vscode.l10n.t;
  if (!hasUri)
    return [
      t('ALIBABA_CLOUD_CREDENTIALS_URI is empty.'),
      t('Either the instance has no RAM role, or VS Code was started without its variables.'),
    ];
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
