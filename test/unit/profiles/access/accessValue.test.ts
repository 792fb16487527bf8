import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { isLevel } from '../../../../src/profiles/access/access.ts';
import { isPolicyArn, readAccess } from '../../../../src/profiles/access/accessValue.ts';

const policy = 'arn:aws:iam::222222222222:policy/team/Own';

describe('the value of a setting for an access', () => {
  for (const [value, expected] of [
    ['full', { managed: [] }],
    ['Full', { managed: [] }],
    ['same', 'same'],
    ['none', 'none'],
    [' None ', 'none'],
    ['readOnly', { managed: ['readOnly'] }],
    ['readonly', { managed: ['readOnly'] }],
    ['viewOnly', { managed: ['viewOnly'] }],
    ['securityAudit', { managed: ['securityAudit'] }],
    [['readOnly'], { managed: ['readOnly'] }],
    [policy, { managed: [policy] }],
    ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess', { managed: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'] }],
    ['policy.json', { managed: [], file: 'policy.json' }],
    ['./policies/own', { managed: [], file: './policies/own' }],
    ['~/policy.jsonc', { managed: [], file: '~/policy.jsonc' }],
    ['C:\\policies\\own.json', { managed: [], file: 'C:\\policies\\own.json' }],
    [['readOnly', policy, 'deny.json'], { managed: ['readOnly', policy], file: 'deny.json' }],
    [['deny.json', 'readOnly'], { managed: ['readOnly'], file: 'deny.json' }],
  ] as const)
    it(`is read: ${JSON.stringify(value)}`, () => assert.deepEqual(readAccess(value), expected));

  for (const value of [
    undefined,
    null,
    true,
    false,
    0,
    7,
    '',
    '  ',
    'readOnl',
    'read only',
    'admin',
    'toString',
    '__proto__',
    'arn:aws:iam::222222222222:role/Own',
    'arn:aws:iam::22:policy/Own',
    'arn:aws:iam::222222222222:policy/',
    'arn:aws:s3:::bucket/policy.json',
    {},
    { managed: [] },
    [],
    [[]],
    [['readOnly']],
    ['readOnly', ''],
    ['readOnly', 7],
    ['readOnly', null],
    ['readOnly', 'other'],
    ['readOnly', 'full'],
    ['none', 'readOnly'],
    ['same', 'same'],
    ['full', 'full'],
    ['a.json', 'b.json'],
  ])
    it(`is none, and not more access: ${JSON.stringify(value)}`, () =>
      assert.equal(readAccess(value), undefined));

  it('is full access only for that word', () => {
    const word = fc.oneof(
      fc.constantFrom('full', 'same', 'none', 'readOnly', 'viewOnly', policy, 'x.json', ''),
      fc.string(),
    );
    const value = fc.oneof(fc.anything(), word, fc.array(word, { maxLength: 4 }));
    fc.assert(
      fc.property(value, (any) => {
        const read = readAccess(any);
        if (read === undefined || typeof read === 'string') return;
        const isFull = read.managed.length === 0 && read.file === undefined;
        assert.equal(isFull, String(any).trim().toLowerCase() === 'full');
        for (const each of read.managed) assert.ok(isLevel(each) || isPolicyArn(each), each);
      }),
    );
  });
});
