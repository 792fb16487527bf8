import assert from 'node:assert/strict';
import { TimedOut, untilCancelled, withDeadline } from '../../../src/base/deadline.ts';
import { Cancelled } from '../../../src/base/failure.ts';

const never = new AbortController().signal;

describe('a deadline', () => {
  it('passes on what the work yields', async () => {
    assert.equal(await withDeadline(1000, never, async () => 'result'), 'result');
    await assert.rejects(
      withDeadline(1000, never, () => Promise.reject(new Error('its own'))),
      /its own/u,
    );
  });

  it('ends the wait and tells the work, also if that does not react', async () => {
    let given: AbortSignal | undefined;
    const deaf = (signal: AbortSignal): Promise<never> => {
      given = signal;
      return new Promise(() => {});
    };
    await assert.rejects(withDeadline(20, never, deaf), TimedOut);
    assert.equal(given?.aborted, true);
    const cancellation = new AbortController();
    const canceled = assert.rejects(withDeadline(60_000, cancellation.signal, deaf), Cancelled);
    cancellation.abort();
    await canceled;
    assert.equal(given?.aborted, true);
  });

  it('does not begin what is canceled already', async () => {
    await assert.rejects(
      withDeadline(20, AbortSignal.abort(), () => assert.fail('begun')),
      Cancelled,
    );
  });

  it('does not abort work that is done, for example a connection that is kept for the next call', async () => {
    let given: AbortSignal | undefined;
    await withDeadline(20, never, async (signal) => (given = signal));
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.equal(given?.aborted, false);
  });
});

describe('a wait until it is canceled', () => {
  it('passes on what the work yields', async () => {
    assert.equal(await untilCancelled(never, Promise.resolve('result')), 'result');
    await assert.rejects(untilCancelled(never, Promise.reject(new Error('its own'))), /its own/u);
  });

  it('ends at once, also if it was canceled before, and the work goes on', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const cancellation = new AbortController();
    const canceled = assert.rejects(untilCancelled(cancellation.signal, promise), Cancelled);
    cancellation.abort();
    await canceled;
    await assert.rejects(untilCancelled(cancellation.signal, promise), Cancelled);
    resolve('result');
    assert.equal(await untilCancelled(never, promise), 'result');
  });
});
