import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sendRaw } from '../signing/rawRequest.ts';
import {
  assertRefused,
  assume,
  assumeWithToken,
  callerArn,
  getSession,
  stsClient,
} from '../sts/stsClient.ts';
import {
  alice,
  aliceKey,
  audience,
  inactiveRegion,
  issuer,
  mfaRole,
  nextRole,
  phone,
  plainRole,
  testWorld,
  webRole,
} from '../testWorld.ts';
import { currentCode } from './mfa.ts';

const second = 1000;
const plainSession = 'arn:aws:sts::222222222222:assumed-role/Plain/test';

describe('revoked sessions', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  const revoke = (principal: string) => {
    aws.clock.advance(second);
    aws.iam.revokeOlderSessions(principal, aws.clock.now());
    aws.clock.advance(second);
  };

  it('are denied everything except GetCallerIdentity', async () => {
    const session = await assume(aws, aliceKey, { RoleArn: plainRole });
    await assume(aws, session, { RoleArn: nextRole });
    revoke(plainRole);
    await assertRefused(
      assume(aws, session, { RoleArn: nextRole }),
      'AccessDenied',
      `User: ${plainSession} is not authorized to perform: sts:AssumeRole on resource: ${nextRole} ` +
        'with an explicit deny in an identity-based policy',
    );
    assert.equal(await callerArn(aws, session), plainSession);
  });

  it('can be replaced with new ones, which work', async () => {
    revoke(plainRole);
    const session = await assume(aws, aliceKey, { RoleArn: plainRole });
    await assume(aws, session, { RoleArn: nextRole });
  });

  it('are only those of one role or user; long-term keys are not affected', async () => {
    const SerialNumber = phone.serialNumber;
    const TokenCode = currentCode(phone, aws.clock);
    const ofUser = await getSession(aws, aliceKey, { SerialNumber, TokenCode });
    const ofRole = await assume(aws, aliceKey, { RoleArn: plainRole });
    revoke(alice);
    await assertRefused(assume(aws, ofUser, { RoleArn: mfaRole }), 'AccessDenied', /explicit deny/);
    await assume(aws, ofRole, { RoleArn: nextRole });
    await assume(aws, aliceKey, { RoleArn: plainRole });
  });
});

describe('a deleted user or role', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('loses its keys and sessions', async () => {
    const ofUser = await getSession(aws, aliceKey);
    const ofRole = await assume(aws, aliceKey, { RoleArn: plainRole });
    aws.iam.deletePrincipal(alice);
    const unknown = 'The security token included in the request is invalid.';
    await assertRefused(callerArn(aws, aliceKey), 'InvalidClientTokenId', unknown);
    await assertRefused(callerArn(aws, ofUser), 'InvalidClientTokenId', unknown);
    assert.equal(await callerArn(aws, ofRole), plainSession);
    aws.iam.deletePrincipal(plainRole);
    await assertRefused(callerArn(aws, ofRole), 'InvalidClientTokenId', unknown);
  });

  it('cannot be assumed', async () => {
    aws.iam.deletePrincipal(plainRole);
    await assertRefused(assume(aws, aliceKey, { RoleArn: plainRole }), 'AccessDenied', /not authorized/);
  });
});

describe('a region in which STS is deactivated', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  after(() => aws.close());

  const client = (region: string) => stsClient(aws, aliceKey, { region });

  it('gives no credentials', async () => {
    const input = { RoleArn: plainRole, RoleSessionName: 'test' };
    await assertRefused(
      client(inactiveRegion).send(new AssumeRoleCommand(input)),
      'RegionDisabledException',
      off('222222222222'),
    );
    await assertRefused(
      client(inactiveRegion).send(new GetSessionTokenCommand({})),
      'RegionDisabledException',
      off('111111111111'),
    );
    await client('eu-central-1').send(new AssumeRoleCommand(input));
  });

  it('is reported with status 403', async () => {
    const parameters = 'Action=GetSessionToken&Version=2011-06-15';
    const reply = await sendRaw(aws, { parameters, keys: aliceKey, region: inactiveRegion });
    assert.equal(reply.status, 403);
    assert.match(reply.body, /<Code>RegionDisabledException</);
  });

  it('still answers GetCallerIdentity', async () => {
    assert.equal((await client(inactiveRegion).send(new GetCallerIdentityCommand({}))).Arn, alice);
  });

  it('does not affect unsigned requests', async () => {
    const WebIdentityToken = aws.identityProvider(issuer).signToken({ sub: 'somebody', aud: audience });
    await assumeWithToken(aws, { RoleArn: webRole, WebIdentityToken }, { region: inactiveRegion });
  });
});

function off(accountId: string): string {
  return (
    `STS is not activated in this region for account:${accountId}. ` +
    'Your account administrator can activate STS in this region using the IAM Console.'
  );
}
