import assert from 'node:assert/strict';
import { UsedCodes } from '../../../src/credentials/mfa.ts';

describe('UsedCodes', () => {
  it('remember a code of a device for as long as AWS might take it, and no longer', async () => {
    let now = 1_000_000;
    const used = new UsedCodes(() => now);
    assert.deepEqual([await used.take('phone', '123456'), await used.take('phone', '123456')], [true, false]);
    assert.deepEqual(
      [used.has('phone', '123456'), used.has('phone', '654321'), used.has('tablet', '123456')],
      [true, false, false],
    );
    // A code shows for 30 s; AWS takes it one step early and one step late.
    now += 90_000;
    assert.ok(used.has('phone', '123456'));
    now += 600_000;
    assert.ok(!used.has('phone', '123456'));
  });
});
