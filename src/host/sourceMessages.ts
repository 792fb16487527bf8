import * as vscode from 'vscode';
import type { IdentityCenterFailure, MetadataService, SourceFailure, TokenOrigin } from '../sourceFailure.ts';
import { describeProgramTrouble } from './programMessages.ts';
import { shellWord } from '../plainText.ts';
import { shortPath } from './shortPath.ts';

/** The sentence for a source of credentials that has none to give. */
export function describeSourceTrouble(failure: Exclude<SourceFailure, IdentityCenterFailure>): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'environmentExpired':
      return t(
        'the keys in VS Code’s environment have expired. Start VS Code again with fresh ones, or choose another profile.',
      );
    case 'untrusted':
    case 'processBadCommand':
    case 'processNotStarted':
    case 'processFailed':
    case 'processTimedOut':
    case 'processBadOutput':
      return describeProgramTrouble(failure);
    case 'tokenFileUnreadable':
      return failure.reason === 'empty'
        ? t(
            'the token file {0} is empty. Whoever writes it must put a token into it.',
            shortPath(failure.path),
          )
        : t(
            'the token file {0} cannot be read ({1}). Correct web_identity_token_file, or see who writes it.',
            shortPath(failure.path),
            failure.reason,
          );
    case 'webIdentityExpired':
    case 'webIdentityRefused':
    case 'webRoleRefused':
      return describeRefusedToken(failure);
    case 'identityProviderSilent':
      return t('AWS could not reach the identity provider to verify the token. Try again in a moment.');
    case 'metadataUnreachable':
      return t(
        'nobody gives out {0} at {1} ({2}). Off that machine, the profile needs access keys or a role_arn.',
        serviceName(failure.service),
        failure.host,
        failure.reason,
      );
    case 'metadataRefused':
      return t(
        '{0} was refused by {1} (HTTP {2}). {3}',
        serviceName(failure.service),
        failure.host,
        failure.status,
        failure.detail,
      ).trim();
    case 'metadataBadAnswer':
      return t('what {0} answered is not {1}.', failure.host, serviceName(failure.service));
    case 'metadataExpired':
      return t('{0} has expired and was not renewed. Try again in a moment.', serviceName(failure.service));
    case 'noInstanceRole':
      return t('the EC2 instance has no role. Attach an instance profile to it.');
    case 'loginNeeded':
      return t('sign in with the AWS CLI: aws login --profile {0}', shellWord(failure.profile));
    case 'mfaNeedsLongTermKeys':
      return t(
        'the credentials that it starts from are temporary, and AWS accepts MFA codes only with long-term keys. Remove mfa_serial.',
      );
  }
}

type Told<Code extends SourceFailure['code']> = Extract<SourceFailure, { code: Code }>;

function describeRefusedToken(
  failure: Told<'webIdentityExpired'> | Told<'webIdentityRefused' | 'webRoleRefused'>,
): string {
  const t = vscode.l10n.t;
  const token = tokenName(failure.token);
  switch (failure.code) {
    case 'webIdentityExpired':
      return t('{0} has expired. Whoever makes it must replace it.', token);
    case 'webIdentityRefused':
      return t(
        'AWS does not take {0} for {1} ({2}). Check the identity provider in the role’s account, and the audience. AWS says: {3}',
        token,
        failure.roleArn,
        failure.awsCode,
        failure.detail,
      );
    case 'webRoleRefused':
      return t(
        'AWS did not let the holder of {0} assume {1}. Check that the role exists, and in its trust policy the identity provider, the audience and the subject. AWS says: {2}',
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
    : t('the token that {0} printed', 'web_identity_token_process');
}

/** Whose the credentials are that a machine has. */
export function serviceName(service: MetadataService): string {
  const t = vscode.l10n.t;
  return service === 'container' ? t('the role of the container') : t('the role of the EC2 instance');
}
