import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import { callerIdentity } from '../../../../src/credentials/run/callerIdentity.ts';
import { openSts } from '../../../../src/credentials/sdk/open.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { alice, longRole, mfaRole, nextRole, phone, plainRole, testWorld } from '../../../aws/testWorld.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { listen } from '../listening.ts';
import { codesSent, createRunner, failureFrom, outcomes, type Runner } from '../runner.ts';

const hour = 3_600_000;

describe('running a plan', () => {
  let aws: LocalAws;
  let prompts: TypedCodes;
  let runner: Runner;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    prompts = new TypedCodes(() => nextCode(phone, aws.clock));
    runner = createRunner(aws.url, prompts);
  });

  afterEach(() => aws.close());

  it('with only long-term keys needs no prompt', async () => {
    const credentials = await runner.run('keys');
    assert.equal(credentials.expiration, undefined);
    assert.deepEqual([aws.requests.length, prompts.questions.length, runner.yielded.length], [0, 0, 0]);
  });

  it('assumes a role without a prompt', async () => {
    const credentials = await runner.run('plain');
    assert.match(credentials.accessKeyId, /^ASIA/);
    assert.deepEqual(outcomes(aws.requests), ['AssumeRole OK']);
    assert.deepEqual(parametersOf('AssumeRole'), { RoleArn: plainRole, RoleSessionName: 'me' });
    assertLasts(credentials.expiration, hour);
    assert.equal(prompts.questions.length, 0);
  });

  for (const [minutes, reported] of [
    [-600, [600]],
    [-4, [4]],
    [-3, []],
    [0, []],
    [3, []],
    [4, [-4]],
    [600, [-600]],
  ] as const) {
    it(`reports a clock that is ${-minutes} minutes ahead, and the session's expiration by that clock`, async () => {
      aws.clock.setSkew(minutes * 60_000);
      const { expiration = 0 } = await runner.run('plain');
      const left = expiration - Date.now();
      assert.ok(Math.abs(left - hour) < 30_000, `${left} ms`);
      assert.deepEqual(runner.skews, reported);
    });
  }

  it('requests the duration, session name and external ID of the profile', async () => {
    assertLasts((await runner.run('long')).expiration, 12 * hour);
    await runner.run('partner');
    assert.deepEqual(
      aws.requests.map(({ parameters }) => parameters),
      [
        { RoleArn: longRole, RoleSessionName: 'long-job', DurationSeconds: '43200' },
        {
          RoleArn: 'arn:aws:iam::222222222222:role/Partner',
          RoleSessionName: 'me',
          ExternalId: 'agreed',
        },
      ],
    );
  });

  it('requests the source identity and tags in the STS format', async () => {
    let body = '';
    const sts = await listen((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => response.writeHead(400).end());
    });
    const config = `
[profile tagged]
role_arn = ${plainRole}
source_profile = keys
source_identity = alice
session_tags = team=dev, cost=42
transitive_session_tags = cost
`;
    await createRunner(sts.url, prompts, { config }).fail('tagged');
    await sts.close();
    const parameters = Object.fromEntries(new URLSearchParams(body));
    const { Action, Version: _, RoleArn, RoleSessionName, ...more } = parameters;
    assert.deepEqual([Action, RoleArn, RoleSessionName], ['AssumeRole', plainRole, 'me']);
    assert.deepEqual(more, {
      SourceIdentity: 'alice',
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'dev',
      'Tags.member.2.Key': 'cost',
      'Tags.member.2.Value': '42',
      'TransitiveTagKeys.member.1': 'cost',
    });
  });

  it('exchanges a code for an MFA session', async () => {
    const credentials = await runner.run('alice');
    assert.deepEqual(outcomes(aws.requests), ['GetCallerIdentity OK', 'GetSessionToken OK']);
    const { TokenCode, ...parameters } = parametersOf('GetSessionToken');
    assert.deepEqual(parameters, { SerialNumber: phone.serialNumber, DurationSeconds: '43200' });
    assert.deepEqual(codesSent(aws.requests), [TokenCode]);
    assertLasts(credentials.expiration, 12 * hour);
    assert.deepEqual(
      prompts.questions.map(({ profile, mfaSerial }) => [profile, mfaSerial]),
      [['alice', phone.serialNumber]],
    );
  });

  it('runs a chain of roles with one code, and reports each step', async () => {
    const credentials = await runner.run('next');
    assert.deepEqual(outcomes(aws.requests), [
      'GetCallerIdentity OK',
      'GetSessionToken OK',
      'AssumeRole OK',
      'AssumeRole OK',
    ]);
    assert.deepEqual(
      aws.requests.slice(2).map(({ parameters, principalArn }) => [parameters['RoleArn'], principalArn]),
      [
        [mfaRole, alice],
        [nextRole, 'arn:aws:sts::222222222222:assumed-role/Mfa/me'],
      ],
    );
    assert.deepEqual(
      runner.yielded.map(({ done }) => done),
      [2, 3, 4],
    );
    assert.equal(runner.yielded.at(-1)?.credentials, credentials);
    assert.equal(codesSent(aws.requests).length, 1);
    assert.equal(prompts.questions[0]?.profile, 'next');
  });

  it('sends the code with AssumeRole if the requested session is longer than a chain allows', async () => {
    const credentials = await runner.run('mfa-straight');
    assert.deepEqual(outcomes(aws.requests), ['GetCallerIdentity OK', 'AssumeRole OK']);
    const { TokenCode, SerialNumber, DurationSeconds } = parametersOf('AssumeRole');
    assert.deepEqual([SerialNumber, DurationSeconds], [phone.serialNumber, '7200']);
    assert.deepEqual(codesSent(aws.requests), [TokenCode]);
    assertLasts(credentials.expiration, 2 * hour);
  });

  it('keeps the first steps of a chain that fails halfway', async () => {
    aws.faults.next({ kind: 'status', status: 500, times: 3, action: 'AssumeRole' });
    assert.deepEqual(await runner.fail('mfa'), { code: 'serviceFault', profile: 'mfa', status: 500 });
    assert.deepEqual(
      runner.yielded.map(({ done }) => done),
      [2],
    );
  });

  it('does not start after a cancellation', async () => {
    await assert.rejects(runner.run('plain', AbortSignal.abort()), Cancelled);
    await assert.rejects(runner.run('alice', AbortSignal.abort()), Cancelled);
    assert.deepEqual([aws.requests.length, prompts.questions.length], [0, 0]);
  });

  it("yields credentials with the role's identity", async () => {
    const { signal } = new AbortController();
    const credentials = await runner.run('plain');
    assert.deepEqual(
      (await callerIdentity(openSts, runner.plan('plain'), credentials, signal)).arn,
      'arn:aws:sts::222222222222:assumed-role/Plain/me',
    );
    const keys = await runner.run('keys');
    const identity = await callerIdentity(openSts, runner.plan('keys'), keys, signal);
    assert.deepEqual([identity.account, identity.arn], ['111111111111', alice]);
    assert.match(identity.userId, /^AIDA/);
  });

  it('names the profile whose identity could not be verified', async () => {
    const plan = runner.plan('plain');
    const credentials = await runner.run('plain');
    aws.clock.advance(2 * hour);
    const { accessKeyId } = credentials;
    const identify = (signal = new AbortController().signal) =>
      callerIdentity(openSts, plan, credentials, signal);
    assert.deepEqual(await failureFrom(identify(), runner.yielded), {
      code: 'expiredKeys',
      profile: 'plain',
      accessKeyId,
      caller: { kind: 'role', arn: 'arn:aws:sts::222222222222:assumed-role/Plain/me' },
    });
    await assert.rejects(identify(AbortSignal.abort()), Cancelled);
  });

  function parametersOf(action: string): Readonly<Record<string, string>> {
    const request = aws.requests.find((candidate) => candidate.action === action);
    assert.ok(request, `no ${action}`);
    return request.parameters;
  }

  function assertLasts(expiration: number | undefined, milliseconds: number): void {
    assert.ok(expiration !== undefined);
    const off = expiration - aws.clock.now() - milliseconds;
    assert.ok(Math.abs(off) < 10_000, `off by ${off} ms`);
  }
});
