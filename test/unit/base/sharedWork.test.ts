import assert from 'node:assert/strict';
import { Cancelled } from '../../../src/base/failure.ts';
import { SharedWork } from '../../../src/base/sharedWork.ts';

const { signal } = new AbortController();

describe('SharedWork', () => {
  it('runs once for all callers, and again after it has ended', async () => {
    const work = new SharedWork<number>();
    let runs = 0;
    const run = async (): Promise<number> => ++runs;
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => work.join('key', signal, run))), [1, 1, 1]);
    assert.equal(await work.join('key', signal, run), 2);
  });

  it('is not joined after it has failed, not even by the first caller that learns of it', async () => {
    const work = new SharedWork<string>();
    let runs = 0;
    const failOnce = async (): Promise<string> => {
      if (++runs === 1) throw new Error('late');
      return 'next';
    };
    const again = work.join('key', signal, failOnce).catch(() => work.join('key', signal, failOnce));
    assert.equal(await again, 'next');
  });

  it('is aborted when its last caller leaves, and then not joined', async () => {
    const work = new SharedWork<string>();
    const [one, other] = [new AbortController(), new AbortController()];
    let given: AbortSignal | undefined;
    const hang = (abort: AbortSignal): Promise<string> => {
      given = abort;
      return new Promise(() => {});
    };
    const waits = [one, other].map(({ signal: leaving }) =>
      assert.rejects(work.join('key', leaving, hang), Cancelled),
    );
    one.abort();
    assert.equal(given?.aborted, false);
    other.abort();
    assert.equal(given?.aborted, true);
    await Promise.all(waits);
    assert.equal(await work.join('key', signal, async () => 'next'), 'next');
  });
});
