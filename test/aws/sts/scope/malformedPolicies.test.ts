import { type LocalAws, startLocalAws } from '../../localAws.ts';
import { aliceKey, plainRole, testWorld } from '../../testWorld.ts';
import { assertRefused, assume } from '../stsClient.ts';

describe('the texts of session policies', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  after(() => aws.close());

  const pass = (Policy: string) => assume(aws, aliceKey, { RoleArn: plainRole, Policy });

  const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const syntax = 'Syntax errors in policy.';
  const malformed: readonly (readonly [string, unknown, string])[] = [
    ['no JSON', undefined, syntax],
    ['no object', [], syntax],
    ['an unknown version', { Version: '2026-01-01', Statement: [statement] }, syntax],
    ['an unknown element', { Statement: [statement], Comment: 'mine' }, syntax],
    ['no statement', { Version: '2012-10-17' }, syntax],
    ['an empty list of statements', { Statement: [] }, syntax],
    ['a wrong effect', { Statement: { ...statement, Effect: 'allow' } }, syntax],
    ['an action that is no text', { Statement: { ...statement, Action: 1 } }, syntax],
    ['both kinds of actions', { Statement: { ...statement, NotAction: 'sts:*' } }, syntax],
    [
      'a principal',
      { Statement: [statement, { ...statement, Principal: '*' }] },
      'Policy document should not specify a principal.',
    ],
    ['no action', { Statement: { ...statement, Action: [] } }, 'Policy statement must contain actions.'],
    [
      'no resource',
      { Statement: { Effect: 'Allow', Action: '*' } },
      'Policy statement must contain resources.',
    ],
    [
      'an action without a service',
      { Statement: { ...statement, Action: ['s3:*', 'GetObject'] } },
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      'a resource that is no ARN',
      { Statement: { ...statement, Resource: 'data' } },
      'Resource data must be in ARN format or "*".',
    ],
  ];
  for (const [name, policy, message] of malformed) {
    it(`must be policies: not ${name}`, async () => {
      const Policy = policy === undefined ? '{"Statement":' : JSON.stringify(policy);
      await assertRefused(pass(Policy), 'MalformedPolicyDocumentException', message);
    });
  }

  it('are rejected if the local AWS cannot evaluate them', async () => {
    const condition = { Bool: { 'aws:SecureTransport': 'true' } };
    const Policy = JSON.stringify({ Statement: { ...statement, Condition: condition } });
    await assertRefused(pass(Policy), 'NotModelled', /conditions in policies/);
  });
});
