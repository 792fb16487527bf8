import assert from 'node:assert/strict';
import {
  besideAssignments,
  besideCleared,
  besideInherited,
  type BesideVariables,
  choosesBeside,
} from '../../../../src/delivery/handover/besideHandover.ts';

const beside: BesideVariables = {
  set: new Map([
    ['KEY', 'ours'],
    ['EMPTY', ''],
    ['A_REGION', 'cn-shanghai'],
  ]),
  absent: ['ROLE', 'PROFILE'],
};
const named = (...names: readonly string[]): ReadonlySet<string> => new Set(names);

describe('the variables of another cloud', () => {
  it('cover what is inherited, and nothing that is not there', () => {
    assert.deepEqual(
      Object.fromEntries(besideInherited(beside, { ROLE: 'other', PROFILE: '', KEY: 'other' })),
      {
        ROLE: '',
        KEY: 'ours',
        EMPTY: '',
        A_REGION: 'cn-shanghai',
      },
    );
  });

  it('cover what settings and tasks set', () => {
    assert.equal(besideInherited(beside, {}, { ROLE: 'other', PROFILE: undefined }).get('ROLE'), '');
    assert.equal(besideInherited(beside, {}, { ROLE: 'other', PROFILE: undefined }).has('PROFILE'), false);
  });

  it('remove what must be absent, where that is possible', () => {
    assert.deepEqual(Object.fromEntries(besideAssignments(beside)), {
      ROLE: null,
      PROFILE: null,
      KEY: 'ours',
      EMPTY: '',
      A_REGION: 'cn-shanghai',
    });
  });

  it('are none if there is no other cloud', () => {
    assert.equal(besideInherited(undefined, { ROLE: 'other' }).size, 0);
    assert.equal(besideAssignments(undefined).size, 0);
  });

  for (const [name, isChoice] of [
    ['KEY', true],
    ['ROLE', true],
    ['A_REGION', false],
    ['PATH', false],
  ] as const)
    it(`${isChoice ? 'give way to' : 'stay next to'} a configuration that names ${name}`, () => {
      assert.equal(choosesBeside(beside, named(name)), isChoice);
    });

  it('are cleared for a configuration that chooses others, except for the region', () => {
    const inherited = { KEY: 'ours', ROLE: 'other', PROFILE: 'mine', A_REGION: 'cn-shanghai' };
    assert.deepEqual(Object.fromEntries(besideCleared(beside, inherited, named('PROFILE'))), {
      KEY: '',
      ROLE: '',
    });
  });
});
