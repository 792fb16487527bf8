import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { choiceMemory } from '../../../src/host/choiceMemory.ts';
import { previousMemory, workspaceMemory } from '../../../src/host/workspaceMemory.ts';
import { type Target, targetKey } from '../../../src/profiles/profiles.ts';
import { documentOf, forAgent, readOnly } from '../plan/access/scopedPlans.ts';

/** The state of VS Code with one value for every key. */
function stateWith(value: unknown): Memento {
  return { keys: () => [], get: () => value, update: async () => {} } as never;
}

const dev: Target = { kind: 'profile', name: 'dev' };
const accesses = [
  { managed: [] },
  readOnly,
  forAgent(readOnly),
  { managed: ['readOnly', 'arn:aws:iam::aws:policy/Own'], document: documentOf('Deny') },
];

/** What each memory makes of it. */
function loaded(stored: unknown): readonly (Target | undefined)[] {
  return [
    workspaceMemory(stateWith(stored)).load(),
    previousMemory(stateWith(stored)).load(),
    choiceMemory(stateWith([stored])).load().pinned[0],
  ];
}

describe('a target that VS Code has stored', () => {
  it('is found with the access that the user chose', () => {
    for (const access of accesses) {
      const target: Target = { ...dev, access };
      assert.deepEqual(loaded(JSON.parse(JSON.stringify(target))), [target, target, target]);
    }
    assert.deepEqual(loaded(dev), [dev, dev, dev]);
  });

  it('is forgotten, and does not get more access, if its access is not understood', () => {
    for (const access of [
      null,
      {},
      [],
      'readOnly',
      { managed: 'readOnly' },
      // A level of a later version.
      { managed: ['powerUser'] },
      { managed: [], document: { file: 'x', text: '{' } },
      { managed: [], isForAgent: 1 },
    ])
      assert.deepEqual(loaded({ ...dev, access }), [undefined, undefined, undefined], JSON.stringify(access));
  });

  it('never makes its readers throw', () => {
    const any = fc.record(
      { kind: fc.constantFrom('profile', 'environment', 'role'), name: fc.string(), access: fc.anything() },
      { requiredKeys: ['kind', 'name'] },
    );
    fc.assert(
      fc.property(any, (stored) => {
        for (const target of loaded(stored)) if (target) targetKey(target);
      }),
    );
  });
});
