import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import { PreviousTarget } from '../../../../src/session/inUse/previousTarget.ts';

const target = (name: string): Target => ({ kind: 'profile', name });

function waiting(name: string): Extract<ActiveState, { kind: 'waiting' }> {
  return { kind: 'waiting', target: target(name), failure: { code: 'forgotten', profile: name } };
}

describe('the previous target', () => {
  let stored: Target | undefined;
  let changed: Emitter<ActiveState>;

  beforeEach(() => {
    stored = undefined;
    changed = new Emitter();
  });

  const open = (): PreviousTarget =>
    new PreviousTarget(
      { state: { kind: 'none' }, onDidChange: changed.event },
      { load: () => stored, save: (saved) => void (stored = saved) },
    );

  it('is the one before the one in use, again and again', () => {
    const previous = open();
    assert.equal(previous.target, undefined);
    for (const [next, before] of [
      ['a', undefined],
      ['b', 'a'],
      ['a', 'b'],
      ['c', 'a'],
    ] as const) {
      changed.fire(waiting(next));
      assert.deepEqual(previous.target, before && target(before));
    }
  });

  it('is the last one after the window stopped using it', () => {
    const previous = open();
    changed.fire(waiting('a'));
    changed.fire({ kind: 'none' });
    assert.deepEqual(previous.target, target('a'));
  });

  it('does not change by a switch that is in progress or fails', () => {
    const previous = open();
    changed.fire(waiting('a'));
    changed.fire(waiting('b'));
    changed.fire({ kind: 'switching', target: target('c'), from: waiting('b') });
    assert.deepEqual(previous.target, target('a'));
    changed.fire(waiting('b'));
    assert.deepEqual(previous.target, target('a'));
  });

  it('is known after a reload, which restores the one in use', () => {
    open();
    changed.fire(waiting('a'));
    changed.fire(waiting('b'));
    changed = new Emitter();
    const previous = open();
    changed.fire(waiting('b'));
    assert.deepEqual(previous.target, target('a'));
  });
});
