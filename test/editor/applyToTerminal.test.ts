import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { shellFolder } from '../../src/delivery/runningShell/selfDeletingFile.ts';
import { eventually } from '../eventually.ts';
import { callerFrom } from '../vscode/awsVariables.ts';
import { variablesInTerminal } from './programs.ts';
import { plainSession, use, useAws } from './useAws.ts';

const bash = '/bin/bash';

describe('Apply to This Terminal', function () {
  this.timeout(45_000);
  let folder = '';

  before(function () {
    if (!existsSync(bash)) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'rolecall-apply-'));
  });

  const aws = useAws('alice');

  beforeEach(() => use('alice'));

  afterEach(async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    // A terminal that closes later would change which one is active.
    await eventually(() => assert.equal(vscode.window.terminals.length, 0), 10_000);
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(shellFiles(), []);
  });

  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  it('loads another profile, and leaves nothing in the history of bash', async () => {
    const terminal = await open();
    terminal.sendText('export AWS_PROFILE=other');
    await use('plain');
    await vscode.commands.executeCommand(commandIds.applyToTerminal);
    const variables = await variablesInTerminal(terminal);
    assert.equal(await callerFrom(aws(), variables), plainSession);
    assert.equal(variables['AWS_REGION'], 'ap-northeast-1');
    assert.equal(variables['AWS_PROFILE'], undefined);

    const history = await historyOf(terminal);
    assert.match(history, /print\.cjs/u);
    assert.doesNotMatch(history, /rolecall-shell|AWS_S/u);
  });

  it('does not run partly typed input', async () => {
    const terminal = await open();
    const trace = join(folder, 'trace');
    terminal.sendText(`touch ${trace};`, false);
    await use('plain');
    await vscode.commands.executeCommand(commandIds.applyToTerminal);
    assert.equal(await callerFrom(aws(), await variablesInTerminal(terminal)), plainSession);
    assert.equal(existsSync(trace), false);
  });

  it('deletes its temporary file if the shell does not load it', async () => {
    // A shell that reads lines and does not run them. Another program would not be typed into.
    const shellArgs = ['-c', 'while read -r line; do :; done'];
    const terminal = vscode.window.createTerminal({ shellPath: bash, shellArgs });
    await show(terminal);
    // Until VS Code has detected the shell, a process that just starts may look like a program in it.
    await eventually(() => assert.equal(terminal.state.shell, 'bash'), 10_000);
    const command = vscode.commands.executeCommand(commandIds.applyToTerminal);
    await eventually(() => assert.equal(shellFiles().length, 1), 10_000);
    await command;
    assert.deepEqual(shellFiles(), []);
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
});

async function show(terminal: vscode.Terminal): Promise<void> {
  terminal.show();
  await eventually(() => assert.equal(vscode.window.activeTerminal, terminal), 10_000);
  await terminal.processId;
}

/** The temporary files that Rolecall has written for shells. */
function shellFiles(): readonly string[] {
  return existsSync(shellFolder()) ? readdirSync(shellFolder()) : [];
}
