import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled } from '../../../src/base/failure.ts';
import type { FaultKind } from '../../aws/http/faults.ts';
import { currentCode, millisecondsLeft, nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { alice, aliceKey, aliceOldKey, mfaRole, phone, testWorld } from '../../aws/testWorld.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import {
  assertNoSecret,
  callerWith,
  codesSent,
  createRunner,
  failureFrom,
  outcomes,
  type Runner,
} from './runner.ts';

const tablet = 'arn:aws:iam::111111111111:mfa/tablet';

/** The failure when AWS rejects the profile's keys. */
const refusedKeys = (code: string, profile: string, id: string): object => ({
  code,
  profile,
  accessKeyId: id,
  caller: callerWith(profile, id),
});

describe('the MFA prompt', () => {
  let aws: LocalAws;
  let prompts: TypedCodes;
  let runner: Runner;

  const rightCode = () => nextCode(phone, aws.clock);
  const rejectedCodeTexts = () => prompts.rejectedCodes.map(({ code }) => code);
  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    prompts = new TypedCodes();
    runner = createRunner(aws.url, prompts);
  });

  afterEach(async () => {
    assertNoSecret(JSON.stringify(prompts.shown), runner.yielded);
    assert.equal(prompts.openPrompts, 0, 'a prompt was left open');
    codesSent(aws.requests);
    await aws.close();
  });

  for (const profile of ['alice', 'mfa', 'mfa-straight']) {
    it(`stays open after a wrong code and shows the reason until a correct one is typed (${profile})`, async () => {
      prompts.type('000000', '000001', rightCode);
      await runner.run(profile);
      const refused = {
        code: 'mfaRefused',
        profile: profile === 'mfa' ? 'alice' : profile,
        mfaSerial: phone.serialNumber,
        user: alice,
        roleArn: profile === 'mfa-straight' ? mfaRole : undefined,
        detail: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      };
      assert.deepEqual(prompts.shown, [refused, refused]);
      assert.equal(prompts.questions.length, 1);
      assert.equal(codesSent(aws.requests).length, 3);
    });
  }

  it('never sends a rejected code again', async () => {
    prompts.type('000000', '000000', rightCode);
    await runner.run('alice');
    assert.deepEqual(rejectedCodeTexts(), ['000000']);
    assert.equal(codesSent(aws.requests).length, 2);
  });

  it('never sends a code again that another prompt has used', async () => {
    let code = '';
    prompts.type(() => (code = rightCode()));
    await runner.run('alice');
    prompts.type(() => code, rightCode);
    await runner.run('mfa-straight');
    assert.deepEqual(rejectedCodeTexts(), [code]);
    assert.equal(codesSent(aws.requests).length, 2);
  });

  for (const skewSeconds of [-607, -11, 0, 13, 607]) {
    it(`shows when a used code is replaced by the next if the clock is ${-skewSeconds} s ahead`, async () => {
      aws.clock.setSkew(skewSeconds * 1000);
      const code = currentCode(phone, aws.clock);
      const nextStep = aws.clock.now() + millisecondsLeft(aws.clock) - skewSeconds * 1000;
      prompts.type(code);
      await runner.run('alice');
      aws.faults.next({ kind: 'status', status: 503, action: 'AssumeRole' });
      const afterAMoment = () => sleep(200).then(() => code);
      prompts.type(afterAMoment, rightCode, rightCode);
      await runner.run('mfa-straight');
      const [rejected] = prompts.rejectedCodes;
      assert.ok(rejected?.failure.code === 'mfaReused', rejected?.failure.code);
      assertNear(rejected.failure.nextCodeAt, nextStep);
      const [shown] = prompts.shown;
      assert.ok(shown?.code === 'mfaUnanswered', shown?.code);
      assertNear(shown.nextCodeAt, nextStep);
    });
  }

  const unanswered: readonly (readonly [string, FaultKind, string])[] = [
    ['an AWS failure', { kind: 'status', status: 500 }, 'HTTP 500'],
    ['AWS being unavailable', { kind: 'status', status: 503 }, 'HTTP 503'],
    ['a broken connection', { kind: 'drop' }, 'ECONNRESET'],
    ['a truncated response', { kind: 'cut' }, 'ECONNRESET'],
    ['throttling', { kind: 'throttle' }, 'Throttling'],
  ];
  for (const [trouble, fault, detail] of unanswered) {
    it(`asks for the next code after ${trouble}, and sends none twice`, async () => {
      for (const [profile, action] of [
        ['alice', 'GetSessionToken'],
        ['mfa-straight', 'AssumeRole'],
      ] as const) {
        aws.faults.next({ ...fault, action });
        let lost = '';
        prompts.type(
          () => (lost = rightCode()),
          () => lost,
          rightCode,
        );
        await runner.run(profile);
        const { nextCodeAt: _, ...shown } = { nextCodeAt: 0, ...prompts.shown.at(-1) };
        const expected = { code: 'mfaUnanswered', profile, mfaSerial: phone.serialNumber, detail };
        assert.deepEqual(shown, expected);
        assert.equal(rejectedCodeTexts().at(-1), lost);
      }
      assert.deepEqual([prompts.shown.length, codesSent(aws.requests).length], [2, 4]);
    });
  }

  it("shows AWS's message if the device does not belong to the user", async () => {
    prompts.type(rightCode, escape);
    await assert.rejects(runner.run('wrong-phone'), Cancelled);
    assert.deepEqual(prompts.shown, [
      {
        code: 'mfaRefused',
        profile: 'wrong-phone',
        mfaSerial: tablet,
        user: alice,
        roleArn: undefined,
        detail:
          'MultiFactorAuthentication failed, unable to validate MFA code.  ' +
          'Please verify your MFA serial number is valid and associated with this user.',
      },
    ]);
  });

  it('shows why a role requested with a code is refused', async () => {
    prompts.type(rightCode, escape);
    await assert.rejects(runner.run('partner-straight'), Cancelled);
    assert.equal(prompts.shown.length, 1);
    assert.match(JSON.stringify(prompts.shown), /mfaRefused.*not authorized to perform: sts:AssumeRole/);
  });

  it("sends no code that breaks AWS's own rules", async () => {
    prompts.type('12345', escape);
    const failure = await failureFrom(runner.run('alice'));
    assert.equal(failure.code, 'refusedRequest');
  });

  it('ends when the user closes it', async () => {
    prompts.type(escape);
    await assert.rejects(runner.run('alice'), Cancelled);
    assert.deepEqual(codesSent(aws.requests), []);
  });

  it('ends immediately when it is canceled, at any point', async () => {
    for (const action of ['nothing', 'GetCallerIdentity', 'GetSessionToken']) {
      aws.faults.clear();
      if (action !== 'nothing') aws.faults.next({ kind: 'delay', milliseconds: 5000, action });
      const cancellation = new AbortController();
      if (action !== 'nothing') prompts.type(rightCode);
      const running = runner.run('alice', cancellation.signal);
      const check = assert.rejects(running, Cancelled);
      await sleep(60);
      const start = performance.now();
      cancellation.abort();
      await check;
      assert.ok(performance.now() - start < 100, action);
    }
  });

  describe('while the keys are tested', () => {
    const { accessKeyId } = aliceKey;
    const dead: readonly (readonly [string, string, object])[] = [
      ['inactive', 'InvalidClientTokenId', refusedKeys('invalidKeys', 'inactive', aliceOldKey.accessKeyId)],
      ['unknown', 'InvalidClientTokenId', refusedKeys('invalidKeys', 'unknown', 'AKIATESTSTRANGER0001')],
      [
        'wrong-secret',
        'SignatureDoesNotMatch',
        { ...refusedKeys('wrongSecret', 'wrong-secret', accessKeyId), clockAheadMinutes: 0 },
      ],
    ];
    for (const [profile, outcome, failure] of dead) {
      it(`closes for ${profile} keys, before and after a code is typed`, async () => {
        assert.deepEqual(await runner.fail(profile), failure);
        prompts.type(rightCode);
        assert.deepEqual(await runner.fail(profile), failure);
        assert.deepEqual(outcomes(aws.requests), [
          `GetCallerIdentity ${outcome}`,
          `GetCallerIdentity ${outcome}`,
        ]);
        assert.deepEqual(prompts.shown, []);
      });
    }

    it('closes on a permanent AWS failure', async () => {
      aws.faults.next({ kind: 'status', status: 500, times: 3, action: 'GetCallerIdentity' });
      prompts.type(rightCode);
      assert.deepEqual(await runner.fail('alice'), { code: 'serviceFault', profile: 'alice', status: 500 });
      assert.equal(aws.requests.length, 3);
    });

    it('hides a temporary failure from the user', async () => {
      aws.faults.next({ kind: 'status', status: 500, action: 'GetCallerIdentity' });
      aws.faults.next({ kind: 'drop', action: 'GetCallerIdentity' });
      prompts.type(rightCode);
      await runner.run('alice');
      assert.deepEqual(prompts.shown, []);
      assert.equal(aws.requests.at(-1)?.outcome, 'OK');
    });

    it('closes if AWS cannot be reached', async () => {
      const gone = await startLocalAws({ world: testWorld });
      await gone.close();
      prompts.type('123456');
      assert.deepEqual(await createRunner(gone.url, prompts).fail('alice'), {
        code: 'network',
        profile: 'alice',
        host: new URL(gone.url).host,
        reason: 'ECONNREFUSED',
      });
      assert.deepEqual(prompts.shown, []);
    });

    it('holds back a quickly typed code until the keys are known to work', async () => {
      aws.faults.next({ kind: 'delay', milliseconds: 80, action: 'GetCallerIdentity' });
      aws.iam.setKeyStatus(accessKeyId, 'Inactive');
      const typed = new EventTarget();
      prompts.type(() => {
        typed.dispatchEvent(new Event('typed'));
        return rightCode();
      });
      const seen = once(typed, 'typed');
      const failing = runner.fail('alice');
      await seen;
      assert.deepEqual(await failing, refusedKeys('invalidKeys', 'alice', accessKeyId));
      assert.deepEqual(outcomes(aws.requests), ['GetCallerIdentity InvalidClientTokenId']);
    });

    for (const minutes of [-20, 20, 600]) {
      it(`corrects a clock that is ${minutes} minutes off, so that the single call with the code succeeds`, async () => {
        aws.clock.setSkew(minutes * 60_000);
        prompts.type(rightCode);
        await runner.run('alice');
        assert.deepEqual(outcomes(aws.requests), [
          'GetCallerIdentity SignatureDoesNotMatch',
          'GetCallerIdentity OK',
          'GetSessionToken OK',
        ]);
      });
    }
  });
});

/** Tolerates whole-second dates and network latency. */
function assertNear(time: number, expected: number): void {
  // The test may run across a step boundary.
  const off = Math.min(Math.abs(time - expected), Math.abs(time - expected - 30_000));
  assert.ok(off < 1500, `${time - expected} ms off`);
}

function escape(): never {
  throw new Cancelled();
}
