import assert from 'node:assert/strict';
import { isPlan } from '../../../../src/plan/plan.ts';
import { type Access, fullAccess, type PolicyText } from '../../../../src/profiles/access/access.ts';
import { keys, type PlanInput, printPlan, workingPlan } from '../planText.ts';
import { chainOf, corp, documentOf, forAgent, mfa, readOnly, scoped, sources } from './scopedPlans.ts';

const withKeys = sources['keys']!;
const oneRole = chainOf(withKeys, 1);

/** A role in a partition, with a region that need not be in it. */
function roleIn(partition: string): PlanInput {
  return {
    config: `[profile base]\n${keys('AKIA1')}\n[profile dev]\nrole_arn = arn:${partition}:iam::222222222222:role/One\nsource_profile = base\nregion = eu-west-1`,
  };
}

/** The ARNs of the policies that the last call sends. */
function arnsOf(input: PlanInput, access: Access): readonly string[] {
  const planned = scoped(input, access);
  assert.ok(isPlan(planned), printPlan(planned));
  const last = planned.steps.at(-1)!;
  return ('sessionPolicy' in last && last.sessionPolicy?.arns) || [];
}

function arns(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `arn:aws:iam::222222222222:policy/P${i}`);
}

/** A document with so many characters. */
function ofLength(length: number, effect: 'Allow' | 'Deny' = 'Allow'): PolicyText {
  return documentOf(effect, 'a'.repeat(length - documentOf(effect, '').text.length));
}

function fails(what: string, input: PlanInput, access: Access, expected: string): void {
  it(what, () => assert.equal(printPlan(scoped(input, access)), `✗ ${expected}`));
}

