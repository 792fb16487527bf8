import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled, type Failure } from '../../../../src/base/failure.ts';
import { awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import type { FaultKind } from '../../../aws/http/faults.ts';
import { currentCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { createRunner, outcomes, type Runner } from '../runner.ts';

const limits = { ...awsLimits, attemptMs: 400, callMs: 6000 };

/** Answers that never arrive completely. */
const slow: readonly (readonly [string, FaultKind])[] = [
  ['never comes', { kind: 'silence' }],
  ['stalls after its headers', { kind: 'stall' }],
  ['drips', { kind: 'drip', milliseconds: 20 }],
];

describe('a call to AWS whose answer', () => {
  let aws: LocalAws;
  let runner: Runner;
  let late: Failure;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    runner = createRunner(aws.url, new TypedCodes(), { limits });
    late = { code: 'network', profile: 'plain', host: new URL(aws.url).host, reason: 'ETIMEDOUT' };
  });
  afterEach(() => aws.close());

  for (const [how, fault] of slow) {
    it(`${how} is tried again, each time with its own deadline`, async () => {
      aws.faults.next({ ...fault, times: 2 });
      await runner.run('plain');
      assert.equal(aws.requests.length, 3);
      assert.equal(outcomes(aws.requests).at(-1), 'AssumeRole OK');
    });

    it(`${how} at any attempt fails, and the next call succeeds`, async () => {
      aws.faults.next({ ...fault, times: 3 });
      assert.deepEqual(await runner.fail('plain'), late);
      assert.equal(aws.requests.length, 3);
      await runner.run('plain');
    });

    it(`${how} does not outlast the deadline of the whole call`, async () => {
      aws.faults.next({ ...fault, times: Infinity });
      const impatient = createRunner(aws.url, new TypedCodes(), {
        limits: { ...awsLimits, attemptMs: 60_000, callMs: 200 },
      });
      assert.deepEqual(await impatient.fail('plain'), late);
      assert.equal(aws.requests.length, 1);
    });

    it(`${how} can be canceled immediately`, async () => {
      aws.faults.next({ ...fault, times: Infinity });
      const cancellation = new AbortController();
      const canceled = assert.rejects(
        createRunner(aws.url, new TypedCodes()).run('plain', cancellation.signal),
        Cancelled,
      );
      await eventually(() => assert.equal(aws.requests.length, 1));
      cancellation.abort();
      await canceled;
    });

    it(`${how} keeps the prompt open for the next MFA code`, async () => {
      const prompts = new TypedCodes(currentCode(phone, aws.clock), () => {
        throw new Cancelled();
      });
      aws.faults.next({ ...fault, action: 'GetSessionToken' });
      await assert.rejects(createRunner(aws.url, prompts, { limits }).run('mfa'), Cancelled);
      assert.deepEqual(
        prompts.shown.map((shown) => [shown.code, 'detail' in shown && shown.detail]),
        [['mfaUnanswered', 'ETIMEDOUT']],
      );
      assert.equal(aws.requests.filter(({ action }) => action === 'GetSessionToken').length, 1);
    });
  }

  for (const bytes of [awsLimits.answerBytes + 1, 60_000_000, Infinity]) {
    it(`has ${bytes} bytes is not from AWS, and the rest is not read`, async () => {
      aws.faults.next({ kind: 'padding', bytes });
      const before = process.memoryUsage().rss;
      const { host } = new URL(aws.url);
      assert.deepEqual(await runner.fail('plain'), { code: 'notAws', profile: 'plain', host, status: 200 });
      assert.ok(process.memoryUsage().rss - before < 100_000_000, 'the memory is not filled');
      assert.equal(aws.requests.length, 1);
      await runner.run('plain');
    });
  }

  it('has the greatest size is read', async () => {
    aws.faults.next({ kind: 'padding', bytes: awsLimits.answerBytes });
    const patient = createRunner(aws.url, new TypedCodes(), { limits: { ...limits, attemptMs: 15_000 } });
    await patient.run('plain');
  });
});

describe('a call to AWS', () => {
  it('ends in time if the server or a proxy accepts the connection and says nothing', async () => {
    const sockets = new Set<Socket>();
    const deaf = createServer((socket) => sockets.add(socket.on('error', () => {})));
    deaf.listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const { port } = deaf.address() as AddressInfo;
    const { HTTPS_PROXY } = process.env;
    try {
      const secure = createRunner(`https://127.0.0.1:${port}`, new TypedCodes(), { limits });
      assert.partialDeepStrictEqual(await secure.fail('plain'), { code: 'network', reason: 'ETIMEDOUT' });
      process.env['HTTPS_PROXY'] = `http://127.0.0.1:${port}`;
      const proxied = createRunner('https://sts.rolecall.test', new TypedCodes(), { limits });
      assert.partialDeepStrictEqual(await proxied.fail('plain'), { code: 'network', reason: 'ETIMEDOUT' });
      assert.equal(sockets.size, 6);
    } finally {
      if (HTTPS_PROXY === undefined) delete process.env['HTTPS_PROXY'];
      else process.env['HTTPS_PROXY'] = HTTPS_PROXY;
      for (const socket of sockets) socket.destroy();
      deaf.close();
    }
  });

  it('reads no AWS files, which may be pipes', async function () {
    if (process.platform === 'win32') this.skip();
    const aws = await startLocalAws({ world: testWorld });
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-pipe-'));
    const pipe = join(folder, 'config');
    execFileSync('mkfifo', [pipe]);
    const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
    Object.assign(process.env, { AWS_CONFIG_FILE: pipe, AWS_SHARED_CREDENTIALS_FILE: pipe });
    try {
      await createRunner(aws.url, new TypedCodes(), { limits: { ...awsLimits, callMs: 2000 } }).run('plain');
    } finally {
      // Ends all reads of the pipe.
      closeSync(openSync(pipe, constants.O_RDWR));
      for (const [name, value] of Object.entries({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE }))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      await aws.close();
      await rm(folder, { recursive: true });
    }
  });
});
