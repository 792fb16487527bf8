import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { alice } from '../aws/testWorld.ts';
import { readOutput, whoami } from './programs.ts';
import { plainSession, use, useAws } from './useAws.ts';

const settings = vscode.workspace.getConfiguration('rolecall');

describe('programs that a debugger starts', function () {
  this.timeout(120_000);
  const aws = useAws('plain');
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-debugging-'));

  beforeEach(() => use('plain'));

  afterEach(async () => {
    for (const key of ['terminals.mode', 'debug.inject']) await settings.update(key, undefined, true);
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    it(`use the profile in the mode “${mode}”, without a terminal`, async () => {
      await settings.update('terminals.mode', mode, true);
      assert.equal((await launch({ console: 'internalConsole' })).arn, plainSession);
      await use('alice');
      assert.equal((await launch({})).arn, alice);
    });

    it(`use the profile in the mode “${mode}” in a terminal, without secrets in the command line`, async () => {
      await settings.update('terminals.mode', mode, true);
      const { arn, configuration } = await launch({ console: 'integratedTerminal' });
      assert.equal(arn, plainSession);
      const env = configuration['env'] as Record<string, string>;
      assert.ok(env['AWS_PROFILE']);
      assert.equal((env['AWS_ACCESS_KEY_ID'] ?? '') + (env['AWS_SECRET_ACCESS_KEY'] ?? ''), '');
      // The next program runs in the same terminal.
      await use('alice');
      assert.equal((await launch({ console: 'integratedTerminal' })).arn, alice);
    });
  }

  it('use the credentials in their launch configuration', async () => {
    assert.equal((await launch({ env: { AWS_PROFILE: 'alice' } })).arn, alice);
    const envFile = join(folder, '.env');
    writeFileSync(envFile, '# mine\nexport AWS_PROFILE="alice"\n');
    assert.equal((await launch({ envFile })).arn, alice);
    assert.equal((await launch({ envFile, console: 'integratedTerminal' })).arn, alice);
  });

  it('get no variables if the setting is off', async () => {
    await settings.update('debug.inject', false, true);
    const env = { AWS_REGION: 'eu-central-1' };
    const { arn, configuration } = await launch({ env });
    assert.match(arn, /CredentialsProviderError/u);
    assert.deepEqual(configuration['env'], env);
  });

  /** Starts a program with a debugger; returns its caller and the resolved launch configuration. */
  async function launch(more: object): Promise<{ arn: string; configuration: vscode.DebugConfiguration }> {
    const { words, output } = whoami(aws().url);
    const [program, ...args] = words;
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const listener = vscode.debug.onDidStartDebugSession((session) => {
        if (session.parentSession) return;
        listener.dispose();
        resolve(session);
      });
    });
    const requested = { type: 'node', request: 'launch', name: 'whoami', program, args, ...more };
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], requested));
    const { configuration } = await started;
    const arn = await readOutput<string>(output);
    await vscode.debug.stopDebugging();
    return { arn, configuration };
  }
});
