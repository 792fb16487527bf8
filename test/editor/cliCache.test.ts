import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';

const folder = join(homedir(), '.aws', 'cli', 'cache');
const settings = vscode.workspace.getConfiguration('rolecall');

/** Writes a session that Rolecall left earlier, and one of the AWS CLI. */
function writeSessions(): void {
  const Credentials = {
    AccessKeyId: 'ASIALEFTBEHIND',
    SecretAccessKey: 'left-behind',
    SessionToken: 'left-behind',
    Expiration: '2100-01-01T00:00:00UTC',
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'rolecall.json'), JSON.stringify({ Credentials, writtenBy: 'rolecall' }));
  writeFileSync(join(folder, 'cli.json'), JSON.stringify({ Credentials }));
}

const waitForFiles = (...names: readonly string[]): Promise<void> =>
  eventually(() => assert.deepEqual(readdirSync(folder), names));

describe('sessions that are shared with the AWS CLI', () => {
  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
  });

  beforeEach(writeSessions);

  afterEach(async () => {
    await settings.update('shareWithCli', undefined, true);
    rmSync(folder, { recursive: true, force: true });
  });

  it('are removed by Forget All Sessions, even while sharing is off', async () => {
    await vscode.commands.executeCommand(commandIds.forgetAllSessions);
    await waitForFiles('cli.json');
  });

  it('are removed when sharing is turned off', async () => {
    await settings.update('shareWithCli', true, true);
    assert.deepEqual(readdirSync(folder), ['cli.json', 'rolecall.json']);
    await settings.update('shareWithCli', false, true);
    await waitForFiles('cli.json');
  });
});
