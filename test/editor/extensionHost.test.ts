import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { withEnvironment } from '../aws/environment.ts';
import { alice } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { config, writeAwsFile } from './awsHome.ts';
import { readOutput, whoami } from './programs.ts';
import { plainSession, use, useAws } from './useAws.ts';

const settings = vscode.workspace.getConfiguration('rolecall');

describe('programs that other extensions start', function () {
  this.timeout(120_000);
  const aws = useAws('plain');

  afterEach(async () => {
    for (const key of ['terminals.mode', 'extensionHost.inject']) await settings.update(key, undefined, true);
  });

  it('get no variables unless the setting is on', () => {
    assert.deepEqual(awsVariables(), []);
  });

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    it(`use the profile in the mode “${mode}”, and the previous variables afterwards`, () =>
      withEnvironment(previous, async () => {
        await settings.update('terminals.mode', mode, true);
        await settings.update('extensionHost.inject', true, true);
        await use('plain');
        assert.equal(await caller(), plainSession);
        await use('alice');
        assert.equal(await caller(), alice);
        await settings.update('extensionHost.inject', false, true);
        assert.deepEqual(Object.fromEntries(awsVariables()), previous);
      }));
  }

  it('do not affect the environment that Rolecall itself uses', async () => {
    await settings.update('extensionHost.inject', true, true);
    await use('alice');
    assert.equal(process.env['AWS_REGION'], 'eu-west-1');
    // A profile without a region must not keep the region of the previous one.
    writeAwsFile('config', config.replace('region = ap-northeast-1', 'cli_pager =').replace('eu-west-1', ''));
    await eventually(async () => {
      await use('plain');
      assert.equal(process.env['AWS_REGION'], undefined);
    }, 20_000);
    assert.equal(await caller(), plainSession);
    writeAwsFile('config', config);
  });

  /** The caller of a program that is started as other extensions start programs. */
  async function caller(): Promise<string> {
    const { words, output } = whoami(aws().url);
    // The SDK needs a region even if the profile has none.
    const env = { ...process.env, AWS_REGION: process.env['AWS_REGION'] ?? 'eu-central-1' };
    await promisify(execFile)(process.execPath, [...words], { env });
    return readOutput(output);
  }
});

const previous = { AWS_PROFILE: 'other', AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'stale' };

/** The variables of this process that programs read credentials and the region from. */
function awsVariables(): readonly (readonly [string, string | undefined])[] {
  return Object.entries(process.env).filter(
    ([name]) =>
      name.startsWith('AWS_') && !['AWS_ENDPOINT_URL_STS', 'AWS_EC2_METADATA_DISABLED'].includes(name),
  );
}
