import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { failureOf } from '../../../../src/base/failure.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { accountOf } from '../../../../src/plan/planFacts.ts';
import type { AccountFacts } from '../../../../src/plan/production.ts';
import { type Target, targetName } from '../../../../src/profiles/profiles.ts';
import type { Active } from '../../../../src/session/active.ts';
import type { ActiveMemory } from '../../../../src/session/activeState.ts';
import { BoundWindow } from '../../../../src/session/boundWindow.ts';
import {
  type Guard,
  noGuard,
  readRules,
  strictestGuard,
} from '../../../../src/session/consent/guardRules.ts';
import { OwnTerminals } from '../../../../src/session/consent/ownTerminals.ts';
import { ProductionGuard } from '../../../../src/session/consent/productionGuard.ts';
import { remarked } from '../../../../src/session/consent/productionPatterns.ts';
import { ProductionProfiles } from '../../../../src/session/consent/productionProfiles.ts';
import type { Session } from '../../../../src/session/sessions.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { memoryAnswers } from '../../../fakes/memoryAnswers.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from '../testWindows/window.ts';

/** The strictest of the rules. */
function guarding(...rules: readonly object[]): Guard {
  return strictestGuard(readRules(rules));
}

/** Whether the last pattern that matches the name is no exception. */
function isLast(name: string, patterns: readonly string[]): boolean {
  const last = patterns.findLast((pattern) => new RegExp(pattern.replace('!', ''), 'iu').test(name));
  return last !== undefined && !last.startsWith('!');
}

function accountIn(planned: Planned): AccountFacts {
  const id = isPlan(planned) ? accountOf(planned) : undefined;
  return { id, name: undefined, email: undefined };
}

function minutesLeft({ credentials: { expiration } }: Session): number {
  return Math.round((expiration! - Date.now()) / 60_000);
}

describe('the rules of a guard', () => {
  it('guard nothing without rules, or with empty ones', () => {
    assert.deepEqual(
      [guarding(), guarding({}), strictestGuard(readRules(['x', null, 7]))],
      [noGuard, noGuard, noGuard],
    );
    assert.deepEqual(guarding({ confirm: false, ownTerminals: false, askToRenew: false }), noGuard);
  });

  it('count in their strictest form', () => {
    const rules = [
      { confirm: 'click', sessionMinutes: 60 },
      { confirm: 'type', askToRenew: true, sessionMinutes: 30 },
      { confirm: 'click', ownTerminals: true },
    ];
    const strictest = { confirm: 'type', ownTerminals: true, askToRenew: true, sessionSeconds: 1800 };
    assert.deepEqual([guarding(...rules), guarding(...rules.toReversed())], [strictest, strictest]);
  });

  it('ask if a value is not known, and keep within the limits of AWS', () => {
    assert.equal(guarding({ confirm: 'tpye' }).confirm, 'click');
    assert.equal(guarding({ confirm: true }).confirm, 'click');
    assert.equal(guarding({ sessionMinutes: 1 }).sessionSeconds, 900);
    assert.equal(guarding({ sessionMinutes: '20' }).sessionSeconds, 1200);
    assert.equal(guarding({ sessionMinutes: 'x' }).sessionSeconds, undefined);
    assert.equal(strictestGuard(readRules({ askToRenew: true })).askToRenew, true);
  });
});

describe('marking as production', () => {
  for (const [before, name, isWanted, after] of [
    [['prod'], 'main', true, ['prod', '^main$']],
    [['prod'], 'prod', true, ['prod']],
    [['prod'], 'prod', false, ['prod', '!^prod$']],
    [['prod', '!^prod$'], 'prod', true, ['prod']],
    [['prod', '^main$'], 'main', false, ['prod']],
    [['prod', '!eu'], 'prod-eu', true, ['prod', '!eu', '^prod-eu$']],
    [[], 'a.b (c)/d-e', true, [String.raw`^a\.b \(c\)/d-e$`]],
  ] as const)
    it(`of ${name} turns ${before.join(' ') || 'nothing'} into ${after.join(' ')}`, () => {
      const matches = (patterns: readonly string[]) => isLast(name, patterns);
      assert.deepEqual(remarked(before, name, isWanted, matches), after);
      assert.equal(matches(after), isWanted);
    });
});

