import { IAMClient, IAMServiceException, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../../localAws.ts';
import { attempt } from '../../s3/s3Client.ts';
import {
  aliceKey,
  allow,
  audience,
  chinaKey,
  chinaRole,
  foreignPolicy,
  issuer,
  limitedRole,
  listPolicy,
  nextRole,
  plainRole,
  subject,
  testWorld,
  webRole,
} from '../../testWorld.ts';
import {
  assertRefused,
  assume,
  assumeWithToken,
  callerArn,
  type SigningKeys,
  stsClient,
} from '../stsClient.ts';

const readOnly = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
const plainSession = 'arn:aws:sts::222222222222:assumed-role/Plain/test';

function denied(caller: string, action: string, resource: string, policy = 'session policy'): string {
  const refusal = `AccessDenied: User: ${caller} is not authorized to perform: ${action} on resource: "${resource}"`;
  return `${refusal} because no ${policy} allows the ${action} action`;
}

describe('session policies', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  const plain = (input: Partial<AssumeRoleCommandInput> = {}) =>
    assume(aws, aliceKey, { RoleArn: plainRole, ...input });
  const put = (keys: SigningKeys) => attempt(aws, keys, 'put', 'data/new.txt');
  const get = (keys: SigningKeys) => attempt(aws, keys, 'get', 'data/hello.txt');
  const listIt = (keys: SigningKeys) => attempt(aws, keys, 'list', 'data');
  const invalid = (input: Partial<AssumeRoleCommandInput>, message: string) =>
    assertRefused(plain(input), 'ValidationError', `1 validation error detected: ${message}`);
  /** The error of listing the devices of a user that does not exist. */
  const listDevices = async (credentials: SigningKeys): Promise<string> => {
    const client = new IAMClient({ endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 });
    try {
      await client.send(new ListMFADevicesCommand({ UserName: 'nobody' }));
      return '';
    } catch (error) {
      assert.ok(error instanceof IAMServiceException);
      return `${error.name}: ${error.message}`;
    }
  };

  it('limit what a session of a role may do', async () => {
    assert.equal(await put(await plain()), 'allowed');
    const session = await plain({ PolicyArns: readOnly });
    assert.equal(await get(session), 'allowed');
    assert.equal(await put(session), denied(plainSession, 's3:PutObject', 'arn:aws:s3:::data/new.txt'));
    assert.equal(await callerArn(aws, session), plainSession);
  });

  it('are passed as text, too, and united', async () => {
    const Policy = JSON.stringify(allow('s3:PutObject'));
    const writing = await plain({ Policy });
    assert.equal(await put(writing), 'allowed');
    assert.equal(await get(writing), denied(plainSession, 's3:GetObject', 'arn:aws:s3:::data/hello.txt'));
    const both = await plain({ Policy, PolicyArns: readOnly });
    assert.deepEqual([await put(both), await get(both)], ['allowed', 'allowed']);
    assert.equal(aws.sessions.issued.at(-1)?.caller.sessionPolicies?.length, 2);
  });

  it('can deny what another of them allows', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 's3:GetObject*', Resource: '*' },
    });
    const session = await plain({ Policy, PolicyArns: readOnly });
    assert.equal(await listIt(session), 'allowed');
    assert.equal(
      await get(session),
      `AccessDenied: User: ${plainSession} is not authorized to perform: s3:GetObject on resource: ` +
        '"arn:aws:s3:::data/hello.txt" with an explicit deny in a session policy',
    );
  });

  it('give no more than the role has', async () => {
    const Policy = JSON.stringify(allow('*'));
    const session = await assume(aws, aliceKey, { RoleArn: limitedRole, Policy });
    const arn = 'arn:aws:sts::222222222222:assumed-role/Limited/test';
    assert.equal(await get(session), 'allowed');
    assert.equal(
      await put(session),
      denied(arn, 's3:PutObject', 'arn:aws:s3:::data/new.txt', 'identity-based policy'),
    );
    await assume(aws, session, { RoleArn: nextRole });
    await assertRefused(
      assume(aws, session, { RoleArn: plainRole }),
      'AccessDenied',
      `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${plainRole} ` +
        'because no identity-based policy allows the sts:AssumeRole action',
    );
  });

  it('limit the next role of a chain, which then has its full rights', async () => {
    const onlyReading = await plain({ PolicyArns: readOnly });
    await assertRefused(
      assume(aws, onlyReading, { RoleArn: nextRole }),
      'AccessDenied',
      `User: ${plainSession} is not authorized to perform: sts:AssumeRole on resource: ${nextRole} ` +
        'because no session policy allows the sts:AssumeRole action',
    );
    const onlyAssuming = await plain({ Policy: JSON.stringify(allow('sts:AssumeRole')) });
    assert.equal(
      await get(onlyAssuming),
      denied(plainSession, 's3:GetObject', 'arn:aws:s3:::data/hello.txt'),
    );
    assert.equal(await put(await assume(aws, onlyAssuming, { RoleArn: nextRole })), 'allowed');
  });

  it('limit IAM', async () => {
    const missing = /^NoSuchEntityException: The user with name nobody cannot be found\.$/;
    assert.match(await listDevices(await plain({ PolicyArns: readOnly })), missing);
    const s3Only = await plain({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }] });
    assert.equal(
      await listDevices(s3Only),
      `AccessDenied: User: ${plainSession} is not authorized to perform: iam:ListMFADevices on resource: ` +
        'user nobody because no session policy allows the iam:ListMFADevices action',
    );
  });

  it('limit sessions for tokens of an identity provider', async () => {
    const WebIdentityToken = aws.identityProvider(issuer).signToken({ sub: subject, aud: audience });
    const session = await assumeWithToken(aws, { RoleArn: webRole, WebIdentityToken, PolicyArns: readOnly });
    assert.equal(await get(session), 'allowed');
    assert.match(await put(session), /because no session policy allows the s3:PutObject action$/);
  });

  it('can be managed policies of the role’s account', async () => {
    const session = await plain({ PolicyArns: [{ arn: listPolicy }] });
    assert.equal(await listIt(session), 'allowed');
    assert.match(await get(session), /no session policy allows/);
  });

  it('must exist in the role’s account, or be managed by AWS in its partition', async () => {
    const missing = [
      foreignPolicy,
      'arn:aws:iam::222222222222:policy/List',
      'arn:aws:iam::aws:policy/ReadOnly',
      'arn:aws-cn:iam::aws:policy/ReadOnlyAccess',
    ];
    for (const arn of missing) {
      await assertRefused(
        plain({ PolicyArns: [...readOnly, { arn }] }),
        'ValidationError',
        `Policy ${arn} does not exist.`,
      );
    }
  });

  it('work in other partitions', async () => {
    const PolicyArns = [{ arn: 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess' }];
    const session = await assume(aws, chinaKey, { RoleArn: chinaRole, PolicyArns });
    assert.equal(await attempt(aws, session, 'get', 'china/hello.txt'), 'allowed');
    assert.equal(
      await attempt(aws, session, 'put', 'china/new.txt'),
      denied(
        'arn:aws-cn:sts::333333333333:assumed-role/China/test',
        's3:PutObject',
        'arn:aws-cn:s3:::china/new.txt',
      ),
    );
  });

  it('have a packed size, which the response tells', async () => {
    const size = async (input: Partial<AssumeRoleCommandInput>) => {
      const command = new AssumeRoleCommand({ RoleArn: plainRole, RoleSessionName: 'test', ...input });
      return (await stsClient(aws, aliceKey).send(command)).PackedPolicySize;
    };
    assert.equal(await size({}), undefined);
    const [small = 0, large = 0] = [
      await size({ PolicyArns: readOnly }),
      await size({ Policy: actions(20) }),
    ];
    assert.ok(small > 0 && small < large && large <= 100, `${small} ${large}`);
    aws.iam.packedPolicySize = 7;
    assert.equal(await size({ PolicyArns: readOnly }), 7);
    assert.equal(await size({}), undefined);
  });

  it('must not be too large, packed or as text', async () => {
    const tooLarge = (input: Partial<AssumeRoleCommandInput>, percent: string) =>
      assertRefused(
        plain(input),
        'PackedPolicyTooLargeException',
        new RegExp(`^Packed policy consumes ${percent}% of allotted space, please use smaller policy\\.$`),
      );
    const spaces = JSON.stringify(allow('s3:Get*')) + ' '.repeat(2048);
    await tooLarge({ Policy: actions(60) }, String.raw`\d{3}`);
    await tooLarge({ Policy: spaces }, '105');
    await tooLarge({ Policy: spaces.slice(0, 2011), PolicyArns: readOnly }, '101');
    await plain({ Policy: spaces.slice(0, 2010), PolicyArns: readOnly });
    aws.iam.packedPolicySize = 131;
    await tooLarge({ PolicyArns: readOnly }, '131');
  });

  it('must satisfy the service model', async () => {
    const failed = 'failed to satisfy constraint: Member must';
    await invalid(
      { Policy: '€' },
      String.raw`Value '€' at 'policy' ${failed} satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`,
    );
    await invalid(
      { PolicyArns: [...readOnly, { arn: 'ReadOnlyAccess' }] },
      `Value 'ReadOnlyAccess' at 'policyArns.2.member.arn' ${failed} have length greater than or equal to 20`,
    );
    await invalid(
      { PolicyArns: Array.from({ length: 11 }, () => readOnly).flat() },
      `Value at 'policyArns' ${failed} have length less than or equal to 10`,
    );
    await assertRefused(
      assumeWithToken(aws, { RoleArn: webRole, WebIdentityToken: 'none', Policy: ' '.repeat(2049) }),
      'ValidationError',
      /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
    );
  });
});

/** A policy with this number of different actions. */
function actions(count: number): string {
  const names = Array.from(
    { length: count },
    (_, i) => `s${(i * 7919).toString(36)}:Do${(i * 104_729).toString(36)}`,
  );
  return JSON.stringify(allow(...names));
}
