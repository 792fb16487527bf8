import assert from 'node:assert/strict';
import { type Policy, type PolicyLevel, strictest } from '../../../src/base/policy.ts';

function policy(...levels: readonly PolicyLevel[]): readonly [string, boolean, number] {
  const { forbid, confirmProduction, maxMfaSessionHours }: Policy = strictest(levels);
  return [[...forbid].join(), confirmProduction, maxMfaSessionHours];
}

describe('the policy', () => {
  it('allows everything if no level says anything', () => {
    assert.deepEqual(policy(), ['', false, 36]);
    assert.deepEqual(policy({}, { forbid: [], confirmProduction: false, maxMfaSessionHours: 36 }), [
      '',
      false,
      36,
    ]);
  });

  it('is the strictest of all levels, in any order', () => {
    const levels: readonly PolicyLevel[] = [
      { forbid: ['copy'], confirmProduction: true, maxMfaSessionHours: 8 },
      { forbid: ['export', 'copy'], confirmProduction: false, maxMfaSessionHours: 1 },
      { forbid: [], confirmProduction: false, maxMfaSessionHours: 36 },
    ];
    assert.deepEqual(policy(...levels), ['copy,export', true, 1]);
    assert.deepEqual(policy(...levels.toReversed()), ['copy,export', true, 1]);
  });

  it('ignores values of the wrong kind, and keeps the limits of AWS', () => {
    for (const forbid of ['copy', 7, null, { copy: true }, ['cpoy', 7]])
      assert.deepEqual(policy({ forbid }, { forbid: ['write'] }), ['write', false, 36]);
    assert.deepEqual(policy({ confirmProduction: 'true', maxMfaSessionHours: '1' }), ['', false, 36]);
    assert.deepEqual(policy({ maxMfaSessionHours: Number.NaN }, { maxMfaSessionHours: 100 }), [
      '',
      false,
      36,
    ]);
    assert.deepEqual(policy({ maxMfaSessionHours: -1 }), ['', false, 0.25]);
  });
});
