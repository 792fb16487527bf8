import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { withDirectCode, withoutMfaSession } from '../../../../src/plan/directCode.ts';
import { prefixFingerprints } from '../../../../src/plan/fingerprints.ts';
import { isPlan, needsPerson, type Plan, type Step } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { type Access, accessKey, isFullAccess } from '../../../../src/profiles/access/access.ts';
import { phone, profilesOf, workingPlan } from '../planText.ts';
import { chainOf, contextOf, documentOf, forAgent, mfa, scoped, sources } from './scopedPlans.ts';

const own = 'arn:aws:iam::222222222222:policy/Own';
const denying = documentOf('Deny');
const without: readonly Access[] = [
  { managed: [] },
  { managed: ['readOnly'] },
  { managed: ['viewOnly'] },
  { managed: ['securityAudit'] },
  { managed: [own] },
  { managed: [own, 'viewOnly'] },
  { managed: ['viewOnly', own] },
  { managed: [], document: documentOf('Allow') },
  { managed: [], document: documentOf('Allow', 'ec2:*') },
  { managed: ['readOnly'], document: denying },
  { managed: ['viewOnly'], document: denying },
];
const access = fc.constantFrom(...without, ...without.map(forAgent));

const input = fc
  .tuple(fc.constantFrom(...Object.values(sources)), fc.integer({ min: 0, max: 3 }), fc.boolean())
  .map(([source, roles, hasDevice]) => chainOf(source, roles, hasDevice ? mfa : ''));

const lastOf = (plan: Plan): string => prefixFingerprints(plan).at(-1)!;

/** The plan with an access; undefined if there is none. */
function planWith(plan: Plan, given: Access): Plan | undefined {
  const planned = scoped(plan, given);
  return isPlan(planned) ? planned : undefined;
}

describe('plans of sessions with less access', () => {
  it('have the fingerprint of no other access, nor that of the plan without it', () => {
    fc.assert(
      fc.property(input, access, access, (any, one, other) => {
        const plan = workingPlan(any);
        const [first, second] = [planWith(plan, one), planWith(plan, other)];
        if (first && !isFullAccess(one)) assert.notEqual(lastOf(first), lastOf(plan));
        if (!first || !second) return;
        // AWS lets sessions of these kinds carry no mark, so an agent with everything shares that of the user.
        const isUnmarked = first.steps === plan.steps && second.steps === plan.steps;
        assert.equal(lastOf(first) === lastOf(second), isUnmarked || accessKey(one) === accessKey(other));
      }),
      { numRuns: 500 },
    );
  });

  it('end with a call that sends the whole access, and with no other', () => {
    fc.assert(
      fc.property(input, access, (any, given) => {
        const plan = planWith(workingPlan(any), given);
        if (!plan) return;
        const last = plan.steps.at(-1)!;
        const sent = 'sessionPolicy' in last ? last.sessionPolicy : undefined;
        const count = [sent?.document].filter(Boolean).length + (sent?.arns.length ?? 0);
        // An agent with everything gets no keys of a user, so its session needs a policy that allows everything.
        const isUser = isFullAccess(given) && last.kind === 'federationToken';
        assert.equal(count, isUser ? 1 : given.managed.length + (given.document ? 1 : 0));
        assert.equal(sent?.document, given.document?.text);
        assert.deepEqual(isFullAccess(plan.access), isFullAccess(given));
      }),
    );
  });

  it('let every role before the last one assume the next one and nothing else, unless it gets a code', () => {
    fc.assert(
      fc.property(input, access, fc.boolean(), (any, given, isDirect) => {
        const full = workingPlan(any);
        const plan = planWith(withDirectCode(full, isDirect ? [phone] : []), given);
        if (!plan || isFullAccess(given)) return;
        for (const [i, step] of plan.steps.entries()) {
          const next: Step | undefined = plan.steps[i + 1];
          if (!('roleArn' in step) || !next) continue;
          if (needsPerson(step)) {
            assert.equal(step.sessionPolicy, undefined);
            continue;
          }
          const { Statement } = JSON.parse(step.sessionPolicy?.document ?? '{}') as { Statement: unknown };
          assert.deepEqual(Statement, [
            {
              Effect: 'Allow',
              Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
              Resource: 'roleArn' in next && next.roleArn,
            },
          ]);
          assert.deepEqual(step.sessionPolicy?.arns, []);
        }
      }),
    );
  });

  it('share everything up to the code with the plan without it', () => {
    fc.assert(
      fc.property(input, access, fc.boolean(), (any, given, isDirect) => {
        const full = withDirectCode(workingPlan(any), isDirect ? [phone] : []);
        const plan = planWith(full, given);
        const code = full.steps.findIndex(needsPerson);
        // The last call of a plan is the one that has the policy.
        if (!plan || code < 0 || code === full.steps.length - 1) return;
        assert.deepEqual(
          prefixFingerprints(plan).slice(0, code + 1),
          prefixFingerprints(full).slice(0, code + 1),
        );
        assert.equal(plan.steps.filter(needsPerson).length, 1);
      }),
    );
  });

  it('are the same whether the MFA session is left out before or after they get their access', () => {
    fc.assert(
      fc.property(input, access, (any, given) => {
        const full = workingPlan(any);
        const planned = planTarget(profilesOf(any), full.target, {
          environment: any.environment ?? {},
          sessionName: 'me',
          mfaSessionSeconds: 43_200,
          mfaProcess: '',
          directDevices: [phone],
          ...(any.isOnInstance === undefined ? {} : { isOnInstance: any.isOnInstance }),
        });
        assert.ok(isPlan(planned));
        const [before, after] = [planWith(planned, given), planWith(full, given)];
        const direct = after && (withoutMfaSession(after) ?? after);
        assert.equal(before && lastOf(before), direct && lastOf(direct));
        if (before && direct) assert.deepEqual(prefixFingerprints(before), prefixFingerprints(direct));
      }),
    );
  });

  it('name each role’s session as the user’s or as the agent’s, and never otherwise', () => {
    fc.assert(
      fc.property(input, access, (any, given) => {
        const plan = planWith(workingPlan(any), given);
        const names = plan?.steps.flatMap((step) => ('sessionName' in step ? step.sessionName : [])) ?? [];
        const expected = names.map((_, i) =>
          given.isForAgent && i === names.length - 1 ? 'me-agent' : 'me',
        );
        assert.deepEqual(names, expected);
      }),
    );
  });

  it('differ for agents whose marks differ', () => {
    const plan = workingPlan(chainOf(sources['keys']!, 1));
    const marks = [
      {},
      { sessionName: 'x-{session}' },
      { sessionTags: { a: 'b' } },
      { sourceIdentity: 'agent' },
    ];
    const found = marks.map((each) => {
      const planned = scoped(plan, forAgent({ managed: [] }), contextOf(each));
      return isPlan(planned) && lastOf(planned);
    });
    assert.equal(new Set(found).size, marks.length);
  });
});
