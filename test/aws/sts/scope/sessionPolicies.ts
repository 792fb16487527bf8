import { deflateRawSync } from 'node:zlib';
import type { SessionScope } from '../../iam/caller.ts';
import type { Iam } from '../../iam/iam.ts';
import { parsePolicy } from '../../iam/policyText.ts';
import type { Call } from '../operation.ts';
import { listMembers, type Parameters } from '../parameters.ts';
import { noSessionPolicy, packedPolicyTooLarge } from '../refusals.ts';
import { listLength, type Rule, text } from '../validation.ts';
import type { XmlContent } from '../xml.ts';

const maxCharacters = 2048;
const characters = String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`;

/** What a request adds to a session, and what the response says about it. */
export type Scoped = {
  readonly scope: SessionScope;
  readonly elements: { readonly [name: string]: XmlContent };
};

/**
 * The constraints on `Policy` and `PolicyArns`.
 *
 * @param maximum the length of `Policy`. The service model has none for AssumeRole.
 */
export function sessionPolicyRules(parameters: Parameters, maximum = maxCharacters): readonly Rule[] {
  const members = listMembers(parameters, 'PolicyArns');
  return [
    text('Policy', 1, maximum, characters),
    // Documented, but not part of the service model.
    listLength('PolicyArns', members.length, 10),
    ...members.map((member, i) => ({
      ...text(`${member}.arn`, 20, 2048),
      member: `policyArns.${i + 1}.member.arn`,
    })),
  ];
}

/**
 * The session policies of the request. The managed ones must be of AWS or of this account.
 *
 * @param tags of the request, which count for the packed size
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function readSessionPolicies(
  { parameters, iam }: Pick<Call, 'parameters' | 'iam'>,
  accountId: string,
  tags: Readonly<Record<string, string>> = {},
): Scoped {
  const policy = parameters.get('Policy');
  const arns = listMembers(parameters, 'PolicyArns').map((member) => parameters.get(`${member}.arn`) ?? '');
  const size = packedSize(iam, policy, arns, tags);
  const managed = arns.map((arn) => {
    const document = iam.managedPolicy(arn, accountId);
    if (document === undefined) {
      throw noSessionPolicy(arn);
    }
    return document;
  });
  const policies = policy === undefined ? managed : [parsePolicy(policy), ...managed];
  return {
    scope: policies.length === 0 ? {} : { sessionPolicies: policies },
    elements: size === undefined ? {} : { PackedPolicySize: `${size}` },
  };
}

/**
 * How much of its space AWS's packed form of the policies and tags fills, in percent. The form is unknown. This is an
 * estimate: the length of their deflated text in percent of 400 bytes, so that a few dozen different actions are too
 * much although their text is short enough, as in AWS. More than 2,048 characters are always too much.
 */
function packedSize(
  iam: Iam,
  policy: string | undefined,
  arns: readonly string[],
  tags: Readonly<Record<string, string>>,
): number | undefined {
  const space = 400;
  const policies = [policy ?? '', ...arns].join('');
  const passed = policies + Object.entries(tags).flat().join('');
  if (passed === '') {
    return undefined;
  }
  const deflated = Math.ceil((deflateRawSync(passed, { level: 9 }).length / space) * 100);
  const plain = Math.ceil((policies.length / maxCharacters) * 100);
  const percent = iam.packedPolicySize ?? Math.max(deflated, plain > 100 ? plain : 0);
  if (percent > 100) {
    throw packedPolicyTooLarge(percent, policies === '' ? 'tags' : 'policy');
  }
  return percent;
}
