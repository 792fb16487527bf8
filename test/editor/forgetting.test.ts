import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { shellFolder } from '../../src/delivery/runningShell/selfDeletingFile.ts';
import { eventually } from '../eventually.ts';
import { credentials, removeAwsFolder, writeAwsFile } from './awsHome.ts';

const session = `[dev-rolecall]
aws_access_key_id = ASIAWRITTEN
aws_secret_access_key = written
aws_session_token = written
manager = rolecall
rolecall_target = dev
expiration = 2100-01-01T00:00:00Z
`;
const aws = join(homedir(), '.aws');
const backup = join(aws, 'credentials.rolecall-backup');
const uuid = '01234567-89ab-4cde-8f01-23456789abcd';
const token = `${'0'.repeat(40)}.json`;

/** What a killed window has left, which contains secrets. */
const leftovers = [
  join(aws, `.credentials.rolecall-${uuid}`),
  join(aws, 'sso', 'cache', `${token}.${uuid}`),
  join(aws, 'cli', 'cache', `${token}.${uuid}`),
  join(shellFolder(), 'abcdef', 'aws'),
];

function autoSave(value: string | undefined): Thenable<void> {
  const { Global } = vscode.ConfigurationTarget;
  return vscode.workspace.getConfiguration('files').update('autoSave', value, Global);
}

describe('Forget All Sessions', function () {
  this.timeout(30_000);

  before(async () => {
    await autoSave('off');
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
  });

  after(() => autoSave(undefined));

  beforeEach(async () => {
    writeAwsFile('credentials', `${credentials}\n${session}`);
    writeFileSync(backup, `${credentials}\n${session}`);
    for (const path of leftovers) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, 'secret');
      utimesSync(path, 0, 0);
    }
    writeFileSync(join(aws, 'sso', 'cache', token), '{}');
    // The extension must have read the session.
    await vscode.commands.executeCommand(commandIds.openCredentialsFile);
    await eventually(() => assert.ok(vscode.window.activeTextEditor?.document.getText().includes('WRITTEN')));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('notifications.clearAll');
    rmSync(shellFolder(), { recursive: true, force: true });
    removeAwsFolder();
  });

  it('reaches the credentials file, its backup, and what killed windows have left', async () => {
    await eventually(async () => {
      await vscode.commands.executeCommand(commandIds.forgetAllSessions);
      assert.equal(readFileSync(join(aws, 'credentials'), 'utf8'), credentials);
    });
    assert.equal(readFileSync(backup, 'utf8'), credentials);
    await eventually(() =>
      assert.deepEqual(
        leftovers.filter((path) => existsSync(path)),
        [],
      ),
    );
    assert.deepEqual(readdirSync(join(aws, 'sso', 'cache')), [token], 'a sign-in is not a session');
  });

  it('reaches the backup even if the credentials file has unsaved changes', async () => {
    await vscode.commands.executeCommand(commandIds.openCredentialsFile);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# mine\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await vscode.commands.executeCommand(commandIds.forgetAllSessions);
    assert.equal(readFileSync(join(aws, 'credentials'), 'utf8'), `${credentials}\n${session}`);
    assert.equal(readFileSync(backup, 'utf8'), credentials);
  });
});
