import assert from 'node:assert/strict';
import { basename, join, sep } from 'node:path';
import * as vscode from 'vscode';
import { awsLanguage, commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { use, useAws } from './useAws.ts';

const id = 'rolecall.rolecall';

describe('activation', () => {
  useAws(undefined, 'default');

  it('succeeds', async () => {
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

  it('loads each bundle only when it is needed', async () => {
    // VS Code returns before the AWS files are read, and the tooltip of the status bar is loaded after that.
    assert.ok(!loadedBundles().includes('aws.js'));
    await eventually(async () => {
      await use('alice'); // the extension may not have read the new files yet
      assert.ok(loadedBundles().includes('later.js'));
      // The access keys are checked with AWS in the background.
      assert.ok(loadedBundles().includes('aws.js'));
    });
    assert.ok(!loadedBundles().includes('language.js'));
    await vscode.workspace.openTextDocument({ language: awsLanguage, content: '' });
    await eventually(() => assert.ok(loadedBundles().includes('language.js')));
  });
});

/** The files in the extension's `dist` that this process has loaded. */
function loadedBundles(): readonly string[] {
  const dist = join(vscode.extensions.getExtension(id)?.extensionPath ?? '', 'dist') + sep;
  return Object.keys(require.cache)
    .filter((path) => path.startsWith(dist))
    .map((path) => basename(path))
    .toSorted();
}
