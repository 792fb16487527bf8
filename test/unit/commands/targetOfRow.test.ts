import assert from 'node:assert/strict';
import type { Target } from '../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import type { TreeNode } from '../../../src/views/tree/treeNodes.ts';

await import('../../fakes/useFakeVscode.ts');
const { targetOfRow } = await import('../../../src/commands/chooseTarget.ts');

const dev: TreeNode & Target = { kind: 'profile', name: 'dev' };
const limited: Target = { ...dev, access: { managed: ['readOnly'] } };

/** What a command on a row hands out while the window uses a target. */
function handedOut(node: TreeNode | undefined, used: Target | undefined): Target | undefined {
  const failure = { code: 'needsPerson', profile: 'dev' } as const;
  const state: ActiveState = used ? { kind: 'waiting', target: used, failure } : { kind: 'none' };
  return targetOfRow(node, { active: { state } as never });
}

describe('the target of a row whose credentials are handed out', () => {
  it('has the access of the window if it is in use, which the row shows', () => {
    assert.deepEqual(handedOut(dev, limited), limited);
    assert.deepEqual(handedOut({ kind: 'inUse', target: limited }, limited), limited);
  });

  it('is the profile of the row otherwise', () => {
    assert.deepEqual(handedOut(dev, { kind: 'profile', name: 'other', access: { managed: [] } }), dev);
    assert.deepEqual(handedOut(dev, undefined), dev);
    assert.equal(handedOut(undefined, limited), undefined);
  });
});
