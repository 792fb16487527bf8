import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled, type Failure } from '../../../src/base/failure.ts';
import { currentCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { Refusal } from '../../aws/sts/refusals.ts';
import {
  aliceKey,
  aliceOldKey,
  bobKey,
  inactiveRegion,
  partnerRole,
  phone,
  plainRole,
  testWorld,
} from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { listen } from './listening.ts';
import { callerWith, createRunner, missingRole, outcomes, type Runner, temporaryToken } from './runner.ts';

const { accessKeyId } = aliceKey;

const because = (user: string, role: string) =>
  `User: arn:aws:iam::111111111111:user/${user} is not authorized to perform: sts:AssumeRole on resource: ${role}`;

/** Runs `action`, then lets pending events be handled. */
async function nextTurn(action: () => void): Promise<void> {
  action();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a refusal by AWS', () => {
  let aws: LocalAws;
  let runner: Runner;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    runner = createRunner(aws.url, new TypedCodes());
  });

  afterEach(() => aws.close());

  it('is identified by its code and reported for its profile', async () => {
    assert.deepEqual(await runner.fail('partner-guess'), {
      code: 'roleRefused',
      profile: 'partner-guess',
      roleArn: partnerRole,
      accessKeyId,
      caller: callerWith('keys', accessKeyId),
      hasExternalId: true,
      withEarlierCode: false,
      detail: because('alice', partnerRole),
    });
    assert.deepEqual(await runner.fail('not-trusted'), {
      code: 'roleRefused',
      profile: 'not-trusted',
      roleArn: plainRole,
      accessKeyId: bobKey.accessKeyId,
      caller: callerWith('bob', bobKey.accessKeyId),
      hasExternalId: false,
      withEarlierCode: false,
      detail: because('bob', plainRole),
    });
    assert.deepEqual(await runner.fail('no-role'), {
      code: 'roleRefused',
      profile: 'no-role',
      roleArn: missingRole,
      accessKeyId,
      caller: callerWith('keys', accessKeyId),
      hasExternalId: false,
      withEarlierCode: false,
      detail: because('alice', missingRole),
    });
    assert.deepEqual(await runner.fail('inactive-region'), {
      code: 'regionDisabled',
      profile: 'inactive-region',
      region: inactiveRegion,
    });
    assert.deepEqual(await runner.fail('inactive-role'), {
      code: 'invalidKeys',
      profile: 'inactive-role',
      accessKeyId: aliceOldKey.accessKeyId,
      caller: callerWith('inactive-plain', aliceOldKey.accessKeyId),
    });
    assert.deepEqual(await runner.fail('unknown-role'), {
      code: 'invalidKeys',
      profile: 'unknown-role',
      accessKeyId: 'AKIATESTSTRANGER0001',
      caller: callerWith('unknown-plain', 'AKIATESTSTRANGER0001'),
    });
    assert.deepEqual(await runner.fail('wrong-secret-role'), {
      code: 'wrongSecret',
      profile: 'wrong-secret-role',
      accessKeyId,
      caller: callerWith('wrong-secret-plain', accessKeyId),
      clockAheadMinutes: 0,
    });
    assert.deepEqual(await runner.fail('too-long'), {
      code: 'durationRefused',
      profile: 'too-long',
      roleArn: plainRole,
      durationSeconds: 3601,
      detail: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
    assert.equal(aws.requests.length, 8, 'refusals are not retried');
  });

  it('is not blamed on the duration if it is one that every role allows', async () => {
    const refusal = new Refusal(400, 'ValidationError', '1 validation error detected');
    aws.faults.next({ kind: 'refusal', refusal });
    assert.deepEqual(await runner.fail('plain'), {
      code: 'refusedRequest',
      profile: 'plain',
      awsCode: 'ValidationError',
      detail: '1 validation error detected',
    });
  });

  for (const minutes of [-10, 10]) {
    it(`includes the clock skew if a signature is rejected (${minutes} minutes)`, async () => {
      aws.clock.setSkew(minutes * 60_000);
      const failure = await runner.fail('wrong-secret-role');
      assert.ok(failure.code === 'wrongSecret', failure.code);
      assert.equal(failure.clockAheadMinutes, -minutes);
    });
  }

  it('names the profile whose step failed in the middle of a chain', async () => {
    const prompts = new TypedCodes('000000');
    aws.iam.setKeyStatus(accessKeyId, 'Inactive');
    assert.deepEqual(await createRunner(aws.url, prompts).fail('next'), {
      code: 'invalidKeys',
      profile: 'alice',
      accessKeyId,
      caller: callerWith('alice', accessKeyId),
    });
  });

  it('names the requesting role session by its AWS ARN', async () => {
    const config = `
[profile behind]
role_arn = ${missingRole}
source_profile = long
[profile behind-mfa]
role_arn = ${missingRole}
source_profile = alice`;
    const chained = await createRunner(aws.url, new TypedCodes(), { config }).fail('behind');
    assert.ok(chained.code === 'roleRefused', chained.code);
    assert.deepEqual(chained.caller, { kind: 'role', arn: aws.requests.at(-1)?.principalArn });
    assert.deepEqual(chained.caller, {
      kind: 'role',
      arn: 'arn:aws:sts::222222222222:assumed-role/Long/long-job',
    });
    const prompts = new TypedCodes(currentCode(phone, aws.clock));
    const coded = await createRunner(aws.url, prompts, { config }).fail('behind-mfa');
    assert.ok(coded.code === 'roleRefused', coded.code);
    assert.deepEqual(coded.caller, { kind: 'mfaSession', of: callerWith('alice', accessKeyId) });
  });
});

