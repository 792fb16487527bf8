import assert from 'node:assert/strict';
import { OnceAcrossWindows } from '../../../src/session/onceAcrossWindows.ts';
import { ConnectedWindows } from '../../fakes/connectedWindows.ts';
import { MemoryFacts } from '../../fakes/memoryFacts.ts';
import { noOtherWindows } from '../../fakes/noOtherWindows.ts';

describe('Notices', () => {
  let facts: MemoryFacts;
  beforeEach(() => (facts = new MemoryFacts()));

  it('are shown once for each session, whichever window asks', async () => {
    const connectedWindows = new ConnectedWindows();
    const [first, second] = [
      new OnceAcrossWindows(connectedWindows.open(), facts),
      new OnceAcrossWindows(connectedWindows.open(), facts),
    ];
    assert.deepEqual(
      [await first.claim('A'), await first.claim('A'), await second.claim('A')],
      [true, false, false],
    );
    assert.deepEqual(
      [await second.claim('B'), await first.claim('B'), await second.claim('B')],
      [true, false, false],
    );
  });

  it('are shown once even if the requests overlap', async () => {
    const notices = new OnceAcrossWindows(noOtherWindows, facts);
    assert.deepEqual(await Promise.all([notices.claim('A'), notices.claim('A')]), [true, false]);
  });

  it('are not suppressed by the answer of another version', async () => {
    const connectedWindows = new ConnectedWindows();
    await connectedWindows.open().listen({ wasNoticeGiven: () => 'yes' });
    assert.equal(await new OnceAcrossWindows(connectedWindows.open(), facts).claim('A'), true);
  });

  it('are not harmed by the request of another version', async () => {
    const connectedWindows = new ConnectedWindows();
    await new OnceAcrossWindows(connectedWindows.open(), facts).claim('A');
    assert.equal(await connectedWindows.open().ask('wasNoticeGiven', { odd: 1 }, JSON.stringify), 'false');
  });

  it('are shown once for good, whichever window asks, and whenever', async () => {
    const connectedWindows = new ConnectedWindows();
    const [first, second] = [
      new OnceAcrossWindows(connectedWindows.open(), facts),
      new OnceAcrossWindows(connectedWindows.open(), new MemoryFacts()),
    ];
    assert.deepEqual(
      [await first.claimForGood('A'), await first.claimForGood('A'), await second.claimForGood('A')],
      [true, false, false],
    );
    const restarted = new OnceAcrossWindows(noOtherWindows, facts);
    assert.deepEqual([await restarted.claimForGood('A'), await restarted.claimForGood('B')], [false, true]);
  });
});
