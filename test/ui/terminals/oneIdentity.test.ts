import { equal } from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleWorld } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { awsCli } from '../../unit/delivery/awsPrograms.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const ciArn = 'arn:aws:iam::111122223333:user/ci';
const mayaArn = 'arn:aws:iam::111122223333:user/maya';
const [mayaKey] = sampleWorld.accounts[0]?.users?.[0]?.keys ?? [];

const told =
  /The task “keys” sets AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, but the values of AWS profile ci take precedence\. In the terminal mode “live”/;

/** Writes the callers of the SDK and of the AWS CLI, if it is installed, to the file `$1`. */
const whoSh = `\
{ node whoami.mjs; ${awsCli ? `${awsCli} sts get-caller-identity --query Arn --output text;` : ''} } > "$1.new" 2>&1
mv "$1.new" "$1"
`;

function task(label: string, env: Readonly<Record<string, string>>): object {
  return { label, type: 'shell', command: `sh who.sh ${label}.txt`, options: { env }, problemMatcher: [] };
}

describe('a terminal or task for which somebody names another identity', function () {
  this.timeout(240_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { vscode } = useAws({
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
    prepareHome: async (home) => {
      await writeSampleAws(home);
      await mkdir(join(home, '.kube'));
      await writeFile(join(home, '.kube', 'config'), '- name: AWS_PROFILE\n  value: prod-admin\n');
      await writeFile(join(home, '.bashrc'), 'export AWS_PROFILE=maya AWS_ACCOUNT_ID=999999999999\n');
    },
    prepareWorkspace: async (workspace) => {
      await fillPlayground(workspace);
      await writeFile(join(workspace, 'who.sh'), whoSh);
      const keys = {
        AWS_ACCESS_KEY_ID: mayaKey?.accessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: mayaKey?.secretAccessKey ?? '',
      };
      await mkdir(join(workspace, '.vscode'));
      const tasks = [
        task('named', { AWS_PROFILE: 'maya' }),
        task('keys', keys),
        task('empty', { AWS_PROFILE: '' }),
      ];
      await writeFile(join(workspace, '.vscode', 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
    },
    settings: { 'task.quickOpen.history': 0, 'task.quickOpen.skip': false },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await rolecall.choose('ci');
    await rolecall.waitForStatus(/^ci$/);
  });

  it('is explained to the user if kubectl names it, because no variable wins over that', async () => {
    // Only keys in variables win over the name that kubectl gives to the AWS CLI.
    await vscode().server.changeSettings({ 'rolecall.agents.access': 'same' });
    await window.notifications.waitFor(/Your kubeconfig names AWS profiles for clusters \(prod-admin\)/);
  });

  it('is explained to the user if a start-up file names it, because not all shells let VS Code win', async () => {
    await window.notifications.waitFor(/The file ~\/\.bashrc sets AWS_PROFILE\. Some programs may use/);
  });

  const output = (name: string): string => join(vscode().workspace, `${name}.txt`);

  /** Asserts that all programs that wrote to the file had the same caller. */
  async function assertCaller(name: string, arn: string): Promise<void> {
    const text = await eventually(() => readFile(output(name), 'utf8'), 60_000);
    equal(text.split('\n').filter((line) => line.endsWith(arn)).length, awsCli ? 2 : 1, text);
    await rm(output(name));
  }

  async function runTask(label: string): Promise<void> {
    await window.runCommand('Tasks: Run Task');
    await window.quickInput.choose(label);
  }

  for (const mode of ['environment', 'profile'] as const)
    it(`has its profile in a terminal of its own in the mode “${mode}”, whatever a start-up file names`, async () => {
      await vscode().server.changeSettings({ 'rolecall.terminals.mode': mode });
      const terminal = await window.terminalOpenedBy(async () => {
        await window.runCommand('Rolecall: New Terminal with AWS Profile');
        await window.quickInput.choose('ci');
      });
      await terminal.run(`clear; sh who.sh own-${mode}.txt`);
      await assertCaller(`own-${mode}`, ciArn);
    });

  for (const mode of ['environment', 'profile'] as const)
    it(`has the profile of the window in the mode “${mode}”`, async () => {
      await vscode().server.changeSettings({ 'rolecall.terminals.mode': mode });
      const terminal = await window.newTerminal();
      await terminal.run('clear; sh who.sh shell.txt');
      await assertCaller('shell', ciArn);
      await terminal.run('clear; echo "[$AWS_ACCOUNT_ID]"');
      await terminal.waitFor(/^\[\]$/mu);
      for (const label of ['named', 'keys', 'empty']) {
        await runTask(label);
        await assertCaller(label, ciArn);
      }
    });

  it('is explained to the user if a task names it', async () => {
    await window.notifications.waitFor(told);
  });

  it('has that identity in the mode “live”', async () => {
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'live' });
    await eventually(async () => {
      await runTask('keys');
      await assertCaller('keys', mayaArn);
    }, 60_000);
  });
});
