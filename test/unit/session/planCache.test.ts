import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../src/profiles/profiles.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { createPlanCache } from '../../../src/session/planCache.ts';

const dev: Target = { kind: 'profile', name: 'dev' };
const config = '[profile dev]\nrole_arn = arn:aws:iam::111111111111:role/Dev\nsource_profile = me\n';
const credentials = '[me]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n';
const other: Target = {
  kind: 'role',
  roleArn: 'arn:aws:iam::111111111111:role/Dev',
  sourceProfile: 'me',
  sessionName: 'maya',
};

describe('the plan cache', () => {
  let profiles: ProfileSet;
  let environment: Record<string, string>;
  let mfaSessionSeconds: number;
  let looks: number;
  let planOf: (target: Target) => Planned;
  let planner: typeof planTarget | undefined;
  beforeEach(() => {
    profiles = buildProfiles(parseConfig(config), parseConfig(credentials));
    environment = {};
    mfaSessionSeconds = 3600;
    looks = 0;
    planner = planTarget;
    planOf = createPlanCache(
      () => planner,
      () => profiles,
      () => {
        looks += 1;
        return { environment, sessionName: 'maya', mfaSessionSeconds };
      },
    );
  });

  it('knows no profile before the files are read, and forgets that when they are', () => {
    planner = undefined;
    assert.deepEqual(planOf(dev), { target: dev, failure: { code: 'noSuchProfile', profile: 'dev' } });
    planner = planTarget;
    assert.ok(isPlan(planOf(dev)));
  });

  it('plans each target once and distinguishes targets', async () => {
    const [first, second] = [planOf(dev), planOf(other)];
    assert.deepEqual([first.target, second.target], [dev, other]);
    await nextTurn();
    assert.equal(planOf({ ...dev }), first);
    assert.equal(planOf(other), second);
  });

  it('also remembers failures', () => {
    const nobody: Target = { kind: 'profile', name: 'nobody' };
    assert.equal(regionOf(planOf(nobody)), 'noSuchProfile');
    assert.equal(planOf(nobody), planOf(nobody));
  });

  it('plans again when the profiles change, even within one synchronous run', () => {
    assert.equal(regionOf(planOf(dev)), undefined);
    profiles = buildProfiles(parseConfig(`${config}region = eu-west-1`), parseConfig(credentials));
    assert.equal(regionOf(planOf(dev)), 'eu-west-1');
  });

  it('plans again when the environment or a setting changes', async () => {
    const first = planOf(dev);
    await nextTurn();
    environment['AWS_REGION'] = 'ap-northeast-1';
    const second = planOf(dev);
    assert.deepEqual([regionOf(first), regionOf(second)], [undefined, 'ap-northeast-1']);
    await nextTurn();
    mfaSessionSeconds = 900;
    assert.notEqual(planOf(dev), second);
    await nextTurn();
    environment = {};
    mfaSessionSeconds = 3600;
    assert.deepEqual(planOf(dev), first);
  });

  it('reads the context once per synchronous run', async () => {
    for (let i = 0; i < 100; i++) planOf(i % 2 ? dev : other);
    assert.equal(looks, 1);
    await nextTurn();
    planOf(dev);
    assert.equal(looks, 2);
  });
});

function regionOf(planned: Planned): string | undefined {
  return isPlan(planned) ? planned.region?.name : planned.failure.code;
}

function nextTurn(): Promise<void> {
  return Promise.resolve();
}
