import { partition } from '@aws-sdk/core/client';
import assert from 'node:assert/strict';
import { regions } from '../../../src/plan/regions.ts';
import { acceptsValue } from '../../../src/plan/rules.ts';

describe('the regions', () => {
  it('are named as the SDK names them', () => {
    const described = regions.map(([code]) => [
      code,
      (partition(code) as { description?: string }).description,
    ]);
    assert.deepEqual(regions, described);
  });

  it('are what a profile may have', () => {
    for (const [code] of regions) assert.ok(acceptsValue('region', code), code);
  });
});
