import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import type { AccessFailure } from '../../../../src/base/failures/accessFailure.ts';
import { scopePlan } from '../../../../src/plan/access/scopePlan.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { type Access, accessWord, fullAccess } from '../../../../src/profiles/access/access.ts';
import { type Target, targetName } from '../../../../src/profiles/profiles.ts';
import {
  type AccessAnswer,
  type AccessSettings,
  DefaultAccess,
} from '../../../../src/session/access/defaultAccess.ts';
import { contextOf, documentOf, readOnly } from '../../plan/access/scopedPlans.ts';
import { keys, planFor, printPlan, role } from '../../plan/planText.ts';

const config = `[profile base]
${keys('AKIA1')}
[profile dev]
${role('One')}
source_profile = base
[profile prod]
${role('Two')}
source_profile = base
`;
const viewOnly: Access = { managed: ['viewOnly'] };
const wrong: AccessFailure = {
  code: 'unknownAccess',
  profile: '',
  setting: 'rolecall.access',
  value: 'x',
};
const missingFile: AccessFailure = { code: 'policyFileUnreadable', profile: '', path: 'x', reason: 'ENOENT' };

const dev: Target = { kind: 'profile', name: 'dev' };
const prod: Target = { kind: 'profile', name: 'prod' };

describe('the access that the settings say', () => {
  let settings: AccessSettings;
  let settingsChange: Emitter<unknown>;
  let productionChange: Emitter<unknown>;
  let policy: ReturnType<NonNullable<ConstructorParameters<typeof DefaultAccess>[0]['currentPolicy']>>;
  let access: DefaultAccess;
  let plan: (target: Target) => Planned;
  let known: Map<string, Planned>;
  let waits: string[];

  beforeEach(() => {
    settings = { general: undefined, production: undefined };
    [settingsChange, productionChange] = [new Emitter(), new Emitter()];
    [policy, known, waits] = [undefined, new Map(), []];
    access = new DefaultAccess({
      settings: {
        get value() {
          return settings;
        },
        onChange: settingsChange.event,
        ready: async () => void waits.push('settings'),
      },
      currentPolicy: ({ file }) => {
        waits.push(file);
        return policy;
      },
      isProduction: ({ target }) => targetName(target) === 'prod',
      onProductionChange: productionChange.event,
      scope: scopePlan,
      context: contextOf,
    });
    // The same plan for the same target, as the plan cache gives it.
    plan = access.planWith((target) => {
      assert.equal(target.access, undefined);
      const planned = known.get(targetName(target)) ?? planFor({ config, target });
      known.set(targetName(target), planned);
      return planned;
    });
  });

  afterEach(() => access.dispose());

  /** The word of the access of each plan, or the code of its failure. */
  const words = (...targets: readonly Target[]): readonly string[] =>
    targets.map((target) => {
      const planned = plan(target);
      return isPlan(planned) ? accessWord(planned.access) : planned.failure.code;
    });
  const set = (general?: AccessAnswer, production?: AccessAnswer): void => {
    settings = { general, production };
    settingsChange.fire(undefined);
  };

  /** The word of the access in a folder with a setting of its own, or the code of its failure. */
  const inFolder = (target: Target, general: AccessAnswer) => {
    const answer = access.of(planFor({ config, target }), general);
    return answer && 'code' in answer ? answer.code : accessWord(answer);
  };

  it('is everything without settings, and plans stay what they are', () => {
    assert.equal(access.isOn, false);
    assert.equal(plan(dev), known.get('dev'));
    assert.deepEqual(words(dev, prod), ['full', 'full']);
  });

  for (const [general, production, expected] of [
    [readOnly, undefined, ['readOnly', 'readOnly']],
    [undefined, readOnly, ['full', 'readOnly']],
    [viewOnly, readOnly, ['viewOnly', 'viewOnly']],
    [readOnly, viewOnly, ['readOnly', 'viewOnly']],
    [{ ...readOnly, document: documentOf('Deny') }, readOnly, ['custom', 'custom']],
    [readOnly, { ...readOnly, document: documentOf('Deny') }, ['readOnly', 'custom']],
    // Which of them allows less is not known: the setting for production is the more precise one.
    [viewOnly, { managed: ['securityAudit'] }, ['viewOnly', 'securityAudit']],
    [{ managed: [], document: documentOf('Allow') }, readOnly, ['custom', 'readOnly']],
    [wrong, readOnly, ['unknownAccess', 'unknownAccess']],
    [readOnly, missingFile, ['readOnly', 'policyFileUnreadable']],
    [undefined, wrong, ['full', 'unknownAccess']],
  ] as const)
    it(`is ${expected.join(' and, for production, ')} for ${JSON.stringify([general, production])}`, () => {
      set(general, production);
      assert.equal(access.isOn, true);
      assert.deepEqual(words(dev, prod), expected);
    });

  it('is that of a folder instead of the general one, and not more than that of production', () => {
    set(readOnly, viewOnly);
    assert.deepEqual([inFolder(dev, fullAccess), inFolder(prod, fullAccess)], ['full', 'viewOnly']);
    assert.deepEqual([inFolder(dev, wrong), inFolder(prod, wrong)], ['unknownAccess', 'unknownAccess']);
    set(undefined, readOnly);
    assert.deepEqual([inFolder(dev, viewOnly), inFolder(prod, viewOnly)], ['viewOnly', 'viewOnly']);
  });

  const settingsOf = () => [dev, prod].map((target) => access.settingOf(plan(target)));

  it('is said to come from the setting that counts', () => {
    assert.deepEqual(settingsOf(), [undefined, undefined]);
    set(readOnly, viewOnly);
    assert.deepEqual(settingsOf(), ['access', 'productionAccess']);
    set(viewOnly, readOnly);
    assert.deepEqual(settingsOf(), ['access', 'access']);
    set(undefined, wrong);
    assert.deepEqual(settingsOf(), [undefined, 'productionAccess']);
  });

  const isBlamed = (target: Target): boolean => {
    const planned = plan(target);
    return !isPlan(planned) && 'isBySetting' in planned.failure;
  };

  it('is to blame for a failure only if the user has not chosen', () => {
    const elsewhere: Access = { managed: ['arn:aws:iam::999999999999:policy/X'] };
    for (const general of [wrong, elsewhere]) {
      set(general);
      assert.ok(isBlamed(dev));
    }
    assert.ok(!isBlamed({ ...dev, access: elsewhere }));
    assert.ok(!isBlamed({ kind: 'profile', name: 'gone' }));
  });

  it('counts only for targets without an access that the user chose', () => {
    set(viewOnly, wrong);
    const chosen = [fullAccess, readOnly].flatMap((each) => [
      { ...dev, access: each },
      { ...prod, access: each },
    ]);
    assert.deepEqual(words(...chosen), ['full', 'full', 'readOnly', 'readOnly']);
    for (const target of chosen) assert.deepEqual(plan(target).target, target);
  });

  it('names the profile in a failure', () => {
    set(wrong);
    assert.match(printPlan(plan(dev)), /^✗ unknownAccess\(dev, rolecall\.access, x/u);
  });

  it('leaves plans that fail for other reasons', () => {
    set(wrong);
    const gone: Target = { kind: 'profile', name: 'gone' };
    assert.deepEqual(words(gone, { ...gone, access: readOnly }), ['noSuchProfile', 'noSuchProfile']);
    assert.deepEqual(plan({ ...gone, access: readOnly }).target, { ...gone, access: readOnly });
  });

  it('makes the same plan for the same input, and another one after the settings changed', () => {
    set(readOnly);
    const first = plan(dev);
    assert.equal(plan(dev), first);
    assert.notEqual(plan({ ...dev, access: readOnly }), first);
    assert.equal(plan({ ...dev, access: readOnly }), plan({ ...dev, access: { managed: ['readOnly'] } }));
    set(readOnly);
    assert.notEqual(plan(dev), first);
    assert.deepEqual(plan(dev), first);
  });

  it('is asked for again when it may have changed', () => {
    let fired = 0;
    access.onDidChange(() => (fired += 1));
    productionChange.fire(undefined);
    assert.equal(fired, 0, 'nothing depends on what is production');
    set(undefined, readOnly);
    productionChange.fire(undefined);
    assert.equal(fired, 2);
  });

  it('is in its file what it is now, for an access that the user chose', () => {
    const target: Target = { ...dev, access: { managed: [], document: documentOf('Allow') } };
    const sent = () => printPlan(plan(target)).split(', only ')[1] ?? printPlan(plan(target));
    assert.equal(sent(), 'allow s3:* *)');
    policy = documentOf('Allow', 'ec2:*');
    assert.equal(sent(), 'allow ec2:* *)');
    policy = missingFile;
    assert.match(sent(), /^✗ policyFileUnreadable\(dev, x, ENOENT/u);
  });

  it('waits for the policy files', async () => {
    await access.ready();
    await access.ready({ ...dev, access: { managed: [], document: documentOf('Allow') } });
    assert.deepEqual(waits, ['settings', 'policy.json', 'settings']);
  });
});
