import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { callerArn } from '../aws/stsClient.ts';
import { aliceKey } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { type AwsVariables, variablesInTerminal } from './programs.ts';

const bash = '/bin/bash';
const assumedArn = 'arn:aws:sts::222222222222:assumed-role/Plain/editor-test';

describe('the shell of an open terminal', function () {
  this.timeout(45_000);
  const aws = useLocalAws();
  let folder = '';

  before(async function () {
    if (!existsSync(bash)) return this.skip();
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    folder = mkdtempSync(join(tmpdir(), 'rolecall-apply-'));
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
    await eventually(async () => {
      await vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name: 'alice' });
      const terminal = vscode.window.createTerminal();
      const { AWS_ACCESS_KEY_ID } = await variablesInTerminal(terminal);
      terminal.dispose();
      assert.equal(AWS_ACCESS_KEY_ID, aliceKey.accessKeyId);
    }, 20_000);
  });

  beforeEach(() => use('alice'));

  afterEach(async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(left(), []);
  });

  after(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    removeAwsFolder();
    if (folder) rmSync(folder, { recursive: true });
  });

  it('takes up another profile, and bash forgets how', async () => {
    const terminal = await open();
    terminal.sendText('export AWS_PROFILE=other');
    await use('plain');
    await vscode.commands.executeCommand(commandIds.applyToTerminal);
    const variables = await variablesInTerminal(terminal);
    assert.equal(await whoIs(variables), assumedArn);
    assert.equal(variables['AWS_REGION'], 'ap-northeast-1');
    assert.equal(variables['AWS_PROFILE'], undefined);

    const history = await historyOf(terminal);
    assert.match(history, /print\.cjs/u);
    assert.doesNotMatch(history, /rolecall-shell|AWS_S/u);
  });

  it('does not run what was half typed', async () => {
    const terminal = await open();
    const trace = join(folder, 'trace');
    terminal.sendText(`touch ${trace};`, false);
    await use('plain');
    await vscode.commands.executeCommand(commandIds.applyToTerminal);
    assert.equal(await whoIs(await variablesInTerminal(terminal)), assumedArn);
    assert.equal(existsSync(trace), false);
  });

  it('finds nothing of it later, if it did not take it', async () => {
    const shellArgs = ['-c', 'cat > /dev/null'];
    const terminal = vscode.window.createTerminal({ shellPath: bash, shellArgs });
    await show(terminal);
    const asked = vscode.commands.executeCommand(commandIds.applyToTerminal);
    await eventually(() => assert.equal(left().length, 1), 10_000);
    await asked;
    assert.deepEqual(left(), []);
  });

  async function open(): Promise<vscode.Terminal> {
    const startUp = join(folder, 'bashrc');
    writeFileSync(startUp, 'HISTCONTROL=\n');
    const terminal = vscode.window.createTerminal({
      shellPath: bash,
      shellArgs: ['--rcfile', startUp],
      env: { HISTFILE: join(folder, 'history') },
    });
    await show(terminal);
    return terminal;
  }

  async function historyOf(terminal: vscode.Terminal): Promise<string> {
    const path = join(folder, 'listed');
    terminal.sendText(`history > ${path}.new; mv ${path}.new ${path}`);
    return eventually(() => readFileSync(path, 'utf8'), 10_000);
  }

  async function whoIs(variables: AwsVariables): Promise<string | undefined> {
    return callerArn(aws(), {
      accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
      ...(variables['AWS_SESSION_TOKEN'] ? { sessionToken: variables['AWS_SESSION_TOKEN'] } : {}),
    });
  }
});

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}

async function show(terminal: vscode.Terminal): Promise<void> {
  terminal.show();
  await eventually(() => assert.equal(vscode.window.activeTerminal, terminal), 10_000);
  await terminal.processId;
}

/** What was put somewhere for a shell. */
function left(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-shell-'));
}
