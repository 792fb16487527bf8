import { GetCallerIdentityCommand, STSServiceException } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { currentCode, nextCode } from './iam/mfa.ts';
import { type LocalAws, startLocalAws } from './localAws.ts';
import { sendRaw } from './signing/rawRequest.ts';
import { regionDisabled } from './sts/refusals.ts';
import { assertRefused, assume, callerArn, getSession, stsClient } from './sts/stsClient.ts';
import { alice, aliceKey, mfaRole, phone, plainRole, testWorld } from './testWorld.ts';

const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';

describe('faults', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('make AWS fail the requested number of times', async () => {
    aws.faults.next({ kind: 'status', status: 503, times: 2 });
    for (let time = 0; time < 2; time += 1) {
      await assert.rejects(
        callerArn(aws, aliceKey),
        (error) => error instanceof STSServiceException && error.$metadata.httpStatusCode === 503,
      );
    }
    assert.equal(await callerArn(aws, aliceKey), alice);
  });

  it('are survived by a client that retries', async () => {
    aws.faults.next({ kind: 'status', status: 500 });
    const client = stsClient(aws, aliceKey, { attempts: 2 });
    assert.equal((await client.send(new GetCallerIdentityCommand({}))).Arn, alice);
    assert.deepEqual(outcomes(aws), ['InternalFailure', 'OK']);
  });

  it('make AWS throttle requests', async () => {
    aws.faults.next({ kind: 'throttle' });
    await assertRefused(callerArn(aws, aliceKey), 'Throttling', 'Rate exceeded');
  });

  it('make AWS throttle requests until the client gives up', async () => {
    aws.faults.next({ kind: 'throttle', times: 2 });
    const client = stsClient(aws, aliceKey, { attempts: 3 });
    assert.equal((await client.send(new GetCallerIdentityCommand({}))).Arn, alice);
    assert.deepEqual(outcomes(aws), ['Throttling', 'Throttling', 'OK']);
  });

  it('make AWS return any error', async () => {
    aws.faults.next({ kind: 'refusal', refusal: regionDisabled('111111111111') });
    await assertRefused(callerArn(aws, aliceKey), 'RegionDisabledException', /account:111111111111/);
  });

  it('close the connection', async () => {
    aws.faults.next({ kind: 'drop' });
    await assert.rejects(callerArn(aws, aliceKey), { code: 'ECONNRESET' });
    assert.deepEqual(outcomes(aws), ['dropped']);
  });

  it('close the connection in the middle of the response, after AWS has processed the request', async () => {
    aws.faults.next({ kind: 'cut' });
    const TokenCode = currentCode(phone, aws.clock);
    const again = { SerialNumber: phone.serialNumber, TokenCode };
    await assert.rejects(getSession(aws, aliceKey, again), { code: 'ECONNRESET' });
    assert.deepEqual(outcomes(aws), ['OK']);
    await assertRefused(getSession(aws, aliceKey, again), 'AccessDenied', /invalid MFA one time pass code/);
  });

  it('send the beginning of a response that is cut off', async () => {
    aws.faults.next({ kind: 'cut' });
    const response = await fetch(`${aws.url}/?${whoAmI}`);
    assert.equal(response.status, 403);
    const chunks: string[] = [];
    await assert.rejects(async () => {
      for await (const chunk of response.body ?? []) {
        chunks.push(Buffer.from(chunk).toString());
      }
    });
    assert.match(chunks.join(''), /^<ErrorResponse /);
    assert.doesNotMatch(chunks.join(''), /<\/ErrorResponse>/);
  });

  it('send no response until the client times out', async () => {
    aws.faults.next({ kind: 'silence' });
    const signal = AbortSignal.timeout(200);
    await assert.rejects(fetch(`${aws.url}/?${whoAmI}`, { signal }), { name: 'TimeoutError' });
    assert.deepEqual(outcomes(aws), ['unanswered']);
    assert.equal(await callerArn(aws, aliceKey), alice);
  });

  it('replace the body of the response', async () => {
    aws.faults.next({ kind: 'body', body: '<html>Sign in to the guest network</html>' });
    const { status, body } = await sendRaw(aws, { parameters: whoAmI, keys: aliceKey });
    assert.deepEqual([status, body], [200, '<html>Sign in to the guest network</html>']);
  });

  it('can be permanent', async () => {
    aws.faults.next({ kind: 'status', status: 500, times: Infinity });
    for (let time = 0; time < 3; time += 1) {
      await assertRefused(callerArn(aws, aliceKey), 'InternalFailure', /unknown error/);
    }
    aws.faults.clear();
    assert.equal(await callerArn(aws, aliceKey), alice);
  });

  it('delay the response', async () => {
    aws.faults.next({ kind: 'delay', milliseconds: 120 });
    const start = performance.now();
    assert.equal(await callerArn(aws, aliceKey), alice);
    assert.ok(performance.now() - start >= 110);
  });

  it('can be limited to one action', async () => {
    aws.faults.next({ kind: 'throttle', action: 'AssumeRole' });
    assert.equal(await callerArn(aws, aliceKey), alice);
    await assertRefused(assume(aws, aliceKey, { RoleArn: plainRole }), 'Throttling', 'Rate exceeded');
  });

  it('apply in order and can be cleared', async () => {
    aws.faults.next({ kind: 'throttle' });
    aws.faults.next({ kind: 'status', status: 500, times: 9 });
    await assertRefused(callerArn(aws, aliceKey), 'Throttling', 'Rate exceeded');
    await assertRefused(callerArn(aws, aliceKey), 'InternalFailure', /unknown error/);
    aws.faults.clear();
    assert.equal(await callerArn(aws, aliceKey), alice);
  });
});

