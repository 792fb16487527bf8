import assert from 'node:assert/strict';
import { basename, join, sep } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { useLocalAws, config, credentials, writeAwsFile } from './awsHome.ts';

const id = 'rolecall.rolecall';

describe('activation', () => {
  useLocalAws();

  before(() => {
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
  });

  it('happens by itself once VS Code has started', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('reads the SDK only when a session that needs it is made', async () => {
    assert.deepEqual(loadedBundles(), ['extension.js']);
    await use('alice');
    assert.ok(loadedBundles().includes('later.js'));
    assert.ok(!loadedBundles().includes('aws.js'), 'access keys alone need no call to AWS');
    await eventually(async () => {
      await use('plain'); // known as soon as the files just written have been seen
      assert.ok(loadedBundles().includes('aws.js'));
    });
    await vscode.commands.executeCommand(commandIds.stopUsing);
  });
});

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}

/** The files of the extension's `dist` that this process has loaded, but for what they share. */
function loadedBundles(): readonly string[] {
  const dist = join(vscode.extensions.getExtension(id)?.extensionPath ?? '', 'dist') + sep;
  return Object.keys(require.cache)
    .filter((path) => path.startsWith(dist))
    .map((path) => basename(path))
    .filter((name) => name !== 'shared.js')
    .toSorted();
}
