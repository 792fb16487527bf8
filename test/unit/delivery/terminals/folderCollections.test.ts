import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { liveHandover, profileHandover } from '../../../../src/delivery/handover/handover.ts';
import { FolderCollections } from '../../../../src/delivery/terminals/folderCollections.ts';
import { CollectedVariables } from '../../../fakes/collectedVariables.ts';

const mirror = { config: '/m/config', credentials: '/m/credentials' };
const named = (name: string) => ({
  handover: profileHandover(name, undefined, undefined),
  description: undefined,
});
const live = { handover: liveHandover(mirror, undefined, undefined), description: undefined };
const nothing = { handover: undefined, description: undefined };

const folders = (...names: string[]): vscode.WorkspaceFolder[] =>
  names.map((name, index) => ({ name, index, uri: `file:///${name}` as unknown as vscode.Uri }));
const own = (entries: Readonly<Record<string, ReturnType<typeof named>>>) =>
  new Map(Object.entries(entries).map(([name, delivery]) => [`file:///${name}`, delivery]));

describe('the variables of a window and its folders', () => {
  let vscodeSide: CollectedVariables;
  let collections: FolderCollections;
  beforeEach(() => {
    vscodeSide = new CollectedVariables();
    collections = new FolderCollections(vscodeSide.whole, {
      AWS_SESSION_TOKEN: 'inherited',
      AWS_CONFIG_FILE: '/rolecall.rolecall/live/other/config',
    });
  });

  const profilesIn = (...all: readonly vscode.WorkspaceFolder[]): unknown[] =>
    [undefined, ...all].map((folder) => vscodeSide.inTerminal(folder)['AWS_PROFILE']);

  it('are the same everywhere while no folder has its own', () => {
    const [a, b] = folders('a', 'b') as [vscode.WorkspaceFolder, vscode.WorkspaceFolder];
    collections.deliver(named('dev'), new Map(), [a, b]);
    assert.deepEqual(profilesIn(a, b), ['dev', 'dev', 'dev']);
  });

  it('are only those of the folder if it has its own', () => {
    const [a, b] = folders('a', 'b') as [vscode.WorkspaceFolder, vscode.WorkspaceFolder];
    collections.deliver(live, own({ b: named('prod') }), [a, b]);
    assert.equal(vscodeSide.inTerminal(a)['AWS_CONFIG_FILE'], '/m/config');
    assert.deepEqual(vscodeSide.inTerminal(b), {
      AWS_PROFILE: 'prod',
      AWS_EB_PROFILE: 'prod',
      AWS_SESSION_TOKEN: '',
      AWS_CONFIG_FILE: '',
    });
  });

  it('follow the window and the folder, and stay in the folder when the window has none', () => {
    const [a, b] = folders('a', 'b') as [vscode.WorkspaceFolder, vscode.WorkspaceFolder];
    collections.deliver(named('dev'), own({ b: named('prod') }), [a, b]);
    collections.deliver(named('test'), own({ b: named('stage') }), [a, b]);
    assert.deepEqual(profilesIn(a, b).slice(1), ['test', 'stage']);
    collections.deliver(nothing, own({ b: named('stage') }), [a, b]);
    assert.deepEqual(profilesIn(a, b).slice(1), [undefined, 'stage']);
    collections.deliver(named('dev'), new Map(), [a, b]);
    assert.deepEqual(profilesIn(a, b), ['dev', 'dev', 'dev']);
  });

  it('belong to the right folder when folders are added, removed, and reordered', () => {
    const [a, b] = folders('a', 'b') as [vscode.WorkspaceFolder, vscode.WorkspaceFolder];
    collections.deliver(named('dev'), own({ a: named('of-a'), b: named('of-b') }), [a, b]);
    const now = vscodeSide.renumber([b, a]);
    collections.deliver(named('dev'), own({ a: named('of-a'), b: named('of-b') }), now);
    assert.deepEqual(profilesIn(...now).slice(1), ['of-b', 'of-a']);
    const left = vscodeSide.renumber([a]);
    collections.deliver(named('dev'), new Map(), left);
    assert.deepEqual(profilesIn(...left), ['dev', 'dev']);
  });

  it('reach no terminal while they are suspended', () => {
    const [a, b] = folders('a', 'b') as [vscode.WorkspaceFolder, vscode.WorkspaceFolder];
    collections.deliver(named('dev'), own({ b: named('prod') }), [a, b]);
    collections.suspend(true);
    assert.deepEqual(profilesIn(a, b), [undefined, undefined, undefined]);
    collections.suspend(false);
    assert.deepEqual(profilesIn(a, b).slice(1), ['dev', 'prod']);
  });

  it('are set only if they have changed', () => {
    const all = folders('a', 'b');
    collections.deliver(named('dev'), own({ b: named('prod') }), all);
    const before = vscodeSide.changes;
    collections.deliver(named('dev'), own({ b: named('prod') }), all);
    assert.equal(vscodeSide.changes, before);
  });
});