describe('the local AWS', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('records requests', async () => {
    const TokenCode = nextCode(phone, aws.clock);
    const input = { RoleArn: mfaRole, SerialNumber: phone.serialNumber, TokenCode };
    await assume(aws, aliceKey, input);
    await sendRaw(aws, { parameters: whoAmI });
    const [first, second] = aws.requests;
    assert.deepEqual(
      { ...first, time: 0 },
      {
        action: 'AssumeRole',
        parameters: { ...input, RoleSessionName: 'test' },
        accessKeyId: aliceKey.accessKeyId,
        principalArn: alice,
        outcome: 'OK',
        time: 0,
      },
    );
    assert.ok(Math.abs((first?.time ?? 0) - aws.clock.now()) < 5000);
    assert.deepEqual([second?.principalArn, second?.outcome], [undefined, 'MissingAuthenticationToken']);
  });

  it('records no secrets', async () => {
    const session = await getSession(aws, aliceKey);
    await callerArn(aws, session);
    const form =
      'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=header.claims.signature';
    await sendRaw(aws, { parameters: form });
    const record = JSON.stringify(aws.requests);
    assert.equal(aws.requests.length, 3);
    for (const secret of [session.sessionToken, session.secretAccessKey, 'header.claims.signature']) {
      assert.ok(!record.includes(secret));
    }
  });

  it('sends the machine time, which only a skew changes', async () => {
    const date = async () => {
      const { headers } = await sendRaw(aws, { parameters: '', method: 'GET' });
      return Date.parse(headers.get('date') ?? '') - Date.now();
    };
    aws.clock.advance(3_600_000);
    assert.ok(Math.abs(await date()) < 5000);
    for (const skew of [600_000, -600_000]) {
      aws.clock.setSkew(skew);
      assert.ok(Math.abs((await date()) - skew) < 5000);
    }
  });

  it('closes open connections when it closes', async () => {
    const short = await startLocalAws({ world: testWorld });
    short.faults.next({ kind: 'delay', milliseconds: 60_000 });
    const waiting = assert.rejects(callerArn(short, aliceKey));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await short.close();
    await waiting;
    assert.ok(performance.now() - start < 1000);
  });
});

function outcomes(aws: LocalAws): readonly string[] {
  return aws.requests.map((request) => request.outcome);
}
