import type { Failure } from '../../base/failure.ts';
import type { AlibabaEndpoint } from '../../plan/alibaba/alibabaPlan.ts';
import { answerFailure, detailOf } from './serviceFailure.ts';

/** The context of a call to STS. */
export interface StsCall {
  readonly profile: string;
  readonly sts: AlibabaEndpoint;
  readonly action: 'AssumeRole' | 'AssumeRoleWithOIDC' | 'GetCallerIdentity';
  /** The keys that sign the call; undefined if a token authenticates it. */
  readonly signer: { readonly accessKeyId: string } | undefined;
  /** The role that the call requests. */
  readonly roleArn: string | undefined;
  /** What the service may quote, but messages must not. */
  readonly secrets?: readonly string[];
}

/** An answer without a result. */
export interface StsRefusal {
  readonly status: number;
  /** The error code of STS; undefined if the answer has none. */
  readonly code: string | undefined;
  readonly message: unknown;
  /** The hash in our string to sign. */
  readonly requestHash: string;
  /** How far this machine's clock is ahead of the date of the answer, in milliseconds. */
  readonly aheadMs: number;
}

/**
 * The failure for a refusal of STS, by its error code. The message is kept only for codes with which it contains no
 * secret.
 *
 * @see https://api.alibabacloud.com/document/Sts/2015-04-01/errorCode
 */
export function stsFailure(refusal: StsRefusal, call: StsCall): Failure {
  const { status, code, message } = refusal;
  const { profile, signer, roleArn, action, secrets } = call;
  const common = answerFailure(status, code, { profile, host: call.sts.host });
  if (common) return common;
  const alibabaCode = detailOf(code, secrets);
  const keys = signer && keysFailure(refusal, profile, signer.accessKeyId);
  if (keys) return keys;
  if (alibabaCode === 'InvalidTimeStamp.Expired')
    return { code: 'alibabaClockWrong', profile, minutes: Math.round(refusal.aheadMs / 60_000) };
  const detail = detailOf(message, secrets);
  if (roleArn !== undefined) {
    if (alibabaCode === 'EntityNotExist.Role') return { code: 'ramRoleMissing', profile, roleArn };
    const parameter = parameterNames.get(alibabaCode);
    if (parameter) return { code: 'ramParameterRefused', profile, parameter, detail };
    if (!signer) return { code: 'oidcRefused', profile, roleArn, alibabaCode, detail };
    const { accessKeyId } = signer;
    if (alibabaCode === 'NoPermission')
      return { code: 'ramRoleRefused', profile, roleArn, accessKeyId, isRoot: false };
  }
  // The message of a signature that does not match quotes the whole request.
  const shown = alibabaCode === 'SignatureDoesNotMatch' ? '' : detail;
  return { code: 'alibabaRequestRefused', profile, action: `sts:${action}`, alibabaCode, detail: shown };
}

/** Failures of the signing keys themselves. */
function keysFailure(
  { code, message, requestHash }: StsRefusal,
  profile: string,
  accessKeyId: string,
): Failure | undefined {
  const refused = { code: 'alibabaKeysRefused', profile, accessKeyId } as const;
  switch (code) {
    case 'InvalidAccessKeyId.NotFound':
      return { ...refused, why: 'unknown' };
    case 'InvalidAccessKeyId.Inactive':
      return { ...refused, why: 'inactive' };
    case 'InvalidSecurityToken.Expired':
      return { code: 'alibabaKeysExpired', profile, accessKeyId };
    case 'InvalidSecurityToken.Malformed':
    case 'InvalidSecurityToken.MismatchWithAccessKey':
      return { ...refused, why: 'token' };
    case 'MissingSecurityToken':
      return { ...refused, why: 'noToken' };
    case 'SignatureDoesNotMatch': {
      // STS signs the same request differently only with another secret. Otherwise, something has changed the request.
      const isSameRequest = typeof message === 'string' && message.includes(requestHash);
      return isSameRequest ? { ...refused, why: 'secret' } : undefined;
    }
    default:
      return undefined;
  }
}

const parameterNames = new Map(
  Object.entries({
    'InvalidParameter.RoleArn': 'RoleArn',
    'InvalidParameter.RoleSessionName': 'RoleSessionName',
    'InvalidParameter.DurationSeconds': 'DurationSeconds',
    'InvalidParameter.ExternalId': 'ExternalId',
    'InvalidParameter.PolicyGrammar': 'Policy',
    'InvalidParameter.PolicySize': 'Policy',
  } as const),
);
