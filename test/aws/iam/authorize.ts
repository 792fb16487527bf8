import { explicitlyDenied, federatedUserRefused, implicitlyDenied, type Refusal } from '../sts/refusals.ts';
import type { Caller } from './caller.ts';
import type { Iam } from './iam.ts';
import { decide } from './policies.ts';

/** An action on a resource, for policies and for the messages about them. */
export type Access = {
  readonly action: string;
  /** The ARN that policies are compared with, or `*`. */
  readonly resource: string;
  /** The resource as messages show it, if not as its ARN. An empty text leaves it out. */
  readonly shown?: string;
};

/**
 * Throws a refusal unless the policies of the caller and its session allow the request. A principal without policies
 * may do everything, and a session is limited by what its own policies allow together.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorize(iam: Iam, caller: Caller, access: Access): void {
  const refusal = refusalOf(iam, caller, access);
  if (refusal !== undefined) {
    throw refusal;
  }
}

/** The reason why the caller must not do it. Of several, the order says which one AWS reports. */
export function refusalOf(iam: Iam, caller: Caller, access: Access): Refusal | undefined {
  const { action, resource, shown = resource } = access;
  if (caller.kind === 'federatedUser' && /^(?:iam|sts):/i.test(action)) {
    return federatedUserRefused(caller.arn, action, shown);
  }
  const identity = iam.policiesOf(caller.principalArn);
  const byIdentity = identity ? decide(identity, action, resource) : 'allow';
  const session = caller.sessionPolicies;
  const bySession = session ? decide(session, action, resource) : 'allow';
  const denial = iam.denialOf(caller, action);
  if (denial !== undefined) {
    return explicitlyDenied(caller.arn, action, shown, denial);
  }
  if (byIdentity === 'explicitDeny' || iam.isRevoked(caller)) {
    return explicitlyDenied(caller.arn, action, shown);
  }
  if (bySession === 'explicitDeny') {
    return explicitlyDenied(caller.arn, action, shown, 'session policy');
  }
  if (byIdentity === 'implicitDeny') {
    return implicitlyDenied(caller.arn, action, shown, 'identity-based policy');
  }
  return bySession === 'implicitDeny'
    ? implicitlyDenied(caller.arn, action, shown, 'session policy')
    : undefined;
}
