import { partition } from '@aws-sdk/core/client';
import assert from 'node:assert/strict';
import { regions } from '../../../src/plan/endpoints/regions.ts';
import { acceptsValue } from '../../../src/profiles/keys.ts';

describe('the regions', () => {
  it('have the SDK’s names', () => {
    const described = regions.map(([code]) => [
      code,
      (partition(code) as { description?: string }).description,
    ]);
    assert.deepEqual(regions, described);
  });

  it('are valid in a profile', () => {
    for (const [code] of regions) assert.ok(acceptsValue('region', code), code);
  });
});
