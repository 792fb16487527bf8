import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { withEnvironment } from '../aws/environment.ts';
import { alice } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { readOutput, variablesInNewTerminal, whoami } from './programs.ts';

const assumed = 'arn:aws:sts::222222222222:assumed-role/Plain/editor-test';
const settings = vscode.workspace.getConfiguration('rolecall');

describe('programs that other extensions start', function () {
  this.timeout(120_000);
  const aws = useLocalAws();

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
    await eventually(async () => {
      await use('plain');
      assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
    }, 20_000);
  });

  afterEach(async () => {
    for (const key of ['terminals.mode', 'extensionHost.inject']) await settings.update(key, undefined, true);
  });

  after(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    removeAwsFolder();
  });

  it('have nothing of ours unless a person wants that', () => {
    assert.deepEqual(ownVariables(), []);
  });

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    it(`are the profile in use in the mode “${mode}”, and then what they were before`, () =>
      withEnvironment(other, async () => {
        await settings.update('terminals.mode', mode, true);
        await settings.update('extensionHost.inject', true, true);
        await use('plain');
        assert.equal(await who(), assumed);
        await use('alice');
        assert.equal(await who(), alice);
        await settings.update('extensionHost.inject', false, true);
        assert.deepEqual(Object.fromEntries(ownVariables()), other);
      }));
  }

  it('do not change what Rolecall itself was started with', async () => {
    await settings.update('extensionHost.inject', true, true);
    await use('alice');
    assert.equal(process.env['AWS_REGION'], 'eu-west-1');
    // A profile without a region has none, rather than that of the profile before it.
    writeAwsFile('config', config.replace('region = ap-northeast-1', 'cli_pager =').replace('eu-west-1', ''));
    await eventually(async () => {
      await use('plain');
      assert.equal(process.env['AWS_REGION'], undefined);
    }, 20_000);
    assert.equal(await who(), assumed);
    writeAwsFile('config', config);
  });

  /** Who a program is that is started as extensions start programs. */
  async function who(): Promise<string> {
    const { words, output } = whoami(aws().url);
    // The SDK wants a region, even where the profile has none.
    const env = { ...process.env, AWS_REGION: process.env['AWS_REGION'] ?? 'eu-central-1' };
    await promisify(execFile)(process.execPath, [...words], { env });
    return readOutput(output);
  }
});

const other = { AWS_PROFILE: 'other', AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'stale' };

/** The variables of this process by which programs find credentials and a region. */
function ownVariables(): readonly (readonly [string, string | undefined])[] {
  return Object.entries(process.env).filter(
    ([name]) =>
      name.startsWith('AWS_') && !['AWS_ENDPOINT_URL_STS', 'AWS_EC2_METADATA_DISABLED'].includes(name),
  );
}

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}