describe('guarded profiles', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let rules: readonly object[];
  let changed: Emitter<void>;
  let guard: ProductionGuard;
  let ownTerminals: OwnTerminals;
  let active: Active;
  let bound: BoundWindow;
  let remembered: Target | undefined;
  let workspace: string | undefined;
  let asked: string[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    [rules, changed, remembered, workspace, asked] = [[], new Emitter(), undefined, undefined, []];
    window = openWindow({ url: aws.url, prompts: new TypedCodes(), shorten: (plan) => guard.shorten(plan) });
    const production = new ProductionProfiles({
      patterns: { value: ['^long$'], onChange: new Emitter().event },
      always: { value: [], onChange: new Emitter().event },
      accounts: {
        of: accountIn,
        ofId: (id) => ({ id, name: undefined, email: undefined }),
        ready: async () => undefined,
        onDidChange: new Emitter<void>().event,
      },
      planOf: (target) => window.planOf(target),
    });
    const setting = {
      get value() {
        return rules;
      },
      onChange: changed.event,
    };
    guard = new ProductionGuard({ rules: setting, production });
    ownTerminals = new OwnTerminals((target) => window.planOf(target), production, guard);
    const sessions = ownTerminals.sessions({
      planOf: (target) => window.planOf(target),
      get: (...args) => window.sessions.get(...args),
      withSession: (...args) => window.sessions.withSession(...args),
    }) as typeof window.sessions;
    const makeActive = (memory: ActiveMemory) => activeIn({ ...window, sessions }, { memory, now: Date.now });
    active = makeActive(
      ownTerminals.memory({ load: () => remembered, save: (target) => void (remembered = target) }),
    );
    bound = new BoundWindow({
      settings: {
        get value() {
          return { user: undefined, workspace, folders: [], isTrusted: true };
        },
        onChange: new Emitter().event,
      },
      active,
      ownChoice: () => remembered,
      makeActive,
      planOf: (target) => window.planOf(target),
      isProduction: () => false,
      mayFollow: (name) => !ownTerminals.has(profile(name)),
      answers: memoryAnswers(),
      ask: async ({ profile: name }) => {
        asked.push(name);
        return 'switch';
      },
      offer: () => {},
    });
  });
  afterEach(async () => {
    bound.dispose();
    active.dispose();
    await aws.close();
  });

  const set = (...next: readonly object[]): void => {
    rules = next;
    changed.fire();
  };
  const guarded = (): string[] =>
    ['plain', 'long', 'keys'].filter((name) => guard.of(window.planOf(profile(name))).askToRenew);
  const uses = (): string =>
    active.state.kind === 'none' ? 'none' : `${active.state.kind} ${targetName(active.state.target)}`;

  it('are those of production, or those that match the patterns of the rule', () => {
    let fired = 0;
    guard.onDidChange(() => fired++);
    assert.deepEqual([guard.isOn, guarded()], [false, []]);
    set();
    assert.equal(fired, 0);
    set({ askToRenew: true });
    assert.deepEqual([guard.isOn, guarded()], [true, ['long']]);
    set({ profiles: ['222222222222', '!^long$'], askToRenew: true });
    assert.deepEqual(guarded(), ['plain']);
    set({ profiles: '^keys$', askToRenew: true });
    assert.deepEqual(guarded(), ['keys']);
    set();
    assert.equal(fired, 4);
  });

  it('get shorter sessions of their role, also if it has no duration of its own', async () => {
    set({ sessionMinutes: 20 });
    assert.deepEqual(
      [minutesLeft(await window.get('long')), minutesLeft(await window.get('plain'))],
      [20, 60],
    );
    set();
    assert.equal(minutesLeft(await window.get('long')), 60, 'the shorter session is another one');
  });

  it('are used only by terminals of their own, if the rule says so', async () => {
    set({ ownTerminals: true });
    await assert.rejects(active.use(profile('long')), (error) => {
      assert.deepEqual(failureOf(error, ''), { code: 'ownTerminalsOnly', profile: 'long' });
      return true;
    });
    assert.deepEqual([uses(), aws.requests.length], ['none', 0]);
    await window.get('long');
    await active.use(profile('plain'));
    assert.equal(uses(), 'ready plain');
  });

  it('are not restored in a window, which still remembers them', async () => {
    remembered = profile('long');
    set({ ownTerminals: true });
    await bound.open();
    assert.deepEqual([uses(), remembered], ['none', profile('long')]);
    set();
    await active.restore();
    assert.equal(uses(), 'ready long');
  });

  it('are not used by a window that is bound to them', async () => {
    workspace = 'long';
    set({ ownTerminals: true });
    await bound.open();
    assert.deepEqual([uses(), asked], ['none', []]);
    set();
    bound.refresh();
    await eventually(() => assert.equal(uses(), 'ready long'));
    assert.deepEqual(asked, ['long'], 'the window is open');
  });
});
