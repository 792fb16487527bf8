import assert from 'node:assert/strict';
import { type Policy, type PolicyLevel, strictest, unknownValues } from '../../../src/base/policy.ts';

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

  const asText: readonly (readonly [PolicyLevel, ReturnType<typeof policy>])[] = [
    [{ forbid: 'copy' }, ['copy', false, 36]],
    [{ forbid: ' copy, Write;endpoint ' }, ['copy,write,endpoint', false, 36]],
    [{ forbid: ['ENVIRONMENTMODE', ' export'] }, ['export,environmentMode', false, 36]],
    [{ confirmProduction: 'true' }, ['', true, 36]],
    [{ confirmProduction: 'False' }, ['', false, 36]],
    [{ maxMfaSessionHours: '1.5' }, ['', false, 1.5]],
    [{ forbid: null, confirmProduction: null, maxMfaSessionHours: null }, ['', false, 36]],
  ];
  for (const [level, expected] of asText)
    it(`obeys ${JSON.stringify(level)}`, () => {
      assert.deepEqual(policy(level), expected);
      assert.deepEqual(unknownValues([level]), []);
    });

  it('reports the values that it does not know, and obeys the others', () => {
    const forbid = ['cpoy', 'write', 7, ''];
    assert.deepEqual(policy({ forbid }), ['write', false, 36]);
    assert.deepEqual(
      unknownValues([
        { forbid },
        { forbid: { copy: true } },
        { confirmProduction: 'yes' },
        { maxMfaSessionHours: '1h' },
      ]).map(({ setting, value }) => [setting, value]),
      [
        ['forbid', 'cpoy'],
        ['forbid', 7],
        ['forbid', ''],
        ['forbid', { copy: true }],
        ['confirmProduction', 'yes'],
        ['maxMfaSessionHours', '1h'],
      ],
    );
    assert.deepEqual(policy({ confirmProduction: 'yes' }), ['', true, 36], 'it asks if in doubt');
  });

  it('has the patterns of production of all levels, and no exceptions', () => {
    const levels = [
      { production: ['a', '!b', '('] },
      { production: 'c, d' },
      { production: [111122223333, ''] },
    ];
    assert.deepEqual(strictest(levels).production, ['a', 'c, d', '^111122223333$']);
    assert.deepEqual(
      unknownValues(levels).map(({ setting, value }) => [setting, value]),
      ['!b', '(', ''].map((value) => ['production', value]),
    );
  });

  it('keeps the limits of AWS', () => {
    assert.deepEqual(policy({ maxMfaSessionHours: Number.NaN }, { maxMfaSessionHours: 100 }), [
      '',
      false,
      36,
    ]);
    assert.deepEqual(policy({ maxMfaSessionHours: -1 }), ['', false, 0.25]);
  });
});
