import { IAMClient, IAMServiceException, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { GetFederationTokenCommand, type GetFederationTokenCommandInput } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { attempt } from '../s3/s3Client.ts';
import {
  alice,
  aliceKey,
  allow,
  foreignPolicy,
  inactiveRegion,
  listPolicy,
  plainRole,
  testWorld,
} from '../testWorld.ts';
import { assertRefused, assume, callerArn, federate, getSession, stsClient } from './stsClient.ts';

const arn = 'arn:aws:sts::111111111111:federated-user/alice-agent';
const readOnly = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];

describe('GetFederationToken', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  const federated = (input: Partial<GetFederationTokenCommandInput> = {}) =>
    federate(aws, aliceKey, { Name: 'alice-agent', ...input });
  const invalid = (input: Partial<GetFederationTokenCommandInput>, constraint: string) =>
    assertRefused(
      federated(input),
      'ValidationError',
      `1 validation error detected: Value ${constraint.replace(': ', ' failed to satisfy constraint: Member must ')}`,
    );

  it('returns credentials of a federated user', async () => {
    const command = new GetFederationTokenCommand({ Name: 'alice-agent', PolicyArns: readOnly });
    const { FederatedUser, PackedPolicySize = 0 } = await stsClient(aws, aliceKey).send(command);
    assert.deepEqual(FederatedUser, { Arn: arn, FederatedUserId: '111111111111:alice-agent' });
    assert.ok(PackedPolicySize > 0);
    const session = await federated();
    assert.match(session.accessKeyId, /^ASIA/);
    assert.equal(await callerArn(aws, session), arn);
  });

  it('gives the rights that the user and the session policies have in common', async () => {
    const session = await federated({ PolicyArns: readOnly });
    assert.equal(await attempt(aws, session, 'list', 'tools'), 'allowed');
    assert.equal(
      await attempt(aws, session, 'put', 'tools/new.txt'),
      `AccessDenied: User: ${arn} is not authorized to perform: s3:PutObject on resource: ` +
        '"arn:aws:s3:::tools/new.txt" because no session policy allows the s3:PutObject action',
    );
    const full = await federated({ Policy: JSON.stringify(allow('*')) });
    assert.equal(await attempt(aws, full, 'put', 'tools/new.txt'), 'allowed');
  });

  it('gives no rights without session policies', async () => {
    assert.equal(
      await attempt(aws, await federated(), 'list'),
      `AccessDenied: User: ${arn} is not authorized to perform: s3:ListAllMyBuckets ` +
        'because no session policy allows the s3:ListAllMyBuckets action',
    );
  });

  it('gives no access to STS and IAM', async () => {
    const session = await federated({ Policy: JSON.stringify(allow('*')) });
    await assertRefused(
      assume(aws, session, { RoleArn: plainRole }),
      'AccessDenied',
      `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${plainRole}`,
    );
    await assertRefused(
      getSession(aws, session),
      'AccessDenied',
      'Cannot call GetSessionToken with session credentials',
    );
    const client = new IAMClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: session,
      maxAttempts: 1,
    });
    await assert.rejects(client.send(new ListMFADevicesCommand({})), (error) => {
      assert.ok(error instanceof IAMServiceException);
      assert.equal(error.name, 'InvalidClientTokenId');
      return true;
    });
  });

  it('requires a long-term key', async () => {
    const sessions = [
      await getSession(aws, aliceKey),
      await assume(aws, aliceKey, { RoleArn: plainRole }),
      await federated(),
    ];
    for (const session of sessions) {
      await assertRefused(
        federate(aws, session, { Name: 'alice-agent' }),
        'AccessDenied',
        'Cannot call GetFederationToken with session credentials',
      );
    }
  });

  it('lasts 12 hours or the requested time', async () => {
    for (const [DurationSeconds, seconds] of [
      [undefined, 43_200],
      [900, 900],
      [129_600, 129_600],
    ] as const) {
      const { expiresAt } = await federated({ DurationSeconds });
      assert.ok(Math.abs(expiresAt - aws.clock.now() - seconds * 1000) < 5000, `${DurationSeconds}`);
    }
  });

  it('accepts tags, which belong to the session', async () => {
    await federated({ Tags: [{ Key: 'AccessType', Value: 'ai' }] });
    assert.deepEqual(aws.sessions.issued.at(-1)?.caller.tags, { AccessType: 'ai' });
  });

  it('validates its parameters', async () => {
    await invalid({ Name: 'a' }, "'a' at 'name': have length greater than or equal to 2");
    const long = 'a'.repeat(33);
    await invalid({ Name: long }, `'${long}' at 'name': have length less than or equal to 32`);
    await invalid(
      { Name: 'a b' },
      String.raw`'a b' at 'name': satisfy regular expression pattern: [\w+=,.@-]*`,
    );
    const DurationSeconds = 899;
    await invalid({ DurationSeconds }, "'899' at 'durationSeconds': have value greater than or equal to 900");
    const Policy = ' '.repeat(2049);
    await invalid({ Policy }, `'${Policy}' at 'policy': have length less than or equal to 2048`);
  });

  it('accepts managed policies only of the account of the user', async () => {
    await federated({ PolicyArns: [{ arn: foreignPolicy }] });
    const request = federated({ PolicyArns: [{ arn: listPolicy }] });
    await assertRefused(request, 'ValidationError', `Policy ${listPolicy} does not exist.`);
  });

  it('can be denied, and is not available where STS is not', async () => {
    const action = 'sts:GetFederationToken';
    const client = stsClient(aws, aliceKey, { region: inactiveRegion });
    const command = new GetFederationTokenCommand({ Name: 'alice-agent' });
    await assertRefused(client.send(command), 'RegionDisabledException', /not activated in this region/);
    aws.iam.deny(alice, action, 'service control policy');
    await assertRefused(
      federated(),
      'AccessDenied',
      `User: ${alice} is not authorized to perform: ${action} on resource: ${arn} ` +
        'with an explicit deny in a service control policy',
    );
  });
});
