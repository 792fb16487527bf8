import { Cancelled, FailureError } from '../../base/failure.ts';
import type { AlibabaEndpoint, OidcRoleStep, RamRoleStep } from '../../plan/alibaba/alibabaPlan.ts';
import { Credentials } from '../credentials.ts';
import { isText } from '../json.ts';
import { askSts, type MachineClock, type StsAnswer, type StsQuestion } from './ramSts.ts';
import { readTemporaryKeys } from './temporaryKeys.ts';

/** Whose credentials these are, according to STS. `account`: the ID of the account, of 16 digits. */
export interface AlibabaIdentity {
  readonly account: string;
  readonly arn: string;
  readonly kind: 'account' | 'user' | 'role';
}

/** `AssumeRole`, with the credentials of the step before it. Rejects with `FailureError` or `Cancelled`. */
export async function assumeRamRole(
  step: RamRoleStep,
  source: Credentials,
  clock: MachineClock,
  signal: AbortSignal,
): Promise<Credentials> {
  const { profile, sts, roleArn } = step;
  const parameters = { ...roleParameters(step), ExternalId: step.externalId };
  const question = { profile, sts, action: 'AssumeRole', signer: source, roleArn, parameters } as const;
  try {
    return sessionIn(await askSts(question, clock, signal), question);
  } catch (error) {
    throw await withCallerTold(error, () => callerIdentity(profile, sts, source, clock, signal));
  }
}

/** `AssumeRoleWithOIDC`, which the token authenticates. Rejects with `FailureError` or `Cancelled`. */
export async function assumeRamRoleWithToken(
  step: OidcRoleStep,
  token: string,
  clock: MachineClock,
  signal: AbortSignal,
): Promise<Credentials> {
  const { profile, sts, roleArn, providerArn } = step;
  const parameters = { ...roleParameters(step), OIDCProviderArn: providerArn, OIDCToken: token };
  const call = { profile, sts, action: 'AssumeRoleWithOIDC', signer: undefined, roleArn } as const;
  const question = { ...call, parameters, secrets: [token] };
  return sessionIn(await askSts(question, clock, signal), question);
}

function roleParameters({ roleArn, sessionName, durationSeconds, policy }: OidcRoleStep | RamRoleStep) {
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
    Policy: policy,
  };
}

/** The session in an answer, with its expiration by this machine's clock, which all callers use. */
function sessionIn({ fields, offsetMs }: StsAnswer, { profile, sts }: StsQuestion): Credentials {
  const keys = readTemporaryKeys({ ...(fields['Credentials'] as object | undefined) });
  if ('missing' in keys || keys.expiration === undefined)
    throw new FailureError({ code: 'notAlibaba', profile, host: sts.host, status: 200 });
  return new Credentials({ ...keys, expiration: keys.expiration - offsetMs });
}

/** The identity of the credentials. Needs no permission. Rejects with `FailureError` or `Cancelled`. */
export async function callerIdentity(
  profile: string,
  sts: AlibabaEndpoint,
  signer: Credentials,
  clock: MachineClock,
  signal: AbortSignal,
): Promise<AlibabaIdentity> {
  const question = { profile, sts, action: 'GetCallerIdentity', signer, roleArn: undefined } as const;
  const { fields } = await askSts({ ...question, parameters: {} }, clock, signal);
  const { AccountId: account, Arn: arn, IdentityType: type } = fields;
  if (!isText(account) || !isText(arn))
    throw new FailureError({ code: 'notAlibaba', profile, host: sts.host, status: 200 });
  const kind = type === 'Account' ? 'account' : type === 'AssumedRoleUser' ? 'role' : 'user';
  return { account, arn, kind };
}

/**
 * STS has one code for all callers that may not assume a role, and does not name them. But the administrator needs to
 * know the caller, and the account itself may assume no role at all.
 */
async function withCallerTold(refusal: unknown, identify: () => Promise<AlibabaIdentity>): Promise<unknown> {
  if (!(refusal instanceof FailureError) || refusal.failure.code !== 'ramRoleRefused') return refusal;
  const identity = await identify().catch((error: unknown) => {
    if (error instanceof Cancelled) throw error;
    return undefined;
  });
  if (!identity) return refusal;
  const { failure, accessKeyId = failure.accessKeyId } = refusal;
  const { arn: callerArn, kind } = identity;
  return new FailureError({ ...failure, accessKeyId, callerArn, isRoot: kind === 'account' });
}
