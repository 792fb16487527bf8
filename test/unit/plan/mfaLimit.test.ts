import assert from 'node:assert/strict';
import { prefixFingerprints } from '../../../src/plan/fingerprints.ts';
import { keys, phone, type PlanInput, role, workingPlan } from './planText.ts';

const mfa = `mfa_serial = ${phone}`;
const source = { credentials: `[maya]\n${keys('AKIA1')}\n` };
const direct = {
  ...source,
  config: `[profile dev]\n${role('Dev')}\nsource_profile = maya\n${mfa}\nduration_seconds = 14400\n`,
};
const fromSession = { ...source, config: `[profile dev]\n${role('Dev')}\nsource_profile = maya\n${mfa}\n` };

function durations(input: PlanInput): readonly unknown[] {
  return workingPlan(input).steps.flatMap((step) =>
    'durationSeconds' in step ? [step.durationSeconds] : [],
  );
}

describe('the longest duration of what a code gives', () => {
  it('limits a role that is assumed with the code itself', () => {
    assert.deepEqual(durations(direct), [14_400]);
    assert.deepEqual(durations({ ...direct, mfaRoleSeconds: 7200 }), [7200]);
    assert.deepEqual(durations({ ...direct, mfaRoleSeconds: 36 * 3600 }), [14_400]);
  });

  it('limits roles that are assumed from the MFA session, also if their profile sets no duration', () => {
    const short = { mfaSessionSeconds: 1800, mfaRoleSeconds: 1800 };
    assert.deepEqual(durations({ ...fromSession, ...short }), [1800, 1800]);
    assert.deepEqual(durations({ ...fromSession, mfaRoleSeconds: 3600 }), [12 * 3600, undefined]);
    assert.deepEqual(durations({ ...fromSession, mfaRoleSeconds: 1 }), [12 * 3600, 900]);
  });

  it('does not limit roles without a code', () => {
    const plain = { ...source, config: `[profile dev]\n${role('Dev')}\nsource_profile = maya\n` };
    assert.deepEqual(durations({ ...plain, mfaRoleSeconds: 900 }), [undefined]);
  });

  it('leads to other plans, so that longer sessions from before are not used', () => {
    for (const input of [direct, fromSession]) {
      const before = prefixFingerprints(workingPlan(input));
      const limits = { mfaSessionSeconds: 1800, mfaRoleSeconds: 1800 };
      const after = prefixFingerprints(workingPlan({ ...input, ...limits }));
      assert.deepEqual(
        after.map((print) => before.includes(print)),
        [true, ...after.slice(1).map(() => false)],
      );
    }
  });
});
