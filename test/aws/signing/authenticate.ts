import type { Clock } from '../clock.ts';
import type { ServiceRequest } from '../http/service.ts';
import type { Caller } from '../iam/caller.ts';
import type { Iam } from '../iam/iam.ts';
import type { Sessions } from '../iam/sessions.ts';
import { expiredToken, invalidClientTokenId } from '../sts/refusals.ts';
import { type Authorization, readAuthorization } from './authorization.ts';
import { checkDate, checkScope, checkSignature } from './signature.ts';

/** Where keys are looked up. */
export type KeyRing = {
  readonly iam: Iam;
  readonly sessions: Sessions;
  readonly clock: Clock;
};

type KnownKey = {
  readonly secretAccessKey: string;
  readonly caller: Caller;
};

/**
 * The signer of the request. The order of the checks is observable: a request with several errors gets the response for
 * the first one, so that a wrong clock hides a wrong key, and an expired session hides a wrong secret.
 */
export async function authenticate(
  request: ServiceRequest,
  service: string,
  keyRing: KeyRing,
): Promise<Caller> {
  const authorization = readAuthorization(request);
  checkDate(authorization, keyRing.clock.wire());
  checkScope(authorization, service);
  const key = findKey(authorization, request.headers['x-amz-security-token'], keyRing);
  await checkSignature(request, authorization, key.secretAccessKey);
  return key.caller;
}

function findKey(
  { accessKeyId }: Authorization,
  token: string | undefined,
  { iam, sessions }: KeyRing,
): KnownKey {
  const longTerm = iam.key(accessKeyId);
  if (longTerm !== undefined && longTerm.status === 'Active' && token === undefined) {
    return longTerm;
  }
  const session = sessions.find(accessKeyId);
  if (session === undefined || session.sessionToken !== token) {
    throw invalidClientTokenId();
  }
  if (sessions.isExpired(session)) {
    throw expiredToken();
  }
  if (!iam.exists(session.caller.principalArn)) {
    throw invalidClientTokenId();
  }
  const { secretAccessKey, caller, issued } = session;
  return { secretAccessKey, caller: { ...caller, tokenIssueTime: issued } };
}
