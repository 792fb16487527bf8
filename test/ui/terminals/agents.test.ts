import { equal, match, ok } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../../aws/iam/mfa.ts';
import { s3Program } from '../../aws/programs/s3Program.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { awsCli } from '../../unit/delivery/awsPrograms.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { Prompts } from '../window/prompts.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { Terminal } from '../window/terminal.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const object = 'rolecall-development/new.txt';

describe('AI agents in terminals', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;
  let runs = 0;
  let folder = '';

  const { aws, vscode, calls, codes } = useAws({
    prepareHome: writeSampleAws,
    prepareWorkspace: async (workspace) => {
      // Keeps the typed line short. The first argument marks the end of the output.
      const script = `end=$1; shift\nnode '${s3Program}' "$@"\necho "end of $end"\n`;
      await writeFile(join(workspace, 's3.sh'), script);
      const agent = 'export AI_AGENT=claude-code_1_agent\n';
      await writeFile(join(workspace, 'agent.sh'), `${agent}exec sh s3.sh "$@"\n`);
      const cli = `end=$1; shift\n${awsCli} sts get-caller-identity "$@" 2>&1\necho "end of $end"\n`;
      await writeFile(join(workspace, 'cli.sh'), agent + cli);
      folder = workspace;
      const server = `node '${s3Program}' put ${object} > "$1" 2>&1\ncat > /dev/null\n`;
      await writeFile(join(workspace, 'server.sh'), server);
    },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await rolecall.choose('dev');
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
    await rolecall.waitForStatus(/^dev (1h|59m)$/);
  });

  /** What a program of the user, or of an agent, may do: the line that it prints, and who it was. */
  async function may(terminal: Terminal, who: 's3' | 'agent', verb: string): Promise<string> {
    const id = `${runs++}`;
    await terminal.run(`clear; sh ${who}.sh ${id} ${verb}`);
    const text = await terminal.waitFor(new RegExp(`^end of ${id}$`, 'mu'), 30_000);
    return text.replaceAll('\n', ' ');
  }

  async function waitForItem(text: RegExp | undefined): Promise<void> {
    const item = window.statusBarItem('rolecall.agents');
    if (!text) return item.waitFor({ state: 'detached' });
    await eventually(async () => match((await item.textContent({ timeout: 2000 })) ?? '', text));
  }

  for (const mode of ['environment', 'profile', 'live'])
    it(`read, and do not write what the user may write, in the mode “${mode}”`, async () => {
      await vscode().server.changeSettings({ 'rolecall.terminals.mode': mode });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const terminal = await window.newTerminal();
      const own = await may(terminal, 's3', `put ${object}`);
      match(own, /allowed .*:assumed-role\/Developer\//u);
      ok(!own.includes('-agent'), own);
      match(await may(terminal, 'agent', 'list'), /allowed .*:assumed-role\/Developer\/\S+-agent/u);
      match(await may(terminal, 'agent', `put ${object}`), /AccessDenied/u);
      match(await may(terminal, 's3', `put ${object}`), /allowed/u);
    });

  it('are the reason why no keys are in variables, unless they get the same as the user', async () => {
    for (const access of ['readOnly', 'same'] as const) {
      const settings = { 'rolecall.terminals.mode': 'environment', 'rolecall.agents.access': access };
      await vscode().server.changeSettings(settings);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const terminal = await window.newTerminal();
      await terminal.run('clear; echo "[${AWS_ACCESS_KEY_ID:0:4}/$AWS_PROFILE]"');
      await terminal.waitFor(access === 'same' ? /^\[ASIA\/.*\]$/mu : /^\[\/dev\]$/mu);
    }
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'live' });
    await window.killTerminals();
    await window.newTerminal();
  });

  it('share one session, and the MFA session of the user', () => {
    equal(codes(), 1);
    equal(calls('AssumeRole'), 2);
  });

  it('are named in the tooltip', async () => {
    match(await rolecall.tooltip(), /Agents: read-only/u);
  });

  it('write for as long as the user lets them', async () => {
    await window.runCommand('Rolecall: Let Agents Write…');
    await window.notifications.answer(/Allow AI agents to use dev/, 'Allow for 15 Minutes');
    await waitForItem(/agents may write 1[45]m/u);
    match(await may(window.terminal, 'agent', `put ${object}`), /allowed .*-agent/u);
    await window.statusBarItem('rolecall.agents').click();
    await waitForItem(undefined);
    match(await may(window.terminal, 'agent', `put ${object}`), /AccessDenied/u);
  });

  it('get their access in an MCP server, too', async () => {
    const output = join(folder, 'server.txt');
    const prompts = new Prompts(window);
    await window.runCommand('Rolecall: Add AWS MCP Server…');
    await prompts.answer(/type the command line/u, `sh '${join(folder, 'server.sh')}' '${output}'`);
    await prompts.answer(/Name of the server/u, 'my tools');
    await window.notifications.press(/my tools was added\./u, 'Show MCP Servers');
    await window.quickInput.choose('my tools');
    await window.quickInput.choose('Start Server');
    await eventually(
      async () =>
        match(await readFile(output, 'utf8'), /AccessDenied.*:assumed-role\/Developer\/\S+-agent/su),
      20_000,
    );
    await window.runCommand('Rolecall: Remove AWS MCP Server…');
    await window.quickInput.choose('my tools');
  });

  it('no longer write when the window stops using the profile', async () => {
    await window.runCommand('Rolecall: Let Agents Write…');
    await window.notifications.answer(/Allow AI agents to use dev/, 'Allow in This Window');
    await waitForItem(/agents may write$/u);
    // VS Code returns the focus that the dialog had a moment later, and that closes a picker.
    await window.runCommand('Terminal: Focus Terminal');
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    await waitForItem(undefined);
  });

  it('are named by the MFA prompt, and learn that the user has closed it', async function () {
    // The SDK for JavaScript does not show why it has no credentials.
    if (!awsCli) this.skip();
    // The output of the MCP server hides it.
    await window.runCommand('Terminal: Focus Terminal');
    const { terminal } = window;
    const named = /^MFA code for AWS profile maya-12h · maya-phone · for Claude Code, in terminal “.+”$/u;
    const refused = /The user declined this request in VS Code\. Do not try again\./u;
    for (const isAsked of [true, false]) {
      const end = `${runs++}`;
      await terminal.run(`clear; sh cli.sh ${end} --profile maya-12h`);
      if (isAsked) {
        await eventually(async () => match(await window.quickInput.title(), named), 20_000);
        await window.page.keyboard.press('Escape');
      }
      const text = await terminal.waitFor(new RegExp(`^end of ${end}$`, 'mu'), 20_000);
      match(text.replaceAll('\n', ''), refused);
    }
    equal(codes(), 1);
  });
});
