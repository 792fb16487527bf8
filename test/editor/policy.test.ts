import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { aliceKey } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { credentials, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal } from './programs.ts';
import { use, useAws } from './useAws.ts';

const settings = vscode.workspace.getConfiguration('rolecall');
const keys = ['policy.forbid', 'policy.maxMfaSessionHours', 'terminals.mode'];
const plain = { kind: 'profile', name: 'plain' };
const written = `[plain-rolecall]
aws_access_key_id = ASIAWRITTEN
aws_secret_access_key = written
aws_session_token = written
manager = rolecall
rolecall_target = plain
expiration = 2100-01-01T00:00:00Z
`;

/** Whether a command ends without the questions that it would otherwise ask. */
async function isRefused(command: string): Promise<boolean> {
  const asking = new Promise<'asks'>((resolve) => setTimeout(() => resolve('asks'), 3000));
  const outcome = await Promise.race([vscode.commands.executeCommand(command, plain), asking]);
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  return outcome !== 'asks';
}

describe('the policy', function () {
  this.timeout(120_000);
  useAws('plain');

  afterEach(async () => {
    for (const key of keys) {
      await settings.update(key, undefined, vscode.ConfigurationTarget.Global);
      if (key.startsWith('policy'))
        await settings.update(key, undefined, vscode.ConfigurationTarget.Workspace);
    }
    await vscode.commands.executeCommand('notifications.clearAll');
    writeAwsFile('credentials', credentials);
  });

  it('refuses commands, whoever runs them', async () => {
    assert.equal(await isRefused(commandIds.copyCredentials), false);
    await settings.update('policy.forbid', ['copy', 'write', 'endpoint'], true);
    for (const command of ['copyCredentials', 'writeToCredentialsFile', 'copyEndpoint'] as const)
      assert.ok(await isRefused(commandIds[command]), command);
  });

  it('keeps keys out of terminals, and lets their programs ask instead', async () => {
    assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
    await settings.update('policy.forbid', ['environmentMode'], true);
    await settings.update('terminals.mode', 'environment', true);
    const variables = await variablesInNewTerminal();
    assert.equal(variables['AWS_ACCESS_KEY_ID'] ?? '', '');
    assert.match(variables['AWS_CONFIG_FILE'] ?? '', /live/u);
    await settings.update('policy.forbid', [], true);
    assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
  });

  it('cannot be set by a workspace, and a workspace cannot loosen it', async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    await settings.update('policy.forbid', ['environmentMode'], Workspace);
    assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
    await settings.update('policy.forbid', ['environmentMode'], true);
    await settings.update('policy.forbid', [], Workspace);
    assert.equal((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'] ?? '', '');
  });

  it('removes sessions from the credentials file when it appears', async () => {
    writeAwsFile('credentials', `${credentials}\n${written}`);
    await settings.update('policy.forbid', ['write'], true);
    const path = join(homedir(), '.aws', 'credentials');
    await eventually(() => assert.ok(!readFileSync(path, 'utf8').includes('WRITTEN')), 20_000);
    assert.ok(readFileSync(path, 'utf8').includes(aliceKey.accessKeyId));
  });
});

/** The path of the trail, which the command opens. */
async function shown(): Promise<string> {
  await vscode.commands.executeCommand(commandIds.showAuditTrail);
  const path = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
  assert.match(path, /audit\.jsonl$/u);
  return path;
}

describe('the audit trail', function () {
  this.timeout(120_000);
  useAws('plain');

  interface Line {
    readonly event: string;
    readonly profile: string;
    readonly recipient: { readonly kind: string; readonly name?: string; readonly how?: string };
  }

  after(async () => {
    await settings.update('audit', undefined, true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('names terminals that open and close, and what they got', async () => {
    await settings.update('audit', true, true);
    const path = await shown();
    await use('alice');
    await use('plain');
    const terminal = vscode.window.createTerminal('audited');
    await vscode.commands.executeCommand(commandIds.newTerminal, { kind: 'profile', name: 'alice' });
    const lines = () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line);
    const has = (event: string, profile: string, recipient: Partial<Line['recipient']>): void => {
      const wanted = { event, profile, recipient };
      assert.ok(
        lines().some((line) => {
          try {
            assert.partialDeepStrictEqual(line, wanted);
            return true;
          } catch {
            return false;
          }
        }),
        `${JSON.stringify(wanted)} is not in ${JSON.stringify(lines())}`,
      );
    };
    await eventually(() => {
      has('given', 'alice', { kind: 'newTerminals' });
      has('given', 'plain', { kind: 'newTerminals' });
      has('given', 'plain', { kind: 'terminal', name: 'audited', how: 'opened' });
      has('given', 'alice', { kind: 'terminal', name: 'alice', how: 'dedicated' });
    }, 20_000);
    terminal.dispose();
    for (const each of vscode.window.terminals) if (each.name === 'alice') each.dispose();
    await eventually(() => {
      has('closed', 'plain', { kind: 'terminal', name: 'audited' });
      has('closed', 'alice', { kind: 'terminal', name: 'alice' });
    }, 20_000);
    const text = readFileSync(path, 'utf8');
    assert.doesNotMatch(text, /AKIA|ASIA/u);
    assert.ok(!text.includes(aliceKey.secretAccessKey));
  });

  it('notices that a terminal is relaunched, and what it gets then', async () => {
    await settings.update('audit', true, true);
    const path = await shown();
    await use('alice');
    const terminal = vscode.window.createTerminal('relaunched');
    terminal.show();
    const events = () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"relaunched"'))
        .map((line) => JSON.parse(line) as Line)
        .map(({ event, profile }) => `${event} ${profile}`);
    await eventually(() => assert.deepEqual(events(), ['given alice']), 20_000);
    await use('plain');
    await sleep(2000);
    await vscode.commands.executeCommand('workbench.action.terminal.relaunch');
    const expected = ['given alice', 'closed alice', 'given plain'];
    await eventually(() => assert.deepEqual(events(), expected), 20_000);
    terminal.dispose();
    await eventually(() => assert.deepEqual(events(), [...expected, 'closed plain']), 20_000);
  });

  it('is not written while the setting is off', async () => {
    await settings.update('audit', true, true);
    const path = await shown();
    await settings.update('audit', false, true);
    const before = readFileSync(path, 'utf8');
    await use('alice');
    await use('plain');
    await variablesInNewTerminal();
    assert.equal(readFileSync(path, 'utf8'), before);
    assert.ok(existsSync(path));
  });
});
