import * as vscode from 'vscode';
import type { Caller, Failure } from '../failure.ts';
import { shellWord } from '../plainText.ts';
import { serviceName } from './sourceMessages.ts';

type Told<Code extends Failure['code']> = Extract<Failure, { code: Code }>;
type RefusedKeys = Told<'expiredKeys' | 'invalidKeys'> | Told<'wrongSecret'>;

/** The sentence for credentials that AWS does not take, or not for a role. */
export function describeRefusedCaller(failure: RefusedKeys | Told<'roleRefused'>): string {
  if (failure.code === 'roleRefused') return describeRefusedRole(failure);
  return `${describeRefusedKeys(failure)} ${wayToOthers(failure.caller)}`;
}

/** AWS answers the same, whichever of these it is. */
function describeRefusedRole(failure: Told<'roleRefused'>): string {
  const t = vscode.l10n.t;
  const { roleArn, hasExternalId, withEarlierCode, detail } = failure;
  const who = nameOf(failure.caller);
  if (withEarlierCode) {
    return t(
      'AWS did not let {0} assume {1}. The MFA code is from earlier: AWS may want a newer one, or your sessions were revoked. Enter a new code. If that does not help, check that the role exists, and in its trust policy who may assume it and any external ID. AWS says: {2}',
      who,
      roleArn,
      detail,
    );
  }
  return hasExternalId
    ? t(
        'AWS did not let {0} assume {1}. Check that the role exists, and in its trust policy who may assume it, the external ID and whether it requires MFA. AWS says: {2}',
        who,
        roleArn,
        detail,
      )
    : t(
        'AWS did not let {0} assume {1}. Check that the role exists, and in its trust policy who may assume it and whether it requires MFA or an external ID. AWS says: {2}',
        who,
        roleArn,
        detail,
      );
}

/** As in “AWS did not let … assume”. */
function nameOf(caller: Caller): string {
  const t = vscode.l10n.t;
  switch (caller.kind) {
    case 'keys':
      return caller.place === 'environment'
        ? t('the access key {0} of VS Code’s environment', caller.accessKeyId)
        : t('the access key {0} of profile {1}', caller.accessKeyId, caller.profile);
    case 'process':
      return t('the credentials that credential_process of profile {0} printed', caller.profile);
    case 'container':
    case 'instance':
      return serviceName(caller.kind);
    case 'login':
    case 'role':
      return caller.arn;
    case 'mfaSession':
      return t('{0}, with an MFA code,', nameOf(caller.of));
  }
}

function describeRefusedKeys(failure: RefusedKeys): string {
  const t = vscode.l10n.t;
  const { accessKeyId } = failure;
  switch (failure.code) {
    case 'expiredKeys':
      return t('the temporary keys {0} have expired.', accessKeyId);
    case 'invalidKeys':
      return failure.caller.kind === 'keys'
        ? t('AWS does not know the access key {0}. It may be deleted, inactive or mistyped.', accessKeyId)
        : t('AWS does not take the access key {0}. It may be deleted or inactive.', accessKeyId);
    case 'wrongSecret':
      return describeWrongSecret(failure);
  }
}

function describeWrongSecret({ accessKeyId, clockAheadMinutes }: Told<'wrongSecret'>): string {
  const t = vscode.l10n.t;
  if (clockAheadMinutes === 0)
    return t('the secret access key does not belong to the access key {0}.', accessKeyId);
  return clockAheadMinutes > 0
    ? t(
        'AWS refused what was signed with the access key {0}. This machine’s clock is {1} min ahead of AWS’s: set it first.',
        accessKeyId,
        clockAheadMinutes,
      )
    : t(
        'AWS refused what was signed with the access key {0}. This machine’s clock is {1} min behind AWS’s: set it first.',
        accessKeyId,
        -clockAheadMinutes,
      );
}

/** How to get credentials that AWS takes. */
function wayToOthers(caller: Caller): string {
  const t = vscode.l10n.t;
  switch (caller.kind) {
    case 'keys':
      return caller.place === 'environment'
        ? t('Start VS Code with others in its environment, or choose a profile.')
        : caller.place === 'config'
          ? t('Correct the keys of profile {0} in the config file.', caller.profile)
          : t('Correct the keys of profile {0} in the credentials file.', caller.profile);
    case 'process':
      return t('credential_process of profile {0} printed them: see why in a terminal.', caller.profile);
    case 'login':
      return t('Sign in with the AWS CLI: aws login --profile {0}', shellWord(caller.profile));
    case 'container':
    case 'instance':
      return t('They are those of {0}. Try again in a moment.', serviceName(caller.kind));
    case 'mfaSession':
    case 'role':
      return t('Choose the profile again to get a new session.');
  }
}
