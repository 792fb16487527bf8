import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import {
  type Access,
  accessKey,
  accessWord,
  fullAccess,
  isAccess,
  isAtMost,
  isFullAccess,
  onlyDenies,
} from '../../../../src/profiles/access/access.ts';
import { targetKey, type Target, withoutAccess } from '../../../../src/profiles/profiles.ts';
import { documentOf, forAgent } from '../../plan/access/scopedPlans.ts';

const policy = 'arn:aws:iam::222222222222:policy/Own';
const level = (name: string, document?: Access['document']): Access => ({
  managed: [name],
  ...(document && { document }),
});
const [denying, otherDenying] = [documentOf('Deny'), documentOf('Deny', 'ec2:*')];
const custom: Access = { managed: [], document: documentOf('Allow') };

const all: Readonly<Record<string, Access>> = {
  full: fullAccess,
  readOnly: level('readOnly'),
  viewOnly: level('viewOnly'),
  securityAudit: level('securityAudit'),
  'readOnly with a denial': level('readOnly', denying),
  'readOnly with another denial': level('readOnly', otherDenying),
  'viewOnly with a denial': level('viewOnly', denying),
  'two levels': { managed: ['readOnly', 'viewOnly'] },
  'a policy': level(policy),
  'a document': custom,
};

/** Whether a policy with these statements only denies. */
function statementsDeny(Statement: unknown): boolean {
  return onlyDenies({ file: 'x', text: JSON.stringify({ Statement }) });
}

describe('an access', () => {
  it('has a word', () => {
    const words = Object.fromEntries(Object.entries(all).map(([name, each]) => [name, accessWord(each)]));
    assert.deepEqual(words, {
      full: 'full',
      readOnly: 'readOnly',
      viewOnly: 'viewOnly',
      securityAudit: 'securityAudit',
      'readOnly with a denial': 'custom',
      'readOnly with another denial': 'custom',
      'viewOnly with a denial': 'custom',
      'two levels': 'custom',
      'a policy': 'custom',
      'a document': 'custom',
    });
    assert.equal(accessWord(undefined), 'full');
    assert.deepEqual(
      Object.values(all).filter((each) => isFullAccess(each)),
      [fullAccess],
    );
  });

  it('certainly allows no more than these', () => {
    const most = Object.entries(all).map(([name, one]) => [
      name,
      Object.keys(all).filter((other) => isAtMost(one, all[other]!)),
    ]);
    assert.deepEqual(Object.fromEntries(most), {
      full: ['full'],
      readOnly: ['full', 'readOnly'],
      // It lists the objects of a bucket, which an audit does not, and an audit reads what this does not.
      viewOnly: ['full', 'readOnly', 'viewOnly'],
      securityAudit: ['full', 'readOnly', 'securityAudit'],
      'readOnly with a denial': ['full', 'readOnly', 'readOnly with a denial'],
      'readOnly with another denial': ['full', 'readOnly', 'readOnly with another denial'],
      'viewOnly with a denial': [
        'full',
        'readOnly',
        'viewOnly',
        'readOnly with a denial',
        'viewOnly with a denial',
      ],
      'two levels': ['full', 'two levels'],
      'a policy': ['full', 'a policy'],
      'a document': ['full', 'a document'],
    });
  });

  it('for agents allows as much as without them', () => {
    for (const one of Object.values(all))
      for (const other of Object.values(all)) {
        const expected = isAtMost(one, other);
        assert.equal(isAtMost(forAgent(one), other), expected);
        assert.equal(isAtMost(one, forAgent(other)), expected);
      }
  });

  it('has a key of its own, also for agents, and none without an access has that of full access', () => {
    const keys = Object.values(all).flatMap((each) => [accessKey(each), accessKey(forAgent(each))]);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(accessKey(undefined), accessKey(fullAccess));
    const renamed = { ...custom, document: { ...custom.document!, file: 'renamed.json' } };
    assert.equal(accessKey(renamed), accessKey(custom));
  });

  it('makes another target, which is the same one without it', () => {
    const dev: Target = { kind: 'profile', name: 'dev' };
    const targets = Object.values(all).map((access) => ({ ...dev, access }));
    assert.equal(new Set([dev, ...targets].map(targetKey)).size, targets.length + 1);
    for (const each of targets) assert.deepEqual(withoutAccess(each), dev);
  });

  it('of a document only denies if all statements do', () => {
    assert.equal(onlyDenies(denying), true);
    assert.equal(onlyDenies(documentOf('Allow')), false);
    assert.equal(statementsDeny([{ Effect: 'Deny' }, { Effect: 'Allow' }]), false);
    for (const wrong of [undefined, null, 'Deny', [null], [{}], [{ Effect: 'deny' }]])
      assert.equal(statementsDeny(wrong), false, JSON.stringify(wrong));
    assert.equal(onlyDenies({ file: 'x', text: '[]' }), false);
  });
});

describe('a stored access', () => {
  it('is what was stored', () => {
    for (const each of Object.values(all))
      for (const access of [each, forAgent(each)])
        assert.ok(isAccess(JSON.parse(JSON.stringify(access))), JSON.stringify(access));
  });

  it('is refused if anything of it is not understood', () => {
    const { text } = denying;
    for (const wrong of [
      undefined,
      null,
      7,
      'readOnly',
      [],
      {},
      { managed: 'readOnly' },
      { managed: [7] },
      { managed: [null] },
      // A level of a later version.
      { managed: ['powerUser'] },
      { managed: ['toString'] },
      // It would have the key of an access with this document.
      { managed: ['readOnly', text] },
      { managed: [], document: null },
      { managed: [], document: text },
      { managed: [], document: { file: 'x' } },
      { managed: [], document: { text } },
      { managed: [], document: { file: 'x', text: '{' } },
      { managed: [], document: { file: 'x', text: 'null' } },
      { managed: [], document: { file: 'x', text: '7' } },
      { managed: [], isForAgent: false },
      { managed: [], isForAgent: 'yes' },
    ])
      assert.equal(isAccess(wrong), false, JSON.stringify(wrong));
  });

  it('never makes its readers throw', () => {
    fc.assert(
      fc.property(fc.anything(), (any) => {
        if (!isAccess(any)) return;
        accessKey(any);
        accessWord(any);
        if (any.document) onlyDenies(any.document);
      }),
    );
    const record = fc.record(
      { managed: fc.anything(), document: fc.anything(), isForAgent: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(record, (any) => typeof isAccess(any) === 'boolean'));
  });
});
