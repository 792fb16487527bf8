import assert from 'node:assert/strict';
import type { MarkdownString } from 'vscode';
import type { Handover } from '../../../../src/delivery/handover/handover.ts';
import { Collection } from '../../../../src/delivery/terminals/collection.ts';
import { RecordedCollection } from '../../../fakes/recordedCollection.ts';

/** The handover of a profile named `dev`. */
function handover(set: Readonly<Record<string, string>>, absent: readonly string[] = []): Handover {
  const standIn = { profile: 'dev', mirror: undefined, region: undefined };
  return { set: new Map(Object.entries(set)), absent, standIn };
}

/** Only its identity matters, because VS Code draws it. */
function description(): MarkdownString {
  return Object.create(null) as MarkdownString;
}

describe('the environment collection', () => {
  let vscode: RecordedCollection;
  let collection: Collection;
  const lately = (): readonly string[] => vscode.changes.splice(0);

  beforeEach(() => {
    vscode = new RecordedCollection();
    collection = new Collection(vscode, { AWS_PROFILE: 'mine', PATH: '/bin' });
  });

  it('is never kept on disk', () => {
    assert.equal(vscode.persistent, false);
    collection.deliver(handover({ A: '1' }), description());
    collection.deliver(undefined, undefined);
    assert.equal(vscode.persistent, false);
  });

  it('has the variables, the values that override inherited ones, and the description', () => {
    const dev = description();
    const delivered = collection.deliver(handover({ A: '1' }, ['AWS_PROFILE', 'AWS_ROLE_ARN']), dev);
    assert.deepEqual(vscode.values, { A: '1', AWS_PROFILE: 'dev' });
    assert.deepEqual(Object.fromEntries(delivered), vscode.values);
    assert.equal(vscode.description, dev);
  });

  it("overrides variables that a shell's start-up files set", () => {
    collection.deliver(handover({ A: '1' }), description());
    assert.deepEqual(vscode.get('A')?.options, {
      applyAtProcessCreation: true,
      applyAtShellIntegration: true,
    });
  });

  it('changes only what is different', () => {
    collection.deliver(handover({ A: '1', B: '2', C: '3' }), description());
    assert.deepEqual(lately(), ['A=1', 'B=2', 'C=3']);
    const other = description();
    collection.deliver(handover({ A: '1', B: '9' }), other);
    assert.deepEqual(lately(), ['-C', 'B=9']);
    assert.equal(vscode.description, other);
    collection.deliver(handover({ A: '1', B: '9' }), other);
    assert.deepEqual(lately(), []);
  });

  it('is empty, without a description, if no profile is in use', () => {
    collection.deliver(handover({ A: '1' }), description());
    const delivered = collection.deliver(undefined, undefined);
    assert.deepEqual([vscode.values, vscode.description, delivered.size], [{}, undefined, 0]);
  });

  it('is empty while it is suspended, and then has what was delivered last', () => {
    collection.deliver(handover({ A: '1' }), description());
    collection.suspend(true);
    assert.deepEqual([vscode.values, vscode.description], [{}, undefined]);
    const last = description();
    const delivered = collection.deliver(handover({ B: '2' }), last);
    assert.deepEqual([vscode.values, Object.fromEntries(delivered)], [{}, { B: '2' }]);
    collection.suspend(false);
    assert.deepEqual([vscode.values, vscode.description], [{ B: '2' }, last]);
  });
});
