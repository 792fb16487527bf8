import * as vscode from 'vscode';
import type { FailureOf } from '../../base/failure.ts';
import type {
  ConsoleSignInFailure,
  IdentityCenterFailure,
  MetadataService,
  SourceFailure,
  TokenOrigin,
} from '../../base/failures/sourceFailure.ts';
import { keys } from '../../profiles/keys.ts';
import { shortPath } from '../files/shortPath.ts';
import { describeProgramTrouble } from './programMessages.ts';

/** Describes why a source has no credentials. */
export function describeSourceTrouble(
  failure: Exclude<SourceFailure, ConsoleSignInFailure | IdentityCenterFailure>,
): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'environmentExpired':
      return t(
        'The access keys in VS Code’s environment have expired. Restart VS Code with new keys, or choose another profile.',
      );
    case 'untrusted':
    case 'processBadCommand':
    case 'processNotStarted':
    case 'processFailed':
    case 'processTimedOut':
    case 'processBadOutput':
      return describeProgramTrouble(failure);
    case 'tokenFileUnreadable':
      return describeTokenFile(failure);
    case 'webIdentityExpired':
    case 'webIdentityRefused':
    case 'webRoleRefused':
      return describeRefusedToken(failure);
    case 'identityProviderSilent':
      return t('AWS could not reach the identity provider to verify the token. Try again in a moment.');
    case 'metadataUnreachable':
      return t(
        'Credentials for {0} are not available at {1} ({2}). If VS Code runs on another machine, use a profile with access keys or role_arn.',
        serviceName(failure.service),
        failure.host,
        failure.reason,
      );
    case 'metadataRefused':
      return t(
        '{1} refused the request for {0} (HTTP {2}). {3}',
        serviceName(failure.service),
        failure.host,
        failure.status,
        failure.detail,
      ).trim();
    case 'metadataBadAnswer':
      return t('{0} did not return valid credentials for {1}.', failure.host, serviceName(failure.service));
    case 'metadataExpired':
      return t(
        'The credentials for {0} have expired and were not renewed. Try again in a moment.',
        serviceName(failure.service),
      );
    case 'noInstanceRole':
      return t('The EC2 instance has no role. Attach an instance profile to it.');
    case 'otherCloud':
      return t(
        'This machine is in {0}, which has no AWS roles for it. Add access keys, role_arn, or another source of credentials to the profile.',
        failure.cloud,
      );
    case 'mfaNeedsLongTermKeys':
      return t(
        'The source credentials are temporary, and AWS accepts MFA codes only with long-term access keys. Remove mfa_serial.',
      );
  }
}

function describeTokenFile({ key, path: fullPath, reason }: FailureOf<'tokenFileUnreadable'>): string {
  const t = vscode.l10n.t;
  const path = shortPath(fullPath);
  if (reason === 'empty') return t('The token file {0} is empty. Check the program that writes it.', path);
  const [sign] = /^["'~]|\$(?=[\w{])|%(?=\w+%)/u.exec(fullPath) ?? [];
  return sign === undefined
    ? t(
        'The token file {0} cannot be read ({1}). Correct {2}, or check the program that writes the file.',
        path,
        reason,
        key,
      )
    : t(
        'The token file {0} cannot be read ({1}). {2} has no special meaning in {3}. Write the full path.',
        path,
        reason,
        sign,
        key,
      );
}

function describeRefusedToken(
  failure: FailureOf<'webIdentityExpired'> | FailureOf<'webIdentityRefused' | 'webRoleRefused'>,
): string {
  const t = vscode.l10n.t;
  const token = tokenName(failure.token);
  switch (failure.code) {
    case 'webIdentityExpired':
      return t('AWS rejected {0} because it has expired. Check the program that issues the token.', token);
    case 'webIdentityRefused':
      return t(
        'AWS rejected {0} for {1} ({2}). Check the identity provider in the role’s account, and the audience of the token. AWS says: {3}',
        token,
        failure.roleArn,
        failure.awsCode,
        failure.detail,
      );
    case 'webRoleRefused':
      return t(
        'AWS did not allow {0} to assume {1}. Check that the role exists and that its trust policy allows the identity provider, audience, and subject. AWS says: {2}',
        token,
        failure.roleArn,
        failure.detail,
      );
  }
}

function tokenName(token: TokenOrigin): string {
  const t = vscode.l10n.t;
  return token.kind === 'file'
    ? t('the token in {0}', shortPath(token.path))
    : t('the token from {0}', keys.webIdentityTokenProcess);
}

/** Names the role whose credentials a machine has. */
export function serviceName(service: MetadataService): string {
  const t = vscode.l10n.t;
  return service === 'container' ? t('the container role') : t('the EC2 instance role');
}
