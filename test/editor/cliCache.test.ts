import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';

const folder = join(homedir(), '.aws', 'cli', 'cache');
const settings = vscode.workspace.getConfiguration('rolecall');

/** As Rolecall left it at another time, beside what the AWS CLI made itself. */
function leaveSessions(): void {
  const Credentials = {
    AccessKeyId: 'ASIALEFTBEHIND',
    SecretAccessKey: 'left-behind',
    SessionToken: 'left-behind',
    Expiration: '2100-01-01T00:00:00UTC',
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ours.json'), JSON.stringify({ Credentials, writtenBy: 'rolecall' }));
  writeFileSync(join(folder, 'theirs.json'), JSON.stringify({ Credentials }));
}

const isLeft = (...names: readonly string[]): Promise<void> =>
  eventually(() => assert.deepEqual(readdirSync(folder), names));

describe('sessions that are shared with the AWS CLI', () => {
  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
  });

  beforeEach(leaveSessions);

  afterEach(async () => {
    await settings.update('shareWithCli', undefined, true);
    rmSync(folder, { recursive: true, force: true });
  });

  it('are gone when all is forgotten, though nothing is shared at the time', async () => {
    await vscode.commands.executeCommand(commandIds.forgetAllSessions);
    await isLeft('theirs.json');
  });

  it('are gone when they are to be shared no more', async () => {
    await settings.update('shareWithCli', true, true);
    assert.deepEqual(readdirSync(folder), ['ours.json', 'theirs.json']);
    await settings.update('shareWithCli', false, true);
    await isLeft('theirs.json');
  });
});
