import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../../localAws.ts';
import {
  alice,
  aliceKey,
  allow,
  nextRole,
  nextTaggedRole,
  plainRole,
  taggedRole,
  testWorld,
} from '../../testWorld.ts';
import { assertRefused, assume, type SigningKeys, stsClient } from '../stsClient.ts';

const taggedSession = 'arn:aws:sts::222222222222:assumed-role/Tagged/test';
const agent = { Key: 'AccessType', Value: 'ai' };

describe('session tags and the source identity', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  const tagged = (input: Partial<AssumeRoleCommandInput>) =>
    assume(aws, aliceKey, { RoleArn: taggedRole, ...input });
  const next = (keys: SigningKeys, input: Partial<AssumeRoleCommandInput> = {}) =>
    assume(aws, keys, { RoleArn: nextTaggedRole, ...input });
  const issued = () => {
    const { tags, transitiveTagKeys, sourceIdentity } = aws.sessions.issued.at(-1)?.caller ?? {};
    return { tags, transitiveTagKeys, sourceIdentity };
  };
  const to = (input: Partial<AssumeRoleCommandInput>) =>
    assume(aws, aliceKey, { RoleArn: plainRole, ...input });
  const only = (...names: readonly string[]) =>
    tagged({ Policy: JSON.stringify(allow('sts:AssumeRole', ...names)) });
  const invalid = (input: Partial<AssumeRoleCommandInput>, code: string, message: string) =>
    assertRefused(tagged(input), code, message);

  it('belong to the session', async () => {
    const input = { Tags: [agent, { Key: 'team', Value: '' }], SourceIdentity: 'alice' };
    const command = new AssumeRoleCommand({ RoleArn: taggedRole, RoleSessionName: 'test', ...input });
    const { SourceIdentity, PackedPolicySize = 0 } = await stsClient(aws, aliceKey).send(command);
    assert.equal(SourceIdentity, 'alice');
    assert.ok(PackedPolicySize > 0);
    assert.deepEqual(issued(), {
      tags: { AccessType: 'ai', team: '' },
      transitiveTagKeys: [],
      sourceIdentity: 'alice',
    });
  });

  it('require that the role’s trust allows more than assuming it', async () => {
    await refused(to({ Tags: [agent] }), alice, 'sts:TagSession', plainRole);
    await refused(to({ SourceIdentity: 'alice' }), alice, 'sts:SetSourceIdentity', plainRole);
    await to({});
  });

  it('require that the session policy of the caller allows them', async () => {
    await next(await only('sts:TagSession', 'sts:SetSourceIdentity'), {
      Tags: [agent],
      SourceIdentity: 'alice',
    });
    const session = await only();
    await next(session);
    await assertRefused(next(session, { Tags: [agent] }), 'AccessDenied', because('sts:TagSession'));
    const request = next(session, { SourceIdentity: 'alice' });
    await assertRefused(request, 'AccessDenied', because('sts:SetSourceIdentity'));
  });

  it('are passed on to the next session: a source identity always, tags if they are transitive', async () => {
    const Tags = [agent, { Key: 'team', Value: 'a' }];
    const first = await tagged({ Tags, TransitiveTagKeys: ['accesstype'], SourceIdentity: 'alice' });
    await next(first, { Tags: [{ Key: 'Team', Value: 'b' }] });
    assert.deepEqual(issued(), {
      tags: { AccessType: 'ai', Team: 'b' },
      transitiveTagKeys: ['accesstype'],
      sourceIdentity: 'alice',
    });
    await refused(assume(aws, first, { RoleArn: nextRole }), taggedSession, 'sts:TagSession', nextRole);
    const identified = await tagged({ SourceIdentity: 'alice' });
    const request = assume(aws, identified, { RoleArn: nextRole });
    await refused(request, taggedSession, 'sts:SetSourceIdentity', nextRole);
  });

  it('stay the same in a chain', async () => {
    const first = await tagged({ Tags: [agent], TransitiveTagKeys: ['AccessType'], SourceIdentity: 'alice' });
    await next(first, { SourceIdentity: 'alice' });
    await assertRefused(
      next(first, { SourceIdentity: 'bob' }),
      'ValidationError',
      'The source identity is already set for this assume role session',
    );
    await assertRefused(
      next(first, { Tags: [{ Key: 'accessType', Value: 'human' }] }),
      'InvalidParameterValue',
      /conflicts with a transitive tag key from the calling session\.$/,
    );
  });

  it('must be valid', async () => {
    const failed = 'failed to satisfy constraint: Member must';
    await invalid(
      { Tags: [agent, { Key: 'a!', Value: '' }] },
      'ValidationError',
      `1 validation error detected: Value 'a!' at 'tags.2.member.key' ${failed} satisfy regular expression pattern: ` +
        String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
    );
    await invalid(
      { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `${i}`, Value: '' })) },
      'ValidationError',
      `1 validation error detected: Value at 'tags' ${failed} have length less than or equal to 50`,
    );
    await invalid(
      { SourceIdentity: 'a b' },
      'ValidationError',
      `1 validation error detected: Value 'a b' at 'sourceIdentity' ${failed} satisfy regular expression pattern: ` +
        String.raw`[\w+=,.@-]*`,
    );
    await invalid(
      { Tags: [agent, { ...agent, Key: 'accesstype' }] },
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
    await invalid(
      { Tags: [agent], TransitiveTagKeys: ['team'] },
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
    aws.iam.packedPolicySize = 104;
    await invalid(
      { Tags: [agent] },
      'PackedPolicyTooLargeException',
      'Packed size of session tags consumes 104% of allotted space.',
    );
  });
});

function refused(request: Promise<unknown>, caller: string, action: string, role: string): Promise<void> {
  return assertRefused(
    request,
    'AccessDenied',
    `User: ${caller} is not authorized to perform: ${action} on resource: ${role}`,
  );
}

function because(action: string): RegExp {
  return new RegExp(`because no session policy allows the ${action} action$`);
}
