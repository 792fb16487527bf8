import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { alice, aliceKey, bobKey } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import type { Variables } from '../vscode/awsVariables.ts';
import {
  callerWith,
  cliCallerWith,
  readOutput,
  variablesInNewTerminal,
  variablesInTerminal,
  variablesTask,
} from './programs.ts';
import { plainSession, use, useAws } from './useAws.ts';

const bob = 'arn:aws:iam::111111111111:user/bob';
const bobKeys = { AWS_ACCESS_KEY_ID: bobKey.accessKeyId, AWS_SECRET_ACCESS_KEY: bobKey.secretAccessKey };

/** What a setting or a task sets, and the caller with it in the mode `live`. */
const choices: readonly (readonly [what: string, env: Readonly<Record<string, string>>, inLive: string])[] = [
  ['another profile', { AWS_PROFILE: 'alice' }, alice],
  ['an empty profile and region', { AWS_PROFILE: '', AWS_DEFAULT_REGION: '' }, plainSession],
  ['keys', bobKeys, bob],
];

const settings = vscode.workspace.getConfiguration('rolecall');
const terminalSettings = vscode.workspace.getConfiguration('terminal.integrated');
const platform = { win32: 'windows', darwin: 'osx' }[process.platform as string] ?? 'linux';
const [folder] = vscode.workspace.workspaceFolders ?? [];
const tasksFile = join(folder?.uri.fsPath ?? '', '.vscode', 'tasks.json');

describe('programs with the variables of one terminal', function () {
  this.timeout(120_000);
  const aws = useAws('plain');

  before(function () {
    if (!folder) this.skip();
  });

  afterEach(async () => {
    await settings.update('terminals.mode', undefined, true);
    await terminalSettings.update(`env.${platform}`, undefined, true);
    rmSync(tasksFile, { force: true });
  });

  /** Asserts who the SDK for JavaScript and the AWS CLI are. */
  async function assertCaller(variables: Variables, arn: string): Promise<void> {
    const env = { ...process.env, ...variables, AWS_ENDPOINT_URL_STS: aws().url };
    assert.equal(await callerWith(env, aws().url), arn, JSON.stringify(Object.keys(variables)));
    const inCli = cliCallerWith(env);
    if (inCli !== undefined) assert.equal(inCli, arn, JSON.stringify(Object.keys(variables)));
  }

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    for (const [what, env, inLive] of choices) {
      const expected = mode === 'live' ? inLive : plainSession;

      it(`are one caller in the mode “${mode}” if a setting sets ${what}`, async () => {
        await settings.update('terminals.mode', mode, true);
        await terminalSettings.update(`env.${platform}`, env, true);
        await eventually(async () => assertCaller(await variablesInNewTerminal(), expected), 30_000);
      });

      it(`are one caller in the mode “${mode}” if tasks.json sets ${what}`, async () => {
        await settings.update('terminals.mode', mode, true);
        const { task, output } = variablesTask('print', env);
        mkdirSync(join(tasksFile, '..'), { recursive: true });
        writeFileSync(tasksFile, JSON.stringify({ version: '2.0.0', tasks: [task] }));
        await eventually(async () => {
          rmSync(output, { force: true });
          const found = (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'print');
          assert.ok(found);
          await vscode.tasks.executeTask(found);
          await assertCaller(await readOutput(output), expected);
        }, 30_000);
      });
    }
  }

  it('are the profile of a dedicated terminal, whatever a setting sets', async () => {
    await terminalSettings.update(`env.${platform}`, { AWS_PROFILE: 'plain', ...bobKeys }, true);
    await use('plain');
    await vscode.commands.executeCommand(commandIds.newTerminal, { kind: 'profile', name: 'alice' });
    const terminal = await eventually(() => {
      const found = vscode.window.terminals.find(({ name }) => name === 'alice');
      assert.ok(found);
      return found;
    });
    const variables = await variablesInTerminal(terminal);
    terminal.dispose();
    assert.equal(variables['AWS_ACCESS_KEY_ID'], aliceKey.accessKeyId);
    await assertCaller(variables, alice);
  });
});