describe('a failure on the way to AWS', () => {
  let aws: LocalAws;
  let runner: Runner;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    runner = createRunner(aws.url, new TypedCodes());
  });

  afterEach(() => aws.close());

  it('is retried if it is temporary', async () => {
    aws.faults.next({ kind: 'status', status: 500 });
    aws.faults.next({ kind: 'drop' });
    await runner.run('plain');
    assert.deepEqual(outcomes(aws.requests), [
      'AssumeRole InternalFailure',
      'AssumeRole dropped',
      'AssumeRole OK',
    ]);
  });

  it('is final if it persists', async () => {
    aws.faults.next({ kind: 'status', status: 500, times: 3 });
    assert.deepEqual(await runner.fail('plain'), { code: 'serviceFault', profile: 'plain', status: 500 });
    assert.equal(aws.requests.length, 3);
    aws.faults.next({ kind: 'drop', times: 3 });
    assert.deepEqual(await runner.fail('plain'), {
      code: 'network',
      profile: 'plain',
      host: new URL(aws.url).host,
      reason: 'ECONNRESET',
    });
    assert.equal(aws.requests.length, 6);
    aws.faults.next({ kind: 'throttle', times: 3 });
    assert.deepEqual(await runner.fail('plain'), { code: 'throttled', profile: 'plain' });
    assert.equal(aws.requests.length, 9);
  });

  it("is reported with the system's error code if nothing listens", async () => {
    const gone = await startLocalAws({ world: testWorld });
    await gone.close();
    assert.deepEqual(await createRunner(gone.url, new TypedCodes()).fail('plain'), {
      code: 'network',
      profile: 'plain',
      host: new URL(gone.url).host,
      reason: 'ECONNREFUSED',
    });
  });

  it('is reported if the host name does not resolve', async () => {
    const failure = await createRunner('http://sts.rolecall.invalid', new TypedCodes()).fail('plain');
    assert.ok(failure.code === 'network', failure.code);
    assert.equal(failure.host, 'sts.rolecall.invalid');
    assert.match(failure.reason, /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('is reported if every connection breaks in the middle of the response', async () => {
    aws.faults.next({ kind: 'cut', times: Infinity });
    assert.deepEqual(await runner.fail('plain'), {
      code: 'network',
      profile: 'plain',
      host: new URL(aws.url).host,
      reason: 'ECONNRESET',
    });
  });

  it('is reported if a server accepts connections but never answers, after fifteen seconds each', async () => {
    aws.faults.next({ kind: 'silence', times: Infinity });
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const failures: Failure[] = [];
      let seconds = 0;
      void runner.fail('plain').then((failure) => failures.push(failure));
      for (let requestCount = 1; requestCount <= 3; requestCount++) {
        // Wait for the request before time advances; otherwise the connection times out instead.
        while (aws.requests.length < requestCount)
          await nextTurn(() => mock.timers.tick(requestCount > 1 ? 10 : 0));
        for (; aws.requests.length === requestCount && failures.length === 0 && seconds < 100; seconds++)
          await nextTurn(() => mock.timers.tick(1000));
      }
      const { host } = new URL(aws.url);
      assert.deepEqual(failures, [{ code: 'network', profile: 'plain', host, reason: 'ETIMEDOUT' }]);
      assert.equal(aws.requests.length, 3);
      assert.ok(seconds >= 44 && seconds <= 50, `${seconds} s`);
    } finally {
      mock.timers.reset();
    }
  });

  it('can be canceled immediately', async () => {
    aws.faults.next({ kind: 'delay', milliseconds: 5000 });
    const cancellation = new AbortController();
    const check = assert.rejects(runner.run('plain', cancellation.signal), Cancelled);
    await sleep(60);
    const start = performance.now();
    cancellation.abort();
    await check;
    assert.ok(performance.now() - start < 100);
  });

  it('can be canceled immediately between two attempts', async () => {
    aws.faults.next({ kind: 'throttle', times: Infinity });
    const { random } = Math;
    // The SDK waits a random part of half a second: here, all of it.
    Math.random = () => 0.999;
    try {
      const cancellation = new AbortController();
      const check = assert.rejects(runner.run('plain', cancellation.signal), Cancelled);
      await eventually(() => assert.ok(aws.requests.length > 0));
      const start = performance.now();
      cancellation.abort();
      await check;
      assert.ok(performance.now() - start < 100);
      const requestCount = aws.requests.length;
      await sleep(1200);
      assert.equal(aws.requests.length, requestCount, 'no further request is sent');
    } finally {
      Math.random = random;
    }
  });

  for (const minutes of [-20, 20]) {
    it(`does not result from a clock that is ${minutes} minutes off`, async () => {
      aws.clock.setSkew(minutes * 60_000);
      await runner.run('plain');
      assert.deepEqual(outcomes(aws.requests), ['AssumeRole SignatureDoesNotMatch', 'AssumeRole OK']);
    });
  }

  it('is detected for temporary keys of unknown expiration before they are used', async () => {
    const failure = await runner.fail('temporary');
    assert.deepEqual(
      [failure.code, failure.code === 'invalidKeys' && failure.profile],
      ['invalidKeys', 'temporary'],
    );
    assert.deepEqual(outcomes(aws.requests), ['GetCallerIdentity InvalidClientTokenId']);
  });

  it("does not change that sessions expire by this machine's clock, however wrong it is", async () => {
    aws.clock.setSkew(2 * 3_600_000);
    const expiration = (await runner.run('plain')).expiration ?? 0;
    assert.ok(Math.abs(expiration - Date.now() - 3_600_000) < 5000, `${expiration - Date.now()} ms left`);
  });

  it('is attributed to the secret, not the clock, if both are wrong', async () => {
    aws.clock.setSkew(20 * 60_000);
    const failure = await runner.fail('wrong-secret-role');
    assert.ok(failure.code === 'wrongSecret', failure.code);
  });
});

