import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { LocalAws } from '../aws/localAws.ts';
import { testWorld } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { useLocalAws } from '../vscode/useLocalAws.ts';
import { config, credentials, removeAwsFolder, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal } from './programs.ts';

/** The caller with the profile `plain`. */
export const plainSession = 'arn:aws:sts::222222222222:assumed-role/Plain/editor-test';

/** Switches the window to a profile. */
export function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}

/** The regions of the profiles in `awsHome.ts`. */
const regions = { alice: 'eu-west-1', plain: 'ap-northeast-1' } as const;
type Profile = keyof typeof regions;

/** Switches until terminals have the keys and the region: the extension may not have read the new files yet. */
export async function useUntilKnown(name: Profile): Promise<void> {
  await eventually(async () => {
    await use(name);
    const { AWS_ACCESS_KEY_ID, AWS_REGION } = await variablesInNewTerminal();
    assert.ok(AWS_ACCESS_KEY_ID, `${name} is not in use yet`);
    assert.equal(AWS_REGION, regions[name]);
  }, 20_000);
}

/** With `same`, terminals get keys in the mode `environment`, which these tests read. */
function setAgentAccess(access: 'same' | undefined): Thenable<void> {
  const { Global } = vscode.ConfigurationTarget;
  return vscode.workspace.getConfiguration('rolecall').update('agents.access', access, Global);
}

/**
 * Sets up the tests of the enclosing `describe`: starts a local AWS, sets its endpoint for the extension and all
 * programs in this VS Code, writes the files in `awsHome.ts`, activates the extension, and switches to `profile` if it
 * is set. `access` is what agents get. After the tests, it stops using the profile and removes the files.
 */
export function useAws(profile?: Profile, access: 'same' | 'default' = 'same'): () => LocalAws {
  return useLocalAws(
    () => ({ world: testWorld }),
    ({ aws }) => {
      before(async function () {
        this.timeout(60_000);
        process.env['AWS_ENDPOINT_URL_STS'] = aws().url;
        // VS Code opens the settings as a document to change them, which loads what completes profile names there.
        if (access === 'same') await setAgentAccess('same');
        writeAwsFile('config', config);
        writeAwsFile('credentials', credentials);
        await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
        if (profile) await useUntilKnown(profile);
      });
      after(async () => {
        await vscode.commands.executeCommand(commandIds.stopUsing);
        removeAwsFolder();
        if (access === 'same') await setAgentAccess(undefined);
        delete process.env['AWS_ENDPOINT_URL_STS'];
      });
      return aws;
    },
  );
}
