import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assertRefused, assume, callerArn, getSession, stsClient } from '../sts/stsClient.ts';
import { alice, aliceKey, aliceOldKey, bobKey, plainRole, testWorld } from '../testWorld.ts';
import { type RawRequest, sendRaw } from './rawRequest.ts';

const minute = 60_000;
const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';
const invalidToken = 'The security token included in the request is invalid.';
const mismatch = /^The request signature we calculated does not match the signature you provided\./;

describe('signed requests to the local AWS', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('are identified by their key', async () => {
    const identity = await stsClient(aws, aliceKey).send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, alice);
    assert.equal(identity.Account, '111111111111');
    assert.match(identity.UserId ?? '', /^AIDA[A-Z0-9]{17}$/);
    assert.equal(await callerArn(aws, bobKey), 'arn:aws:iam::111111111111:user/bob');
  });

  it('may be signed for any region', async () => {
    for (const region of ['us-east-1', 'ap-northeast-1', 'us-gov-west-1', 'eusc-de-east-1']) {
      await stsClient(aws, aliceKey, { region }).send(new GetCallerIdentityCommand({}));
    }
  });

  it('are rejected if their key does not exist or is inactive', async () => {
    const stranger = { ...aliceKey, accessKeyId: 'AKIATESTSTRANGER0001' };
    await assertRefused(callerArn(aws, stranger), 'InvalidClientTokenId', invalidToken);
    await assertRefused(callerArn(aws, aliceOldKey), 'InvalidClientTokenId', invalidToken);
    aws.iam.setKeyStatus(aliceOldKey.accessKeyId, 'Active');
    assert.equal(await callerArn(aws, aliceOldKey), alice);
  });

  it('are rejected with a wrong secret', async () => {
    const wrong = { ...aliceKey, secretAccessKey: bobKey.secretAccessKey };
    await assertRefused(callerArn(aws, wrong), 'SignatureDoesNotMatch', mismatch);
  });

  it('are rejected if they are changed after signing', async () => {
    const request: RawRequest = { parameters: whoAmI, keys: aliceKey };
    assert.equal((await sendRaw(aws, request)).status, 200);
    const changes: readonly RawRequest['tamper'][] = [
      (changed) => {
        changed.body = `${whoAmI}&More=1`;
      },
      (changed) => {
        changed.query = { More: '1' };
      },
      (changed) => {
        changed.headers['content-type'] += '; charset=utf-8';
      },
      (changed) => {
        changed.headers['authorization'] = (changed.headers['authorization'] ?? '').slice(0, -1);
      },
    ];
    for (const tamper of changes) {
      const reply = await sendRaw(aws, { ...request, ...(tamper && { tamper }) });
      assert.equal(reply.status, 403, tamper?.toString());
      assert.match(reply.body, /<Code>SignatureDoesNotMatch<\/Code>/);
    }
  });

  it('are rejected if they are signed for another service, for no region, or both', async () => {
    const region = 'Credential should be scoped to a valid region. ';
    const service = "Credential should be scoped to correct service: 'sts'. ";
    const cases: readonly (readonly [Partial<RawRequest>, string])[] = [
      [{ region: 'nowhere' }, region],
      [{ service: 's3' }, service],
      [{ region: 'nowhere', service: 's3' }, region + service],
    ];
    for (const [scope, message] of cases) {
      const reply = await sendRaw(aws, { parameters: whoAmI, keys: aliceKey, ...scope });
      assert.equal(reply.status, 403);
      assert.ok(reply.body.includes(`<Message>${message}</Message>`), reply.body);
    }
  });

  it('are rejected if they are unsigned or incompletely signed', async () => {
    const unsigned = await sendRaw(aws, { parameters: whoAmI });
    assert.equal(unsigned.status, 403);
    assert.match(unsigned.body, /<Code>MissingAuthenticationToken</);
    const half = await sendRaw(aws, {
      parameters: whoAmI,
      tamper: (request) => {
        request.headers['authorization'] = 'AWS4-HMAC-SHA256 Signature=00';
      },
    });
    assert.equal(half.status, 400);
    assert.match(half.body, /<Code>IncompleteSignature<.*requires 'Credential' parameter/s);
  });

  it('need the session token of a temporary key, and fail after it expires', async () => {
    const session = await assume(aws, aliceKey, { RoleArn: plainRole, DurationSeconds: 900 });
    const other = await getSession(aws, aliceKey);
    const { sessionToken: _, ...withoutToken } = session;
    const swapped = { ...session, sessionToken: other.sessionToken };
    await assertRefused(callerArn(aws, withoutToken), 'InvalidClientTokenId', invalidToken);
    await assertRefused(callerArn(aws, swapped), 'InvalidClientTokenId', invalidToken);
    aws.clock.advance(14 * minute);
    assert.equal(await callerArn(aws, session), 'arn:aws:sts::222222222222:assumed-role/Plain/test');
    aws.clock.advance(minute);
    await assertRefused(
      callerArn(aws, session),
      'ExpiredToken',
      'The security token included in the request is expired',
    );
    assert.equal(await callerArn(aws, other), alice);
  });

  it('are rejected if they have a session token and a long-term key', async () => {
    const keys = { ...aliceKey, sessionToken: 'left over' };
    await assertRefused(callerArn(aws, keys), 'InvalidClientTokenId', invalidToken);
  });
});

describe('a wrong clock', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('is tolerated for 15 minutes', async () => {
    for (const skew of [14 * minute, -14 * minute]) {
      aws.clock.setSkew(skew);
      assert.equal(await callerArn(aws, aliceKey), alice);
    }
  });

  it('is reported if it is slow', async () => {
    aws.clock.setSkew(20 * minute);
    await assertRefused(
      callerArn(aws, aliceKey),
      'SignatureDoesNotMatch',
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
    );
  });

  it('is reported if it is fast', async () => {
    aws.clock.setSkew(-20 * minute);
    await assertRefused(
      callerArn(aws, aliceKey),
      'SignatureDoesNotMatch',
      /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 15 min\.\)$/,
    );
  });

  it('is corrected by the client, which uses the Date header', async () => {
    for (const skew of [20 * minute, -20 * minute]) {
      aws.clock.setSkew(skew);
      const client = stsClient(aws, aliceKey, { attempts: 2 });
      assert.equal((await client.send(new GetCallerIdentityCommand({}))).Arn, alice);
    }
    assert.deepEqual(
      aws.requests.map((request) => request.outcome),
      ['SignatureDoesNotMatch', 'OK', 'SignatureDoesNotMatch', 'OK'],
    );
  });
});
