import { type Failure, FailureError } from '../../base/failure.ts';
import type { CliSignInStep } from '../../plan/alibaba/alibabaPlan.ts';
import { type CliToken, cliTokenOf } from '../../plan/alibaba/stepSecrets.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { badHeader } from '../../profiles/keyForm.ts';
import { clockOffsetMs } from '../clockOffset.ts';
import { Credentials } from '../credentials.ts';
import { isText, parseObject } from '../json.ts';
import { answerFailure, detailOf, requestError } from './serviceFailure.ts';
import { sendRequest, type ServiceAnswer, type ServiceRequest } from './serviceRequest.ts';
import { type ReadKeys, readTemporaryKeys } from './temporaryKeys.ts';

/** Keys that last no longer than this are not worth using, in milliseconds. */
const leastMs = 60_000;

/**
 * The credentials of a sign-in with the Alibaba Cloud CLI: those that the CLI has stored while they last, otherwise new
 * ones for its access token. The token is never renewed here, because a renewal ends the refresh token that only the
 * CLI may replace in its file. `minimumMs`: how long the credentials should last. `now`: milliseconds since the epoch.
 * Rejects with `FailureError` or `Cancelled`.
 */
export async function fetchCliSignIn(
  step: CliSignInStep,
  profiles: AlibabaProfiles,
  now: () => number,
  signal: AbortSignal,
  minimumMs = leastMs,
): Promise<Credentials> {
  const token = cliTokenOf(step, profiles);
  const lifeMs = (token?.stored?.expiration ?? 0) - now();
  const stored = lifeMs > leastMs ? storedKeys(token) : undefined;
  if (stored && lifeMs > minimumMs) return stored;
  try {
    return await exchange(step, usableToken(token, step, now()), now, signal);
  } catch (error) {
    const isOver = error instanceof FailureError && error.failure.code === 'cliSignInNeeded';
    // The machine may have slept meanwhile.
    if (stored && isOver && !hasEnded(stored, now())) return stored;
    throw error;
  }
}

function storedKeys(token: CliToken | undefined): Credentials | undefined {
  if (!token?.stored) return undefined;
  const { accessKeyId, accessKeySecret, securityToken, expiration } = token.stored;
  return new Credentials({
    accessKeyId,
    secretAccessKey: accessKeySecret,
    sessionToken: securityToken,
    expiration,
  });
}

function hasEnded({ expiration }: Credentials, now: number): boolean {
  return expiration !== undefined && expiration <= now;
}

function usableToken(token: CliToken | undefined, step: CliSignInStep, now: number): string {
  const { accessToken, expiration } = token ?? {};
  if (accessToken === undefined || badHeader(accessToken)) throw signInNeeded(step, 'signedOut');
  if (expiration !== undefined && expiration <= now) throw signInNeeded(step, 'expired');
  return accessToken;
}

type WhyNoToken = 'signedOut' | 'expired' | 'refused';

function signInNeeded({ kind, profile }: CliSignInStep, why: WhyNoToken): FailureError {
  const mode = kind === 'oauth' ? 'OAuth' : 'CloudSSO';
  return new FailureError({ code: 'cliSignInNeeded', profile, mode, why });
}

async function exchange(
  step: CliSignInStep,
  accessToken: string,
  now: () => number,
  signal: AbortSignal,
): Promise<Credentials> {
  const service = { profile: step.profile, host: step.endpoint.host };
  const sentAt = now();
  const answer = await sendRequest(exchangeRequest(step, accessToken), signal).catch((error: unknown) => {
    throw requestError(error, service);
  });
  const keys = answer.status === 200 ? keysIn(answer, step) : undefined;
  if (!keys) throw refusal(answer, step, accessToken);
  if ('missing' in keys) throw new FailureError({ code: 'notAlibaba', ...service, status: answer.status });
  const offsetMs = clockOffsetMs(answer.date, now(), sentAt);
  return new Credentials({
    ...keys,
    expiration: keys.expiration === undefined ? undefined : keys.expiration - offsetMs,
  });
}

/** As the CLI sends it (`cloudsso/refresh.go`, `CreateCloudCredential`, and `oauth` in `config`). */
function exchangeRequest(step: CliSignInStep, accessToken: string): ServiceRequest {
  const { kind, endpoint, account, accessConfiguration } = step;
  const isOauth = kind === 'oauth';
  return {
    url: `${endpoint.url}${isOauth ? '/v1/exchange' : '/cloud-credentials'}`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
      'user-agent': 'rolecall',
    },
    body: isOauth ? '' : JSON.stringify({ AccountId: account, AccessConfigurationId: accessConfiguration }),
  };
}

function keysIn({ body }: ServiceAnswer, { kind }: CliSignInStep): ReadKeys | undefined {
  const fields = parseObject(body);
  if (!fields) return undefined;
  if (kind === 'oauth')
    return readTemporaryKeys(fields, ['accessKeyId', 'accessKeySecret', 'securityToken', 'expiration']);
  const { CloudCredential: credential } = fields;
  return readTemporaryKeys({ ...(credential as object | undefined) });
}

/** Codes for an access token that has ended: of OAuth (RFC 6750, 3.1), and of CloudSSO. */
const endedToken = /^(?:invalid_token|invalid_grant|(?:Invalid|Expired)\w*Token\b|\w*TokenExpired\b)/u;

function refusal(answer: ServiceAnswer, step: CliSignInStep, accessToken: string): FailureError {
  const { profile, endpoint, kind } = step;
  const { status, body } = answer;
  const {
    ErrorCode,
    ErrorMessage,
    error,
    error_description: description,
    ...other
  } = parseObject(body) ?? {};
  const code = [ErrorCode, error, other['Code'], other['code']].find(isText);
  const isEnded = status === 401 || (code !== undefined && endedToken.test(code));
  if (isEnded) return signInNeeded(step, 'refused');
  const common = answerFailure(status, code, { profile, host: endpoint.host });
  if (common) return new FailureError(common);
  const failure: Failure = {
    code: 'alibabaRequestRefused',
    profile,
    action: kind === 'oauth' ? 'oauth:Exchange' : 'cloudsso:CreateCloudCredential',
    alibabaCode: detailOf(code, [accessToken]),
    detail: detailOf(ErrorMessage ?? description ?? other['Message'], [accessToken]),
  };
  return new FailureError(failure);
}
