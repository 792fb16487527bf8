import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { alice } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { readOutput, variablesInNewTerminal, whoami } from './programs.ts';

const assumed = 'arn:aws:sts::222222222222:assumed-role/Plain/editor-test';
const settings = vscode.workspace.getConfiguration('rolecall');

describe('programs that are launched by a debugger', function () {
  this.timeout(120_000);
  const aws = useLocalAws();
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-debugging-'));

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
    await eventually(async () => {
      await use('plain');
      assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
    }, 20_000);
  });

  beforeEach(() => use('plain'));

  afterEach(async () => {
    for (const key of ['terminals.mode', 'debug.inject']) await settings.update(key, undefined, true);
  });

  after(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    removeAwsFolder();
    rmSync(folder, { recursive: true });
  });

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    it(`are the profile in use in the mode “${mode}”, without a terminal`, async () => {
      await settings.update('terminals.mode', mode, true);
      assert.equal((await launched({ console: 'internalConsole' })).arn, assumed);
      await use('alice');
      assert.equal((await launched({})).arn, alice);
    });

    it(`are the profile in use in the mode “${mode}”, in a terminal, where no secret is typed`, async () => {
      await settings.update('terminals.mode', mode, true);
      const { arn, configuration } = await launched({ console: 'integratedTerminal' });
      assert.equal(arn, assumed);
      const env = configuration['env'] as Record<string, string>;
      assert.ok(env['AWS_PROFILE']);
      assert.equal((env['AWS_ACCESS_KEY_ID'] ?? '') + (env['AWS_SECRET_ACCESS_KEY'] ?? ''), '');
      // The terminal is there again for the next program.
      await use('alice');
      assert.equal((await launched({ console: 'integratedTerminal' })).arn, alice);
    });
  }

  it('are what their configuration says', async () => {
    assert.equal((await launched({ env: { AWS_PROFILE: 'alice' } })).arn, alice);
    const envFile = join(folder, '.env');
    writeFileSync(envFile, '# mine\nexport AWS_PROFILE="alice"\n');
    assert.equal((await launched({ envFile })).arn, alice);
    assert.equal((await launched({ envFile, console: 'integratedTerminal' })).arn, alice);
  });

  it('have nothing of ours where a person does not want that', async () => {
    await settings.update('debug.inject', false, true);
    const env = { AWS_REGION: 'eu-central-1' };
    const { arn, configuration } = await launched({ env });
    assert.match(arn, /CredentialsProviderError/u);
    assert.deepEqual(configuration['env'], env);
  });

  /** Who a program is, and the configuration that its debugger got in the end. */
  async function launched(more: object): Promise<{ arn: string; configuration: vscode.DebugConfiguration }> {
    const { words, output } = whoami(aws().url);
    const [program, ...args] = words;
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const listening = vscode.debug.onDidStartDebugSession((session) => {
        if (session.parentSession) return;
        listening.dispose();
        resolve(session);
      });
    });
    const launch = { type: 'node', request: 'launch', name: 'whoami', program, args, ...more };
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], launch));
    const { configuration } = await started;
    const arn = await readOutput<string>(output);
    await vscode.debug.stopDebugging();
    return { arn, configuration };
  }
});

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}
