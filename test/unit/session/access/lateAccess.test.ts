import assert from 'node:assert/strict';
import type { createLateAccess as CreateLateAccess } from '../../../../src/lateAccess.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { readPolicyDocument } from '../../../../src/profiles/policies/policyDocument.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';
import { keys, planFor, role } from '../../plan/planText.ts';

const { createAccess } = await import('../../../../src/accessStage.ts');
const { createLateAccess } = await import('../../../../src/lateAccess.ts');
const { settings, reports } = fakeVscode;

const config = `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\n${keys('AKIA1')}`;
const dev = { kind: 'profile', name: 'dev' } as const;

function set(access: string | undefined): void {
  Object.assign(settings, { user: access === undefined ? {} : { 'rolecall.access': access } });
  reports.configurationChanged.fire({ affectsConfiguration: (name) => name === 'rolecall.access' });
}

describe('the limits of sessions', () => {
  let isRead: boolean;
  let late: ReturnType<typeof CreateLateAccess>;
  const production = { of: () => undefined, onDidChange: () => ({ dispose() {} }) };
  const accessNow = (): unknown => {
    const planned = late.scopedPlanOf(dev);
    return isPlan(planned) ? planned.access?.managed : planned.failure.code;
  };

  beforeEach(() => {
    settings.defaults = {
      'rolecall.access': 'full',
      'rolecall.productionAccess': 'same',
      'rolecall.agents.access': 'readOnly',
    };
    isRead = false;
    late = createLateAccess(
      () => (isRead ? createAccess : undefined),
      [() => 'me', production, () => Promise.resolve({ readPolicyDocument })],
      async () => void (isRead = true),
      (target) => planFor({ config, target }),
    );
  });

  afterEach(() => {
    set(undefined);
    settings.defaults = {};
  });

  it('give agents nothing before the AWS files are read', async () => {
    assert.deepEqual(late.accessSettings.agents, { access: 'none', profile: undefined });
    await late.access.ready();
    assert.deepEqual(late.accessSettings.agents.access, { managed: ['readOnly'] });
  });

  it('count from the first plan that can be made, and follow the settings', async () => {
    set('viewOnly');
    await late.access.ready();
    assert.deepEqual(accessNow(), ['viewOnly']);
    let changes = 0;
    late.access.onDidChange(() => changes++);
    late.accessSettings.onChange(() => changes++);
    set('readOnly');
    assert.equal(changes, 2);
    assert.deepEqual(accessNow(), ['readOnly']);
  });
});
