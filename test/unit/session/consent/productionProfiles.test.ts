import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';
import { ProductionProfiles } from '../../../../src/session/consent/productionProfiles.ts';

const profiles = buildProfiles(
  parseConfig('[profile main]\n[profile blue]\n[profile prod]\n'),
  parseConfig(''),
);
const plan = (name: string) =>
  planTarget(
    profiles,
    { kind: 'profile', name },
    { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 },
  );

describe('what a policy calls production', () => {
  const changed = new Emitter<void>();
  const always = { value: ['^main$'] as readonly string[], onChange: changed.event };
  const production = new ProductionProfiles({
    patterns: { value: ['prod', '!prod', '!main'], onChange: new Emitter().event },
    always,
    accounts: {
      of: () => undefined,
      ofId: (id) => ({ id, name: undefined, email: undefined }),
      ready: async () => undefined,
      onDidChange: new Emitter<void>().event,
    },
    planOf: (target) =>
      planTarget(profiles, target, { environment: {}, sessionName: 'me', mfaSessionSeconds: 1 }),
  });

  it('is production, whatever the user exempts', () => {
    const plans = ['main', 'blue', 'prod'].map(plan);
    assert.deepEqual(
      plans.map((each) => production.of(each) !== undefined),
      [true, false, false],
    );
    assert.equal(production.wouldBe(plans[0]!, []), true);
    assert.equal(production.wouldBe(plans[1]!, []), false);
  });

  it('changes with the policy', () => {
    const blue = plan('blue');
    assert.equal(production.of(blue), undefined);
    let told = 0;
    production.onDidChange(() => told++);
    always.value = ['blue'];
    changed.fire();
    assert.deepEqual([told, production.of(blue)?.by], [1, 'name']);
  });
});
