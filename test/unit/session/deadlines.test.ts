import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { FailureError } from '../../../src/base/failure.ts';
import type { RunPlan } from '../../../src/credentials/run/runner.ts';
import { awsLimits } from '../../../src/credentials/sdk/awsLimits.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { Sessions } from '../../../src/session/sessions.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { InProcessLock } from '../../fakes/inProcessLock.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from './testWindows/window.ts';

const limits = { ...awsLimits, attemptMs: 400, callMs: 6000 };
const minute = 60_000;
const tickMs = 20_000;

describe('a session of a window to which AWS does not respond', function () {
  this.timeout(30_000);
  let aws: LocalAws;
  let now: number;
  let window: Window<TypedCodes>;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    now = aws.clock.now();
    window = openWindow({ url: aws.url, prompts: new TypedCodes(), now: () => now, limits });
  });
  afterEach(() => aws.close());

  const pass = (milliseconds: number): void => {
    aws.clock.advance(milliseconds);
    now += milliseconds;
  };

  for (const kind of ['silence', 'stall'] as const) {
    it(`is renewed at the next attempt (${kind})`, async () => {
      mock.timers.enable({ apis: ['setInterval'] });
      const active = activeIn(window, { now: () => now });
      try {
        const { accessKeyId } = (await active.use(profile('plain'))).credentials;
        const states: ActiveState[] = [];
        active.onDidChange((state) => states.push(state));
        pass(56 * minute);
        aws.faults.next({ kind, times: 3 });
        mock.timers.tick(tickMs);
        await eventually(() => assert.equal(states.length, 1), 10_000);
        assert.equal(keyIn(active.state), accessKeyId, 'the session is used until it expires');
        pass(tickMs);
        mock.timers.tick(tickMs);
        await eventually(() => assert.notEqual(keyIn(active.state), accessKeyId));
      } finally {
        active.dispose();
        mock.timers.reset();
      }
    });

    it(`is got at the next attempt, with which nobody waits for the first (${kind})`, async () => {
      aws.faults.next({ kind, times: 3 });
      const silent = { mayAsk: false };
      await Promise.all([
        assert.rejects(window.get('plain', silent), isLate),
        assert.rejects(window.get('plain', silent), isLate),
      ]);
      assert.equal(aws.requests.length, 3, 'both waited for the same work');
      await window.get('plain', silent);
    });
  }

  it('is given up after a while if the user is not asked, whatever it waits for', async () => {
    let runs = 0;
    const { credentials } = await window.get('plain');
    const run: RunPlan = () => (++runs === 1 ? new Promise(() => {}) : Promise.resolve(credentials));
    const sessions = new Sessions(
      (target) => window.planOf(target),
      run,
      window.cache,
      new InProcessLock(),
      undefined,
      200,
    );
    await window.cache.forgetAll();
    const request = { mayAsk: false, signal: new AbortController().signal };
    // A caller that tries again as soon as it learns of the failure does not join the failed work.
    const again = sessions.get(profile('plain'), request).catch((error: unknown) => {
      assert.ok(error instanceof FailureError && error.failure.code === 'tookTooLong', String(error));
      return sessions.get(profile('plain'), request);
    });
    assert.equal((await again).credentials.accessKeyId, credentials.accessKeyId);
    assert.equal(runs, 2);
  });
});

function isLate(error: unknown): boolean {
  assert.ok(error instanceof FailureError, String(error));
  const { failure } = error;
  return failure.code === 'network' && failure.reason === 'ETIMEDOUT';
}

function keyIn(state: ActiveState): string | undefined {
  return state.kind === 'ready' ? state.session.credentials.accessKeyId : undefined;
}
