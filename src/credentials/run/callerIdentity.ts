import { callerAfter } from '../../plan/caller.ts';
import type { Plan } from '../../plan/plan.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { Credentials } from '../credentials.ts';
import { awsFailure } from '../sdk/awsFailure.ts';
import type { openSts } from '../sdk/open.ts';
import { type Identity, stsHost } from '../sdk/sts.ts';

/** The identity of the credentials according to STS. Rejects with `FailureError` or `Cancelled`. */
export async function callerIdentity(
  open: typeof openSts,
  plan: Plan,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Identity> {
  try {
    return await (await open(plan.sts, credentials)).getCallerIdentity(signal);
  } catch (error) {
    throw awsFailure(error, {
      profile: targetName(plan.target),
      action: 'sts:GetCallerIdentity',
      signer: { accessKeyId: credentials.accessKeyId, caller: callerAfter(plan.steps) },
      region: plan.sts.region,
      host: stsHost(plan.sts),
      mfaSerial: undefined,
    });
  }
}
