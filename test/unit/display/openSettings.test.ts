import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../../src/base/failure.ts';
import { projectRoot } from '../../typescriptTokens.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { openSettings } = await import('../../../src/display/openSettings.ts');
const { showFailure } = await import('../../../src/host/messages/showFailure.ts');

const { executeCommand } = fakeVscode.commands;
const { showErrorMessage } = fakeVscode.window;
const { getExtension } = fakeVscode.extensions;

/** Resolves to the next command that runs, with its arguments. */
async function nextCommand(act: () => void): Promise<readonly unknown[]> {
  const ran = Promise.withResolvers<readonly unknown[]>();
  Object.assign(fakeVscode.commands, {
    executeCommand: (...given: readonly unknown[]) => {
      ran.resolve(given);
    },
  });
  act();
  return ran.promise;
}

function pressFirst(_: string, button: unknown): Promise<unknown> {
  return Promise.resolve(button);
}

describe('the button “Open Settings”', () => {
  before(async () => {
    const packageJSON: unknown = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));
    Object.assign(fakeVscode.extensions, { getExtension: () => ({ packageJSON }) });
  });
  after(() => void Object.assign(fakeVscode.extensions, { getExtension }));
  afterEach(() => {
    Object.assign(fakeVscode.commands, { executeCommand });
    Object.assign(fakeVscode.env, { remoteName: undefined });
    Object.assign(fakeVscode.window, { showErrorMessage });
  });

  const windows: Readonly<Record<string, string>> = {
    'localhost:8080': 'workbench.action.openRemoteSettings',
    'ssh-remote': 'workbench.action.openRemoteSettings',
    '': 'workbench.action.openSettings',
  };
  for (const [remoteName, command] of Object.entries(windows))
    it(`opens the tab with the settings of the machine (${remoteName || 'a desktop'})`, async () => {
      Object.assign(fakeVscode.env, { remoteName: remoteName || undefined });
      const ran = await nextCommand(() => openSettings('rolecall.audit', 'rolecall.production'));
      assert.deepEqual(ran, [command, { query: '@id:rolecall.audit @id:rolecall.production' }]);
    });

  it('opens the tab with the settings of the person, also in a remote window', async () => {
    Object.assign(fakeVscode.env, { remoteName: 'ssh-remote' });
    const ran = await nextCommand(() => openSettings('rolecall.production'));
    assert.deepEqual(ran, ['workbench.action.openSettings', { query: '@id:rolecall.production' }]);
  });

  const failures: readonly (readonly [Failure, string])[] = [
    [{ code: 'forbidden', action: 'copy' }, '@id:rolecall.policy.forbid'],
    [{ code: 'fileUnwritable', path: '/x', reason: 'noBackup' }, '@id:rolecall.files.keepBackup'],
  ];
  for (const [failure, query] of failures)
    it(`is below a failure that a setting causes (${failure.code})`, async () => {
      Object.assign(fakeVscode.window, { showErrorMessage: pressFirst });
      const ran = await nextCommand(() => showFailure(failure, () => {}));
      assert.deepEqual(ran, ['workbench.action.openSettings', { query }]);
    });
});
