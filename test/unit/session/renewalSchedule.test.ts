import assert from 'node:assert/strict';
import type { Failure } from '../../../src/base/failure.ts';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import type { ActiveState, Ready } from '../../../src/session/activeState.ts';
import { type Due, RenewalSchedule } from '../../../src/session/renewalSchedule.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { openWindow, profile } from './testWindows/window.ts';

const minute = 60_000;
const tickMs = 20_000;
const start = 1_800_000_000_000;

const aRole = 'role_arn = arn:aws:iam::222222222222:role/Dev';
const role = planOf(`[profile dev]\n${aRole}\nsource_profile = keys`);
const program = planOf('[profile dev]\ncredential_process = tool');
const tokenProgram = planOf(`[profile dev]\n${aRole}\nweb_identity_token_process = tool`);
const tokenFile = planOf(`[profile dev]\n${aRole}\nweb_identity_token_file = /token`);

describe('RenewalSchedule', () => {
  let now: number;
  let renewalSchedule: RenewalSchedule;
  beforeEach(() => {
    now = start;
    renewalSchedule = new RenewalSchedule(
      () => now,
      () => 5 * minute,
    );
  });

  /** The seconds at which something is attempted, if every attempt fails. */
  const attempts = (state: ActiveState, plan: Plan, milliseconds: number): readonly number[] => {
    const from = now;
    const tried: number[] = [];
    for (; now <= from + milliseconds; now += tickMs) {
      if (!['acquire', 'renew'].includes(renewalSchedule.due(state))) continue;
      tried.push((now - from) / 1000);
      renewalSchedule.attempt();
      renewalSchedule.fail(plan);
    }
    return tried;
  };

  it('retries at growing intervals to get an unavailable session', () => {
    assert.deepEqual(attempts(waiting('network'), role, 9 * minute), [0, 20, 60, 140, 260, 380, 500]);
    renewalSchedule.restart();
    assert.deepEqual(attempts(waiting('throttled'), role, minute), [0, 20, 60], 'and again after a restart');
  });

  it('retries at growing intervals to renew, and once more when the session ends', () => {
    const state = inUse({ expiration: start + 60 * minute });
    renewalSchedule.begin(state);
    now += 55 * minute;
    assert.deepEqual(attempts(state, role, 5 * minute), [0, 20, 60, 140, 260, 300]);
  });

  for (const plan of [program, tokenProgram]) {
    it(`does not retry a failed program (${plan.steps[0]?.kind}) except once when the session ends`, () => {
      const state = inUse({ expiration: start + 60 * minute, plan });
      renewalSchedule.begin(state);
      now += 55 * minute;
      assert.deepEqual(attempts(state, plan, 5 * minute), [0, 300]);
      assert.deepEqual(attempts(waiting('network'), plan, 60 * minute), []);
    });
  }

  for (const stepMs of [-5 * 60 * minute, -minute, 5 * 60 * minute])
    it(`does not stall when the clock is set (${stepMs / minute} min)`, () => {
      const state = inUse({ expiration: start + 600 * minute });
      renewalSchedule.begin(state);
      renewalSchedule.attempt();
      renewalSchedule.fail(role);
      now += stepMs;
      assert.equal(attempts(waiting('network'), role, 2 * minute)[0], 0);
      const unknown = inUse({ expiration: undefined, accessKeyId: 'ASIAOTHER' });
      renewalSchedule.begin(unknown);
      now += stepMs;
      assert.equal(renewalSchedule.due(unknown), 'verify');
    });

  it('does not run a failed program again because the clock is set back', () => {
    renewalSchedule.attempt();
    renewalSchedule.fail(program);
    now -= 5 * 60 * minute;
    assert.deepEqual(attempts(waiting('network'), program, 60 * minute), []);
  });

  it('renews a session when its time is over, though the clock was set back', () => {
    const clock = { setBackMs: 0 };
    const state = inUse({ expiration: start + 60 * minute });
    state.session.credentials.follow(clock);
    renewalSchedule.begin(state);
    now += 10 * minute;
    now -= 300 * minute;
    clock.setBackMs = 300 * minute;
    assert.deepEqual(attempts(state, role, 46 * minute), [45 * 60, 45 * 60 + 20, 46 * 60]);
  });

  it('keeps checking the token file', () => {
    const state = inUse({ expiration: start + 60 * minute, plan: tokenFile });
    renewalSchedule.begin(state);
    now += 55 * minute;
    assert.deepEqual(attempts(state, tokenFile, 5 * minute), [0, 20, 60, 140, 260, 300]);
  });

  it('attempts nothing during another attempt', () => {
    renewalSchedule.attempt();
    now += 60 * minute;
    assert.equal(renewalSchedule.due(waiting('network')), 'nothing');
    renewalSchedule.pause();
    now += tickMs;
    assert.equal(renewalSchedule.due(waiting('network')), 'acquire');
  });

  it('checks on each tick for changes by another window or program', () => {
    for (const code of ['needsPerson', 'loginNeeded'] as const)
      assert.equal(attempts(waiting(code), role, 5 * minute).length, 16, code);
    const state: Ready = { ...inUse({ expiration: start + 60 * minute }), mustAsk: 'code' };
    renewalSchedule.begin(state);
    now += 55 * minute;
    assert.equal(attempts(state, role, 5 * minute).length, 16);
  });

  it('attempts nothing that only the user can fix', () => {
    for (const code of [
      'noSuchProfile',
      'invalidKeys',
      'processFailed',
      'environmentExpired',
      'forgotten',
    ] as const)
      assert.deepEqual(attempts(waiting(code), role, 60 * minute), [], code);
  });

  it('shows the remaining time while there is nothing else to do', () => {
    const state = inUse({ expiration: start + 60 * minute });
    renewalSchedule.begin(state);
    assert.equal(renewalSchedule.due(state), 'showTimeLeft');
    assert.equal(renewalSchedule.due({ kind: 'none' }), 'nothing');
  });

  it('verifies temporary keys of unknown expiration from time to time', () => {
    const dues = (state: Ready): readonly Due[] => {
      renewalSchedule.begin(state);
      return Array.from({ length: 31 }, () => {
        const due = renewalSchedule.due(state);
        if (due === 'verify') renewalSchedule.verified();
        now += tickMs;
        return due;
      });
    };
    const verified = dues(inUse({ expiration: undefined }));
    assert.deepEqual(
      verified.flatMap((due, i) => (due === 'verify' ? [(i * tickMs) / minute] : [])),
      [5, 10],
    );
    const others = [
      ...dues(inUse({ expiration: undefined, sessionToken: undefined, accessKeyId: 'AKIA' })),
      ...dues(inUse({ expiration: now + 600 * minute, accessKeyId: 'ASIAOTHER' })),
    ];
    assert.ok(!others.includes('verify'));
  });
});

function planOf(config: string): Plan {
  const window = openWindow({ url: 'http://127.0.0.1:9', prompts: new TypedCodes() });
  window.files.config += `\n${config}`;
  const plan = window.planOf(profile('dev'));
  assert.ok(isPlan(plan));
  return plan;
}

interface InUse {
  readonly expiration: number | undefined;
  readonly plan?: Plan;
  readonly sessionToken?: string | undefined;
  readonly accessKeyId?: string;
}

function inUse({ plan = role, accessKeyId = 'ASIA', ...given }: InUse): Ready {
  const credentials = new Credentials({ accessKeyId, secretAccessKey: 's', sessionToken: 't', ...given });
  return { kind: 'ready', target: plan.target, session: { plan, credentials } };
}

function waiting(code: Failure['code']): ActiveState {
  return { kind: 'waiting', target: profile('dev'), failure: { code, profile: 'dev' } as Failure };
}
