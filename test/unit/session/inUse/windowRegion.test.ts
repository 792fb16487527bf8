import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';
import { WindowRegion } from '../../../../src/session/inUse/windowRegion.ts';

const keyLines = 'aws_access_key_id = AKIATESTALICE0000001\naws_secret_access_key = x\n';
const profiles = buildProfiles(
  parseConfig(
    `[profile dev]\nregion = eu-west-1\n${keyLines}[profile other]\nregion = eu-west-1\n${keyLines}` +
      `[profile beijing]\nregion = cn-north-1\n${keyLines}`,
  ),
  parseConfig(''),
);
const plans = new Map<string, Planned>();

function planOf(name: string): Planned {
  const target: Target = { kind: 'profile', name };
  const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };
  const planned = plans.get(name) ?? planTarget(profiles, target, context);
  plans.set(name, planned);
  return planned;
}

function regionIn(planned: Planned): string | undefined {
  return isPlan(planned) ? planned.region?.name : 'no plan';
}

describe('the region of a window', () => {
  let saved: string | undefined;
  let region: WindowRegion;

  beforeEach(() => {
    saved = undefined;
    const memory = { load: () => saved, save: (next?: string) => void (saved = next), recent: () => [] };
    region = new WindowRegion(memory);
    region.follow(() => ({ kind: 'profile', name: 'dev' }));
  });

  it('replaces that of the profile in use only, and is remembered', () => {
    region.choose('us-west-2');
    assert.equal(regionIn(region.applyTo(planOf('dev'))), 'us-west-2');
    assert.equal(regionIn(region.applyTo(planOf('other'))), 'eu-west-1');
    assert.equal(saved, 'us-west-2');
  });

  it('leaves the calls for credentials in the region of the profile', () => {
    region.choose('us-west-2');
    const planned = region.applyTo(planOf('dev'));
    assert.ok(isPlan(planned));
    assert.equal(planned.sts.region, 'eu-west-1');
  });

  it('is ignored in another partition, where it does not exist', () => {
    region.follow(() => ({ kind: 'profile', name: 'beijing' }));
    region.choose('us-west-2');
    assert.equal(regionIn(region.applyTo(planOf('beijing'))), 'cn-north-1');
    region.choose('cn-northwest-1');
    assert.equal(regionIn(region.applyTo(planOf('beijing'))), 'cn-northwest-1');
  });

  it('yields the same plan each time, until it changes', () => {
    region.choose('us-west-2');
    const planned = region.applyTo(planOf('dev'));
    assert.equal(region.applyTo(planOf('dev')), planned);
    region.choose('us-east-1');
    assert.notEqual(region.applyTo(planOf('dev')), planned);
    region.choose(undefined);
    assert.equal(region.applyTo(planOf('dev')), planOf('dev'));
  });

  it('is announced once for each change', () => {
    let changes = 0;
    region.onDidChange(() => changes++);
    region.choose('us-west-2');
    region.choose('us-west-2');
    assert.equal(changes, 1);
  });
});
