import * as vscode from 'vscode';
import type { MetadataService, OutputTrouble, SourceFailure } from '../failure.ts';
import { shortPath } from './shortPath.ts';

/** The sentence for a source of credentials that has none to give. */
export function describeSourceTrouble(failure: SourceFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'untrusted':
      return t('credential_process is run only in workspaces that you trust.');
    case 'processBadCommand':
      return t('credential_process cannot be read as a program and its arguments. Close the quotes in it.');
    case 'processNotStarted':
      return t(
        '{0}, which credential_process names, cannot be started ({1}). Check its path.',
        failure.program,
        failure.reason,
      );
    case 'processFailed':
      return t(
        '{0}, which credential_process names, failed ({1}). Run it in a terminal to see what it says.',
        failure.program,
        failure.exit,
      );
    case 'processTimedOut':
      return t(
        '{0}, which credential_process names, did not end within {1} s. Run it in a terminal to see what it waits for.',
        failure.program,
        failure.seconds,
      );
    case 'processBadOutput':
      return describeOutput(failure.program, failure.trouble);
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
      return t('the token in {0} has expired. Whoever writes it must replace it.', shortPath(failure.path));
    case 'webIdentityRefused':
      return t('AWS does not accept the web identity token ({0}): {1}', failure.awsCode, failure.detail);
    case 'identityProviderSilent':
      return t('AWS could not reach the identity provider to verify the token. Try again in a moment.');
    case 'metadataUnreachable':
      return t(
        'nobody gives out {0} at {1} ({2}). Off that machine, the profile needs access keys or a role_arn.',
        nameOf(failure.service),
        failure.host,
        failure.reason,
      );
    case 'metadataRefused':
      return t(
        '{0} was refused by {1} (HTTP {2}). {3}',
        nameOf(failure.service),
        failure.host,
        failure.status,
        failure.detail,
      ).trim();
    case 'metadataBadAnswer':
      return t('what {0} answered is not {1}.', failure.host, nameOf(failure.service));
    case 'metadataExpired':
      return t('{0} has expired and was not renewed. Try again in a moment.', nameOf(failure.service));
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

/** A profile's name as any shell takes it. */
function shellWord(name: string): string {
  return /^[\w@%+:,./-]+$/u.test(name) ? name : `"${name}"`;
}

function nameOf(service: MetadataService): string {
  const t = vscode.l10n.t;
  return service === 'container' ? t('the role of the container') : t('the role of the EC2 instance');
}

function describeOutput(program: string, trouble: OutputTrouble): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'tooLong':
      return t('{0}, which credential_process names, prints more than credentials can be.', program);
    case 'expired':
      return t('{0}, which credential_process names, printed credentials that have expired.', program);
    default:
      return t(
        '{0}, which credential_process names, did not print credentials as AWS’s tools expect them: {1} is missing or wrong.',
        program,
        trouble,
      );
  }
}
