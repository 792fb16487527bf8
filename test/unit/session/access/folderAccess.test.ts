import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { accessWord } from '../../../../src/profiles/access/access.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { AccessAnswer } from '../../../../src/session/access/defaultAccess.ts';
import type { Active } from '../../../../src/session/active.ts';
import type { ActiveMemory } from '../../../../src/session/activeState.ts';
import { BoundWindow } from '../../../../src/session/boundWindow.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { memoryAnswers } from '../../../fakes/memoryAnswers.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { readOnly } from '../../plan/access/scopedPlans.ts';
import { activeIn, openWindow, type Window } from '../testWindows/window.ts';

const uriOf = (name: string): string => `file:///${name}`;

describe('a folder with an access of its own', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let active: Active;
  let bound: BoundWindow;
  let access: Readonly<Record<string, AccessAnswer>>;
  let changed: Emitter<void>;
  let asked: Target[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    window = openWindow({ url: aws.url, prompts: new TypedCodes() });
    changed = new Emitter();
    [access, asked] = [{}, []];
    const makeActive = (memory: ActiveMemory): Active => activeIn(window, { memory, now: Date.now });
    active = makeActive({ load: () => undefined, save: () => {} });
    const folders = ['a', 'b'].map((name) => ({ uri: uriOf(name), name, profile: 'plain' }));
    bound = new BoundWindow({
      settings: {
        value: { user: undefined, workspace: undefined, folders, isTrusted: true },
        onChange: changed.event,
      },
      active,
      ownChoice: () => undefined,
      makeActive,
      planOf: (target) => window.planOf(target),
      isProduction: () => false,
      accessOf: (folder, target) => {
        asked.push(target);
        return access[folder];
      },
      answers: memoryAnswers(),
      ask: async () => 'switch',
      offer: () => {},
    });
  });

  afterEach(async () => {
    bound.dispose();
    active.dispose();
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  /** Such as `a: ready readOnly 1 policies`: the state, the access of the target, and the policies of the session. */
  const states = (): readonly string[] =>
    bound.folders.map(({ name, state }) => {
      const word = accessWord(state.target.access);
      if (state.kind !== 'ready') return `${name}: ${state.kind} ${word} ${state.failure.code}`;
      const last = state.session.plan.steps.at(-1)!;
      const policies = 'sessionPolicy' in last ? last.sessionPolicy?.arns.length : 0;
      return `${name}: ready ${word} ${policies} policies`;
    });
  const become = (...expected: readonly string[]): Promise<void> =>
    eventually(() => assert.deepEqual(states(), expected));

  it('gets sessions with it, and another folder with the same profile does not', async () => {
    access = { [uriOf('a')]: readOnly };
    await bound.open();
    await become('a: ready readOnly 1 policies', 'b: ready full 0 policies');
    assert.equal(bound.actives.length, 3);
    assert.deepEqual(new Set(asked.map((each) => JSON.stringify(each))).size, 1);
  });

  it('follows it', async () => {
    await bound.open();
    await become('a: ready full 0 policies', 'b: ready full 0 policies');
    assert.equal(bound.actives.length, 2);
    access = { [uriOf('a')]: { managed: ['viewOnly'] } };
    changed.fire();
    await become('a: ready viewOnly 1 policies', 'b: ready full 0 policies');
    access = {};
    changed.fire();
    await become('a: ready full 0 policies', 'b: ready full 0 policies');
    assert.equal(bound.actives.length, 2);
  });

  it('gets nothing, and not more, if the setting is wrong', async () => {
    const wrong = { code: 'unknownAccess', profile: '', setting: 'rolecall.access', value: 'x' } as const;
    access = { [uriOf('a')]: wrong, [uriOf('b')]: wrong };
    await bound.open();
    await become('a: waiting full unknownAccess', 'b: waiting full unknownAccess');
    const [{ state } = assert.fail()] = bound.folders;
    assert.partialDeepStrictEqual(state, { failure: { ...wrong, profile: 'plain' } });
    assert.equal(bound.actives.length, 1, 'that of the window');
    assert.deepEqual(aws.requests, []);
    access = { [uriOf('a')]: readOnly };
    changed.fire();
    await become('a: ready readOnly 1 policies', 'b: ready full 0 policies');
  });
});
