import { type Failure, FailureError } from '../../base/failure.ts';
import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import { type AwsCall, awsFailure } from '../sdk/awsFailure.ts';
import type { Sts } from '../sdk/sts.ts';

/**
 * Why `GetSessionToken` is denied, if it is, whatever the code; `refusal` is the answer to a call with a code. AWS has
 * one error code for a wrong code and for a denied call, so the call is made again without a code: every user may make
 * it unless a policy of the user, a permissions boundary, or an organization says otherwise (AWS STS API,
 * `GetSessionToken`, "Permissions"). The session without a code is discarded.
 */
export async function sessionDenial(
  refusal: Failure,
  sts: Sts,
  call: AwsCall,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  if (refusal.code !== 'mfaRefused') return undefined;
  try {
    await sts.getSessionToken(undefined, shortestSeconds, signal);
    return undefined;
  } catch (error) {
    const failure = awsFailure(error, call);
    if (!(failure instanceof FailureError)) throw failure;
    return failure.failure.code === 'notAuthorized' ? failure.failure : undefined;
  }
}

/** The least that AWS accepts as the duration of a session. */
const shortestSeconds = 900;

/** Whether a server of the user's own does not have the operation. */
export function isUnsupported(failure: Failure, { url }: StsEndpoint): boolean {
  if (url === undefined) return false;
  switch (failure.code) {
    case 'refusedRequest':
      return unsupportedCodes.has(failure.awsCode);
    case 'serviceFault':
      return failure.status === 501;
    case 'notAws':
      return failure.status === 404 || failure.status === 405;
    default:
      return false;
  }
}

/** STS itself, Ceph, LocalStack, and MinIO (`sts-handlers.go`, whose answer is `InvalidParameterValue`). */
const unsupportedCodes: ReadonlySet<string> = new Set([
  'InvalidAction',
  'InvalidParameterValue',
  'MethodNotAllowed',
  'NotImplemented',
  'OperationNotSupported',
  'UnknownOperationException',
  'UnsupportedOperation',
]);

/**
 * Whether a device cannot be the user's: it is in another account, or it is the root user's. Other names tell nothing,
 * because a user may name a device freely. False for serial numbers of hardware devices. `user`: an ARN.
 */
export function isForeignDevice(mfaSerial: string, user: string): boolean {
  const [, , service, , account, device] = mfaSerial.split(':');
  const [, , , , userAccount, name] = user.split(':');
  if (service !== 'iam' || !account || !userAccount) return false;
  return account !== userAccount || (device === rootDevice && name !== 'root');
}

/** IAM User Guide, "Enable a virtual MFA device for the root user". */
const rootDevice = 'mfa/root-account-mfa-device';
