import assert from 'node:assert/strict';
import { OnDemand } from '../../../src/base/onDemand.ts';

describe('OnDemand', () => {
  let made: number;
  let disposed: number;
  let onDemand: OnDemand<{ dispose(): void }>;
  beforeEach(() => {
    [made, disposed] = [0, 0];
    onDemand = new OnDemand(async () => {
      made++;
      return { dispose: () => disposed++ };
    });
  });

  it('creates nothing that is not needed, and has nothing to dispose of then', () => {
    onDemand.dispose();
    assert.deepEqual([made, disposed], [0, 0]);
  });

  it('creates one value for all callers, and disposes of it', async () => {
    const [one, other] = await Promise.all([onDemand.get(), onDemand.get()]);
    assert.equal(one, other);
    assert.equal(await onDemand.get(), one);
    onDemand.dispose();
    assert.deepEqual([made, disposed], [1, 1]);
  });

  it('creates another value after one was discarded, even if that was not ready yet', async () => {
    const first = await onDemand.get();
    onDemand.discard();
    assert.deepEqual([onDemand.current, made, disposed], [undefined, 1, 1]);
    const second = onDemand.get();
    onDemand.discard();
    const third = await onDemand.get();
    assert.notEqual(third, first);
    assert.notEqual(third, await second);
    assert.equal(onDemand.current, third);
    assert.deepEqual([made, disposed], [3, 2]);
    onDemand.dispose();
    assert.equal(disposed, 3);
  });

  it('disposes of a value that was not ready yet once it is', async () => {
    const getting = onDemand.get();
    onDemand.dispose();
    assert.equal(disposed, 0);
    await getting;
    assert.deepEqual([made, disposed], [1, 1]);
  });
});
