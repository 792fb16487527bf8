import * as vscode from 'vscode';
import type { Failure, FailureOf } from '../../base/failure.ts';
import type { AlibabaFailure } from '../../base/failures/alibabaFailure.ts';

type Code = AlibabaFailure['code'];

export function isAlibabaFailure(failure: Failure): failure is AlibabaFailure {
  return Object.hasOwn(sentences, failure.code);
}

/** Whether a host belongs to Alibaba Cloud, so that what helps with AWS does not help with it. */
export function isAlibabaHost(host: string): boolean {
  return /(?:^|\.)(?:aliyuncs|aliyun|alibabacloud|alibabacloudsso)\.com(?::\d+)?$/u.test(host);
}

/** Describes what is wrong with credentials of Alibaba Cloud, and the way out. */
export function describeAlibabaFailure(failure: AlibabaFailure): string {
  const sentence = sentences[failure.code] as (failure: AlibabaFailure) => string;
  return sentence(failure);
}

const t = vscode.l10n.t;

const sentences: { readonly [C in Code]: (failure: FailureOf<C>) => string } = {
  alibabaOff: () => t('Alibaba Cloud is turned off. Set {0} to auto or on.', 'rolecall.alibabaCloud'),
  alibabaFileInvalid: ({ path, line }) =>
    line === undefined
      ? t('{0} does not have the form that Alibaba Cloud’s tools read. Correct the file.', path)
      : t(
          '{0} is not valid in line {1}, so Alibaba Cloud’s tools cannot read it. Correct the file.',
          path,
          line,
        ),
  noAlibabaProfile: () => t('This profile is no longer in your Alibaba Cloud files. Choose another one.'),
  alibabaKeyMissing: ({ key }) => t('{0} is missing, so there are no credentials. Add it.', key),
  alibabaValueInvalid: ({ key }) => t('The value of {0} is not valid. Correct it.', key),
  alibabaModeUnknown: ({ mode }) =>
    mode === ''
      ? t('The profile has no mode or type, and its keys do not tell which one is meant. Add it.')
      : t('No tool knows the mode or type “{0}”. Check it for typos; capital letters matter.', mode),
  alibabaModeUnsupported: ({ mode }) =>
    t('Rolecall does not use the mode or type “{0}”. Choose another profile.', mode),
  alibabaSourceMissing: ({ source }) =>
    t(
      'The profile “{0}”, which source_profile names, does not exist. Correct the name, or add the profile.',
      source,
    ),
  alibabaSourceLoop: ({ loop }) =>
    t(
      'The source_profile chain is a loop: {0}. Let one of these profiles get its credentials elsewhere.',
      loop.join(' → '),
    ),

  credentialsUriUnset: () =>
    t(
      'ALIBABA_CLOUD_CREDENTIALS_URI is empty. A PAI DSW instance sets it only if it has a RAM role: choose one for the instance in the PAI console. If the console says PassRoleFailedError, ask your administrator for ram:PassRole on that role.',
    ),
  credentialsUriInvalid: () =>
    t('The credentials URI is not an http or https URL. Correct it, or ask whoever has set it.'),
  credentialsUriRefused: ({ host, status, detail }) =>
    withDetail(
      t(
        'The credentials URI ({0}) answered with status {1} instead of credentials. On PAI DSW, check that the RAM role of the instance still exists and that its trust policy allows pai.aliyuncs.com. The PAI console calls that AssumeRoleFailedError.',
        host,
        status,
      ),
      detail,
    ),
  credentialsUriBadAnswer: ({ host, missing }) =>
    t(
      'The credentials URI ({0}) did not answer with credentials: {1} is missing or not valid. Check ALIBABA_CLOUD_CREDENTIALS_URI, and try again.',
      host,
      missing,
    ),
  credentialsUriNeedsToken: () =>
    t(
      'These are long-term keys, and programs accept only temporary ones from a credentials URI. Assume a RAM role, or set rolecall.terminals.mode to environment.',
    ),
  credentialsFileUnreadable: ({ path, reason }) =>
    reason === 'ENOENT'
      ? t(
          '{0} does not exist. A PAI DSW instance has it only if it has a RAM role: choose one for the instance in the PAI console.',
          path,
        )
      : t('{0} cannot be read ({1}). Check who may read it.', path, reason),
  credentialsFileInvalid: ({ path, missing }) =>
    t(
      '{0} does not contain credentials: {1} is missing or not valid. The instance writes the file again and again, so try again in a moment.',
      path,
      missing,
    ),
  alibabaSourceStale: () =>
    t(
      'The instance still provides credentials that have expired. Try again in a moment. If that does not help, check that its RAM role still exists, or restart the instance.',
    ),

  ecsMetadataDisabled: () =>
    t(
      'ALIBABA_CLOUD_ECS_METADATA_DISABLED is set, so the metadata service is not asked. Remove the variable, and restart VS Code.',
    ),
  externalProcessDisabled: () =>
    t(
      'ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS is set, so this profile is not used. Remove the variable, and restart VS Code.',
    ),
  ecsMetadataUnreachable: ({ host, reason }) =>
    t(
      'The metadata service ({0}) does not answer ({1}). It exists only on an ECS instance. Elsewhere, choose other credentials.',
      host,
      reason,
    ),
  ecsMetadataRefused: ({ host, status }) =>
    t(
      'The metadata service ({0}) refused the request (HTTP {1}). The instance may accept only requests with a token: check ALIBABA_CLOUD_IMDSV1_DISABLED and the metadata options of the instance.',
      host,
      status,
    ),
  ecsMetadataBadAnswer: ({ host }) =>
    t(
      'The metadata service ({0}) did not answer with credentials. Check for a proxy, and that the RAM role of the instance still exists.',
      host,
    ),
  ecsRoleMissing: ({ roleName }) =>
    roleName === undefined
      ? t('This ECS instance has no RAM role. Attach one to the instance in the ECS console.')
      : t(
          'This ECS instance does not have the RAM role “{0}”. Correct the name, or attach the role to the instance in the ECS console.',
          roleName,
        ),

  oidcTokenUnreadable: ({ path, reason }) =>
    reason === 'EMPTY'
      ? t(
          'The OIDC token file {0} is empty. In a pod, check that RRSA is set up for its service account.',
          path,
        )
      : t(
          'The OIDC token file {0} cannot be read ({1}). In a pod, check that RRSA is set up for its service account.',
          path,
          reason,
        ),
  oidcRefused: ({ roleArn, alibabaCode, detail }) =>
    withDetail(
      t(
        'The OIDC token may not assume {0} ({1}). Check the OIDC provider, and the issuer, the audience, and the service account in the role’s trust policy.',
        roleArn,
        alibabaCode,
      ),
      detail,
    ),
  cliSignInNeeded: ({ mode, why }) => signInNeeded(mode, why),

  alibabaKeysExpired: ({ accessKeyId }) =>
    t(
      'The STS token of {0} has expired. Get a new one where you got this one; for a RAM role, choose the role itself, and Rolecall renews it.',
      accessKeyId,
    ),
  alibabaKeysRefused: ({ why, accessKeyId }) => keysRefused(why, accessKeyId),
  alibabaClockWrong: describeWrongClock,
  ramRoleRefused: ({ roleArn, accessKeyId, callerArn = accessKeyId, isRoot }) =>
    isRoot
      ? t(
          '{0} belongs to the Alibaba Cloud account itself, which can assume no role. Use the AccessKey pair of a RAM user.',
          accessKeyId,
        )
      : t(
          'These credentials ({1}) may not assume {0}. They need sts:AssumeRole, for example by the policy AliyunSTSAssumeRoleAccess, and the trust policy of the role must allow them. Ask your administrator for both.',
          roleArn,
          callerArn,
        ),
  ramRoleMissing: ({ roleArn }) =>
    t('The RAM role {0} does not exist. Check the account ID and the name of the role.', roleArn),
  ramParameterRefused: ({ parameter, detail }) =>
    withDetail(
      parameter === 'DurationSeconds'
        ? t('Alibaba Cloud rejected the duration. The maximum session duration of the role may be shorter.')
        : t('Alibaba Cloud rejected {0}. Correct it.', parameter),
      detail,
    ),
  alibabaRequestRefused: ({ action, alibabaCode, detail }) =>
    withDetail(
      alibabaCode === ''
        ? t('Alibaba Cloud denied {0}.', action)
        : t('Alibaba Cloud denied {0} ({1}).', action, alibabaCode),
      detail,
    ),
  notAlibaba: ({ host, status }) =>
    t(
      '{0} returned a response that is not from Alibaba Cloud (HTTP {1}). Check for a proxy or a sign-in page on your network.',
      host,
      status,
    ),
  ramConsoleImpossible: () =>
    t('An AccessKey pair cannot open the console, only temporary credentials can. Assume a RAM role first.'),
};

