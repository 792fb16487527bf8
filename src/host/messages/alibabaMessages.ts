import * as vscode from 'vscode';
import type { Failure, FailureOf } from '../../base/failure.ts';
import type { AlibabaFailure } from '../../base/failures/alibabaFailure.ts';

type Code = AlibabaFailure['code'];

export function isAlibabaFailure(failure: Failure): failure is AlibabaFailure {
  return Object.hasOwn(sentences, failure.code);
}

/** Describes what is wrong with credentials of Alibaba Cloud, and the way out. */
export function describeAlibabaFailure(failure: AlibabaFailure): string {
  const sentence = sentences[failure.code] as (failure: AlibabaFailure) => string;
  return sentence(failure);
}

/** VS Code loads the translations after this file. */
const t: typeof vscode.l10n.t = (...text: readonly unknown[]) => vscode.l10n.t(...(text as [string]));

const sentences: { readonly [C in Code]: (failure: FailureOf<C>) => string } = {
  alibabaFileInvalid: ({ path }) => t('{0} cannot be read. Correct the file.', path),
  noAlibabaProfile: () => t('This profile is in none of your Alibaba Cloud files.'),
  alibabaKeyMissing: ({ key }) => t('{0} is missing. Add it.', key),
  alibabaValueInvalid: ({ key }) => t('The value of {0} is not valid. Correct it.', key),
  alibabaModeUnknown: ({ mode }) => t('No tool knows the mode {0}. Correct it.', mode),
  alibabaModeUnsupported: ({ mode }) => t('Rolecall does not use profiles with the mode {0}.', mode),
  alibabaSourceMissing: ({ source }) => t('The source profile “{0}” does not exist.', source),
  alibabaSourceLoop: ({ loop }) => t('The source_profile chain is a loop: {0}.', loop.join(' → ')),
  credentialsUriUnset: () => t('ALIBABA_CLOUD_CREDENTIALS_URI is not set.'),
  credentialsUriInvalid: () => t('The credentials URI is not a URL.'),
  credentialsUriRefused: ({ host, status }) => t('{0} answered with status {1}.', host, status),
  credentialsUriBadAnswer: ({ host, missing }) => t('The answer of {0} lacks {1}.', host, missing),
  credentialsFileUnreadable: ({ path, reason }) => t('{0} cannot be read ({1}).', path, reason),
  credentialsFileInvalid: ({ path, missing }) => t('{0} lacks {1}.', path, missing),
  alibabaSourceStale: () => t('The source yields credentials that have expired.'),
  ecsMetadataDisabled: () => t('ALIBABA_CLOUD_ECS_METADATA_DISABLED is set.'),
  ecsMetadataUnreachable: ({ host, reason }) => t('{0} cannot be reached ({1}).', host, reason),
  ecsMetadataRefused: ({ host, status }) => t('{0} answered with status {1}.', host, status),
  ecsMetadataBadAnswer: ({ host }) => t('{0} answered without credentials.', host),
  ecsRoleMissing: () => t('The ECS instance has no RAM role.'),
  oidcTokenUnreadable: ({ path, reason }) => t('The OIDC token {0} cannot be read ({1}).', path, reason),
  oidcRefused: ({ detail }) => t('Alibaba Cloud rejected the OIDC token: {0}', detail),
  cliSignInNeeded: () => t('The sign-in of the Alibaba Cloud CLI has ended. Sign in again.'),
  alibabaKeysExpired: () => t('The temporary keys have expired.'),
  alibabaKeysRefused: () => t('Alibaba Cloud rejected the access key.'),
  alibabaClockWrong: ({ minutes }) => t('The clock of this machine is wrong by {0} minutes.', minutes),
  ramRoleRefused: ({ roleArn }) => t('Alibaba Cloud did not let you assume {0}.', roleArn),
  ramRoleMissing: ({ roleArn }) => t('The RAM role {0} does not exist.', roleArn),
  ramParameterRefused: ({ parameter, detail }) => t('Alibaba Cloud rejected {0}: {1}', parameter, detail),
  alibabaRequestRefused: ({ action, detail }) => t('Alibaba Cloud denied {0}: {1}', action, detail),
  notAlibaba: ({ host, status }) => t('{0} answered with status {1}, not as Alibaba Cloud.', host, status),
  ramConsoleImpossible: () => t('Only temporary credentials open the console. Assume a RAM role.'),
};
