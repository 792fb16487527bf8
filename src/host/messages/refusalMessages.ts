import * as vscode from 'vscode';
import type { Caller, FailureOf } from '../../base/failure.ts';
import { serviceName } from './credentialSourceMessages.ts';

type RefusedKeys = FailureOf<'expiredKeys' | 'invalidKeys'> | FailureOf<'wrongSecret'>;

/** Describes why AWS rejected credentials, or their use for a role. */
export function describeRefusedCaller(failure: RefusedKeys | FailureOf<'roleRefused'>): string {
  if (failure.code === 'roleRefused') return describeRefusedRole(failure);
  return `${describeRefusedKeys(failure)} ${remedyFor(failure.caller)}`;
}

/** AWS gives the same answer for all of these causes. */
function describeRefusedRole(failure: FailureOf<'roleRefused'>): string {
  const demands = (failure.demands ?? []).map(({ action, becauseOf }) =>
    vscode.l10n.t('Its trust policy must also allow {0}, because of {1}.', action, becauseOf),
  );
  return [whyRefused(failure), ...demands].join(' ');
}

function whyRefused(failure: FailureOf<'roleRefused'>): string {
  const t = vscode.l10n.t;
  const { roleArn, hasExternalId, withEarlierCode, detail } = failure;
  const who = nameOf(failure.caller);
  if (withEarlierCode) {
    return t(
      'AWS did not allow {0} to assume {1}. The session was started with an earlier MFA code: AWS might require a newer one, or your sessions might have been revoked. Enter a new MFA code. If that does not help, check that the role exists, that its trust policy allows this caller, and that the external ID, if any, is correct. AWS says: {2}',
      who,
      roleArn,
      detail,
    );
  }
  return hasExternalId
    ? t(
        'AWS did not allow {0} to assume {1}. Check that the role exists, that its trust policy allows this caller, and that the external ID is correct. The trust policy might also require MFA. AWS says: {2}',
        who,
        roleArn,
        detail,
      )
    : t(
        'AWS did not allow {0} to assume {1}. Check that the role exists and that its trust policy allows this caller. The trust policy might also require MFA or an external ID. AWS says: {2}',
        who,
        roleArn,
        detail,
      );
}

/** As in “AWS did not allow … to assume”. */
function nameOf(caller: Caller): string {
  const t = vscode.l10n.t;
  switch (caller.kind) {
    case 'keys':
      return caller.place === 'environment'
        ? t('the access key {0} from VS Code’s environment', caller.accessKeyId)
        : t('the access key {0} of profile {1}', caller.accessKeyId, caller.profile);
    case 'process':
      return t('the credentials from credential_process of profile {0}', caller.profile);
    case 'container':
    case 'instance':
      return serviceName(caller.kind);
    case 'login':
    case 'role':
      return caller.arn;
    case 'mfaSession':
      return t('{0} (with an MFA code)', nameOf(caller.of));
    case 'federatedUser':
      return t('the federated user {0} of {1}', caller.name, nameOf(caller.of));
  }
}

function describeRefusedKeys(failure: RefusedKeys): string {
  const t = vscode.l10n.t;
  const { accessKeyId } = failure;
  switch (failure.code) {
    case 'expiredKeys':
      return t('The temporary access key {0} has expired.', accessKeyId);
    case 'invalidKeys':
      return failure.caller.kind === 'keys'
        ? t(
            'AWS does not recognize the access key {0}. It might be deleted, inactive, or mistyped.',
            accessKeyId,
          )
        : t('AWS rejected the access key {0}. It might be deleted or inactive.', accessKeyId);
    case 'wrongSecret':
      return describeWrongSecret(failure);
  }
}

function describeWrongSecret({ accessKeyId, clockAheadMinutes }: FailureOf<'wrongSecret'>): string {
  const t = vscode.l10n.t;
  if (clockAheadMinutes === 0)
    return t('The secret access key does not match the access key {0}.', accessKeyId);
  return clockAheadMinutes > 0
    ? t(
        'AWS rejected a request signed with the access key {0}. This machine’s clock is {1} min ahead of AWS. Correct the clock first.',
        accessKeyId,
        clockAheadMinutes,
      )
    : t(
        'AWS rejected a request signed with the access key {0}. This machine’s clock is {1} min behind AWS. Correct the clock first.',
        accessKeyId,
        -clockAheadMinutes,
      );
}

/** How to get credentials that AWS accepts. */
function remedyFor(caller: Caller): string {
  const t = vscode.l10n.t;
  switch (caller.kind) {
    case 'keys':
      return caller.place === 'environment'
        ? t('Start VS Code with valid access keys in its environment, or choose a profile.')
        : caller.place === 'config'
          ? t('Update the access keys of profile {0} in the config file.', caller.profile)
          : t('Update the access keys of profile {0} in the credentials file.', caller.profile);
    case 'process':
      return t(
        'These credentials come from credential_process of profile {0}. Run it in a terminal to see why.',
        caller.profile,
      );
    case 'container':
    case 'instance':
      return t(
        'These credentials come from {0}, which might provide new ones soon. Try again in a moment.',
        serviceName(caller.kind),
      );
    case 'login':
    case 'mfaSession':
    case 'federatedUser':
    case 'role':
      return t('Choose the profile again to get a new session.');
  }
}
