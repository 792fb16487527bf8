import assert from 'node:assert/strict';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { type ChoiceRecord, ChosenTargets } from '../../../../src/session/inUse/chosenTargets.ts';

const dayMs = 24 * 3_600_000;

const profile = (name: string): Target => ({ kind: 'profile', name });

describe('the targets that the user chose', () => {
  let now: number;
  let stored: ChoiceRecord;
  let chosen: ChosenTargets;

  beforeEach(() => {
    now = 1000 * dayMs;
    stored = { recent: [], pinned: [] };
    const memory = { load: () => stored, save: (record: ChoiceRecord) => void (stored = record) };
    chosen = new ChosenTargets(memory, () => now);
  });

  const recent = (): readonly string[] =>
    chosen.recent.map((target) => (target.kind === 'profile' ? target.name : target.kind));

  function use(name: string, times = 1): void {
    for (let i = 0; i < times; i++) {
      now += 1000;
      chosen.note(profile(name));
    }
  }

  it('come in the order of their uses', () => {
    use('often', 3);
    use('once');
    assert.deepEqual(recent(), ['often', 'once']);
  });

  it('count less the longer ago they were used', () => {
    use('often', 3);
    now += 21 * dayMs;
    use('lately');
    assert.deepEqual(recent(), ['lately', 'often']);
    use('often', 2);
    assert.deepEqual(recent(), ['often', 'lately']);
  });

  it('are at most fifty, and the last one is always among them', () => {
    for (let i = 0; i < 60; i++) use(`profile-${i}`, 2);
    use('new');
    assert.equal(recent().length, 50);
    assert.ok(recent().includes('new'));
  });

  it('do not count more after the clock was set back', () => {
    use('before', 2);
    now -= 300 * dayMs;
    use('after', 3);
    assert.deepEqual(recent(), ['after', 'before']);
  });

  it('are forgotten one by one, or all at once, apart from pinned ones', () => {
    use('a');
    use('b');
    chosen.pin(profile('a'), true);
    chosen.forget(profile('b'));
    assert.deepEqual(recent(), ['a']);
    chosen.forget();
    assert.deepEqual(recent(), []);
    assert.deepEqual(chosen.pinned, [profile('a')]);
  });

  it('stay pinned in the order of pinning, each once', () => {
    for (const name of ['a', 'b', 'a']) chosen.pin(profile(name), true);
    assert.deepEqual(chosen.pinned, [profile('b'), profile('a')]);
    chosen.pin(profile('b'), false);
    assert.ok(!chosen.isPinned(profile('b')) && chosen.isPinned(profile('a')));
  });

  it('report changes', () => {
    let changes = 0;
    chosen.onDidChange(() => changes++);
    use('a');
    chosen.pin(profile('a'), true);
    assert.equal(changes, 2);
  });
});