describe("a response that is not in AWS's format", () => {
  const html = '<html><body>Welcome to the hotel<br></body></html>';
  const answers: readonly (readonly [string, RequestListener])[] = [
    ['an HTML page', (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end(html)],
    ['an empty response', (_, response) => response.writeHead(502).end()],
    ['text', (_, response) => response.writeHead(502).end('upstream connect error')],
  ];
  for (const [name, answer] of answers) {
    it(`is a service fault when a proxy answers with ${name}`, async () => {
      const proxy = await listen(answer);
      const failure = await createRunner(proxy.url, new TypedCodes()).fail('plain');
      await proxy.close();
      assert.deepEqual(failure, { code: 'serviceFault', profile: 'plain', status: 502 });
    });
  }

  const strangers: readonly (readonly [number, string])[] = [
    [200, html],
    [302, ''],
    [403, html],
    [404, '{"message":"no such route"}'],
  ];
  for (const [status, body] of strangers) {
    it(`is not from AWS when another server answers with ${status}`, async () => {
      const proxy = await listen((_, response) =>
        response.writeHead(status, { location: '/login' }).end(body),
      );
      const failure = await createRunner(proxy.url, new TypedCodes()).fail('plain');
      await proxy.close();
      assert.deepEqual(failure, { code: 'notAws', profile: 'plain', host: new URL(proxy.url).host, status });
    });
  }

  it('is from a proxy when it requires authentication', async () => {
    const proxy = await listen((_, response) =>
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="x"' }).end('who are you?'),
    );
    const failure = await createRunner(proxy.url, new TypedCodes()).fail('plain');
    await proxy.close();
    const { host } = new URL(proxy.url);
    assert.deepEqual(failure, { code: 'proxyRefused', profile: 'plain', host, status: 407 });
  });

  it('leaks no token, though AWS quotes it when it shows the string to sign', async () => {
    const quoting = await listen(({ headers }, response) => {
      const token = headers['x-amz-security-token'];
      assert.equal(token, temporaryToken);
      const message = `The Canonical String for this request should have been 'x-amz-security-token:${token}'`;
      const error = `<Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>${message}</Message>`;
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(`<ErrorResponse><Error>${error}</Error><RequestId>1</RequestId></ErrorResponse>`);
    });
    const failure = await createRunner(quoting.url, new TypedCodes()).fail('temporary-role');
    await quoting.close();
    assert.deepEqual(failure, {
      code: 'wrongSecret',
      profile: 'temporary-role',
      accessKeyId: 'ASIATESTTEMPORARY001',
      caller: callerWith('temporary', 'ASIATESTTEMPORARY001'),
      clockAheadMinutes: 0,
    });
  });
});
