import type { AccessFailure } from '../../base/failures/accessFailure.ts';
import {
  type Access,
  isLevel,
  levelPolicies,
  mostManagedPolicies,
  mostPolicyCharacters,
  onlyDenies,
} from '../../profiles/access/access.ts';
import { targetName } from '../../profiles/profiles.ts';
import { isRole, type Plan, type SessionPolicy } from '../plan.ts';
import { accountOf } from '../planFacts.ts';
import { aws, partitionOf } from '../endpoints/regions.ts';

/** The policies of an access for the session at the end of a plan, or why AWS would refuse them. */
export function sessionPolicyOf(
  plan: Plan,
  { managed, document }: Access,
): SessionPolicy | (AccessFailure & { readonly profile: string }) {
  const profile = targetName(plan.target);
  const arns = managed.map((policy) => policyArn(policy, partitionIn(plan)));
  const elsewhere = arns.find((arn) => isElsewhere(arn, plan));
  if (elsewhere !== undefined) return { code: 'policyElsewhere', profile, policyArn: elsewhere };
  if (arns.length > mostManagedPolicies)
    return { code: 'tooManyPolicies', profile, count: arns.length, most: mostManagedPolicies };
  const length = [...arns, document?.text ?? ''].join('').length;
  if (length > mostPolicyCharacters)
    return { code: 'policiesTooLong', profile, length, most: mostPolicyCharacters };
  // AWS unites all policies of a session, so one beside another can only take something away by denying it.
  if (document && arns.length > 0 !== onlyDenies(document)) {
    const code = arns.length > 0 ? 'policyWidens' : 'policyOnlyDenies';
    return { code, profile, path: document.file };
  }
  return { arns, document: document?.text };
}

/** Lets a session assume one role and nothing else, with everything that a profile may send with the call. */
export function onlyAssume(roleArn: string): SessionPolicy {
  const statement = {
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    Resource: roleArn,
  };
  return { arns: [], document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) };
}

/** The ARN of a policy that AWS manages, in the partition of the plan. */
export function awsPolicyArn(name: string, plan: Plan): string {
  return `arn:${partitionIn(plan)}:iam::aws:policy/${name}`;
}

/** Policies of AWS itself exist in every partition, each under an ARN of its own. */
function policyArn(policy: string, partition: string): string {
  if (isLevel(policy)) return `arn:${partition}:iam::aws:policy/${levelPolicies[policy]}`;
  return policy.replace(/^arn:[^:]+(?=:iam::aws:policy\/)/u, `arn:${partition}`);
}

function partitionIn({ steps, sts }: Plan): string {
  const last = steps.at(-1)!;
  const place = isRole(last) && 'roleArn' in last ? last.roleArn : sts.region;
  return (partitionOf(place) ?? aws).id;
}

/** A policy must be in the account of the role. That of a user is known only to AWS. */
function isElsewhere(arn: string, plan: Plan): boolean {
  const [, partition, , , account] = arn.split(':');
  if (account === 'aws') return false;
  const own = accountOf(plan);
  return partition !== partitionIn(plan) || (own !== undefined && account !== own);
}