describe('the policies of a session', () => {
  for (const partition of ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b', 'aws-eusc'])
    it(`are those of the partition of the role: ${partition}`, () => {
      const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
      assert.deepEqual(arnsOf(roleIn(partition), { managed: ['readOnly', 'viewOnly', administrator] }), [
        `arn:${partition}:iam::aws:policy/ReadOnlyAccess`,
        `arn:${partition}:iam::aws:policy/job-function/ViewOnlyAccess`,
        `arn:${partition}:iam::aws:policy/AdministratorAccess`,
      ]);
      const own = `arn:${partition}:iam::222222222222:policy/Own`;
      assert.deepEqual(arnsOf(roleIn(partition), { managed: [own] }), [own]);
    });

  for (const [region, partition] of [
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ] as const)
    it(`are those of the partition of the region for a user without a role: ${region}`, () => {
      const input = { config: `[profile dev]\n${keys('AKIA1')}\nregion = ${region}` };
      assert.deepEqual(arnsOf(input, readOnly), [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`]);
    });

  it('are those of AWS itself for a role at an endpoint of the user’s own', () => {
    const input = { ...oneRole, environment: { AWS_ENDPOINT_URL_STS: 'http://localhost:1' } };
    assert.deepEqual(arnsOf(input, readOnly), ['arn:aws:iam::aws:policy/ReadOnlyAccess']);
  });

  const foreign = 'arn:aws:iam::333333333333:policy/Foreign';
  fails(
    'of another account are refused',
    oneRole,
    { managed: [foreign] },
    `policyElsewhere(dev, ${foreign})`,
  );
  const ownInChina = 'arn:aws-cn:iam::222222222222:policy/Own';
  fails(
    'of another partition are refused',
    oneRole,
    { managed: ['readOnly', ownInChina] },
    `policyElsewhere(dev, ${ownInChina})`,
  );
  fails(
    'must be in the account of the last role, not of one before it',
    {
      config: `[profile base]\n${keys('AKIA1')}\n[profile mid]\nrole_arn = arn:aws:iam::333333333333:role/Mid\nsource_profile = base\n[profile dev]\nrole_arn = arn:aws:iam::222222222222:role/One\nsource_profile = mid`,
    },
    { managed: [foreign] },
    `policyElsewhere(dev, ${foreign})`,
  );
  fails(
    'that name no policy are refused',
    oneRole,
    { managed: ['powerUser'] },
    'policyElsewhere(dev, powerUser)',
  );

  it('of any account are sent for a user, whose account only AWS knows', () =>
    assert.deepEqual(arnsOf(chainOf(withKeys, 0), { managed: [foreign] }), [foreign]));
  it('of the account of the MFA device are sent for its user', () => {
    const own = 'arn:aws:iam::111111111111:policy/Own';
    assert.deepEqual(arnsOf(chainOf(withKeys, 0, mfa), { managed: [own] }), [own]);
  });
  fails(
    'of another account than that of the MFA device are refused for its user',
    chainOf(withKeys, 0, mfa),
    { managed: [foreign] },
    `policyElsewhere(dev, ${foreign})`,
  );

  it('are ten at most', () => assert.equal(arnsOf(oneRole, { managed: arns(10) }).length, 10));
  fails('are not eleven', oneRole, { managed: arns(11) }, 'tooManyPolicies(dev, 11, 10)');

  it('have 2,048 characters at most', () => {
    assert.equal(ofLength(2048).text.length, 2048);
    assert.ok(isPlan(scoped(oneRole, { managed: [], document: ofLength(2048) })));
  });
  fails(
    'do not have 2,049 characters',
    oneRole,
    { managed: [], document: ofLength(2049) },
    'policiesTooLong(dev, 2049, 2048)',
  );
  it('have the characters of ARNs and of the document together, in the partition of the role', () => {
    const managed = ['readOnly'];
    for (const partition of ['aws', 'aws-us-gov']) {
      const room = 2048 - `arn:${partition}:iam::aws:policy/ReadOnlyAccess`.length;
      const [fits, tooLong] = [ofLength(room, 'Deny'), ofLength(room + 1, 'Deny')];
      assert.ok(isPlan(scoped(roleIn(partition), { managed, document: fits })), partition);
      assert.equal(
        printPlan(scoped(roleIn(partition), { managed, document: tooLong })),
        '✗ policiesTooLong(dev, 2049, 2048)',
      );
    }
  });

  const both = {
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Action: 's3:*', Resource: '*' },
        { Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
      ],
    }),
    file: 'both.json',
  };
  fails(
    'of a document that allows something are not united with a level',
    oneRole,
    { ...readOnly, document: documentOf('Allow') },
    'policyWidens(dev, policy.json)',
  );
  fails(
    'of a document that denies and allows are not united with a level',
    oneRole,
    { ...readOnly, document: both },
    'policyWidens(dev, both.json)',
  );
  fails(
    'of a document that only denies are not used alone',
    oneRole,
    { managed: [], document: documentOf('Deny') },
    'policyOnlyDenies(dev, policy.json)',
  );
  it('of a document that denies and allows can be used alone', () =>
    assert.ok(isPlan(scoped(oneRole, { managed: [], document: both }))));
  it('of a document may be one statement without a list', () => {
    const text = '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';
    assert.ok(isPlan(scoped(oneRole, { ...readOnly, document: { file: 'x', text } })));
  });

  it('are refused in the same way for agents', () => {
    const access = forAgent({ managed: [foreign] });
    assert.equal(printPlan(scoped(oneRole, access)), `✗ policyElsewhere(dev, ${foreign})`);
    assert.ok(isPlan(scoped(oneRole, forAgent(fullAccess))));
  });
  fails(
    'are asked for in vain where AWS takes none, which is told before what is wrong with them',
    {
      config: `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin`,
    },
    { managed: [foreign] },
    'accessImpossible(dev, identityCenter)',
  );

  it('are not those of another plan', () => {
    const plan = workingPlan(oneRole);
    scoped(plan, readOnly);
    assert.deepEqual(workingPlan(oneRole), plan);
  });
});
