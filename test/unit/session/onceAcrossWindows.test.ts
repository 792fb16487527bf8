import assert from 'node:assert/strict';
import { OnceAcrossWindows } from '../../../src/session/onceAcrossWindows.ts';
import { MemoryFacts } from '../../fakes/memoryFacts.ts';
import { noOtherWindows } from '../../fakes/noOtherWindows.ts';
import { Street } from '../../fakes/street.ts';

describe('Notices', () => {
  let facts: MemoryFacts;
  beforeEach(() => (facts = new MemoryFacts()));

  it('are given once for each session, whichever window is asked', async () => {
    const street = new Street();
    const [first, second] = [
      new OnceAcrossWindows(street.move(), facts),
      new OnceAcrossWindows(street.move(), facts),
    ];
    assert.deepEqual(
      [await first.take('A'), await first.take('A'), await second.take('A')],
      [true, false, false],
    );
    assert.deepEqual(
      [await second.take('B'), await first.take('B'), await second.take('B')],
      [true, false, false],
    );
  });

  it('are given once also where the asking overlaps', async () => {
    const notices = new OnceAcrossWindows(noOtherWindows, facts);
    assert.deepEqual(await Promise.all([notices.take('A'), notices.take('A')]), [true, false]);
  });

  it('are not kept back by what a window of another version answers', async () => {
    const street = new Street();
    await street.move().listen({ wasNoticeGiven: () => 'yes' });
    assert.equal(await new OnceAcrossWindows(street.move(), facts).take('A'), true);
  });

  it('take no harm from what a window of another version asks', async () => {
    const street = new Street();
    await new OnceAcrossWindows(street.move(), facts).take('A');
    assert.equal(await street.move().ask('wasNoticeGiven', { odd: 1 }, JSON.stringify), 'false');
  });

  it('are given once and for all, whichever window is asked, and whenever', async () => {
    const street = new Street();
    const [first, second] = [
      new OnceAcrossWindows(street.move(), facts),
      new OnceAcrossWindows(street.move(), new MemoryFacts()),
    ];
    assert.deepEqual(
      [await first.takeForGood('A'), await first.takeForGood('A'), await second.takeForGood('A')],
      [true, false, false],
    );
    const restarted = new OnceAcrossWindows(noOtherWindows, facts);
    assert.deepEqual([await restarted.takeForGood('A'), await restarted.takeForGood('B')], [false, true]);
  });
});