/** Alibaba Cloud's own words, which are English. */
function withDetail(sentence: string, detail: string): string {
  return detail === '' ? sentence : `${sentence} ${t('Alibaba Cloud says: {0}', detail)}`;
}

type SignInNeeded = FailureOf<'cliSignInNeeded'>;

function signInNeeded(mode: SignInNeeded['mode'], why: SignInNeeded['why']): string {
  const trouble = {
    signedOut: t('The Alibaba Cloud CLI is not signed in for this profile ({0}).', mode),
    expired: t('The sign-in of the Alibaba Cloud CLI has expired ({0}).', mode),
    refused: t('Alibaba Cloud no longer accepts the sign-in of the Alibaba Cloud CLI ({0}).', mode),
  };
  return `${trouble[why]} ${t('Sign in with the CLI again. Rolecall notices when that is done.')}`;
}

function keysRefused(why: FailureOf<'alibabaKeysRefused'>['why'], accessKeyId: string): string {
  switch (why) {
    case 'unknown':
      return t(
        'Alibaba Cloud does not know the AccessKey ID {0}. It was deleted, or it belongs to the other site (aliyun.com or alibabacloud.com).',
        accessKeyId,
      );
    case 'inactive':
      return t(
        'The AccessKey {0} is disabled. Enable it in the RAM console, or use another one.',
        accessKeyId,
      );
    case 'secret':
      return t('The AccessKey secret does not belong to {0}. Copy both again.', accessKeyId);
    case 'token':
      return t('The security token does not belong to {0}. Copy all three values again.', accessKeyId);
    case 'noToken':
      return t(
        '{0} is a temporary AccessKey ID (STS.…), which works only with its security token. Copy all three values.',
        accessKeyId,
      );
  }
}

/** Zero minutes: Alibaba Cloud did not tell its own time. */
function describeWrongClock({ minutes }: FailureOf<'alibabaClockWrong'>): string {
  if (minutes === 0)
    return t('Alibaba Cloud refuses requests because the clock of this machine is wrong. Set the clock.');
  return minutes > 0
    ? t(
        'Alibaba Cloud refuses requests because the clock of this machine is {0} minutes fast. Set the clock.',
        minutes,
      )
    : t(
        'Alibaba Cloud refuses requests because the clock of this machine is {0} minutes slow. Set the clock.',
        -minutes,
      );
}
