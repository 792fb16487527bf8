import { equal, match, ok } from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { awsCli } from '../../unit/delivery/awsPrograms.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { Terminal } from '../window/terminal.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const developerArn = 'arn:aws:sts::444455556666:assumed-role/Developer/';
const adminArn = 'arn:aws:sts::777788889999:assumed-role/Administrator/';
const ciArn = 'arn:aws:iam::111122223333:user/ci';

/** Variables that select other credentials, as a user may have set them. They reach a terminal in every way. */
const conflicting = {
  AWS_PROFILE: 'other',
  AWS_ACCESS_KEY_ID: 'AKIASTALESTALESTALE1',
  AWS_SECRET_ACCESS_KEY: 'stale/stale/stale/stale/stale/stale/stale0',
  AWS_SESSION_TOKEN: 'stale',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token',
  AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/Nobody',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/nowhere',
};

/** A script keeps the typed line short. `$1` marks the end of the output; `$2` is a profile, or empty. */
const whoSh = `\
AWS_PROFILE=\${2:-$AWS_PROFILE} node whoami.mjs
${awsCli ? `${awsCli} sts get-caller-identity --query Arn --output text \${2:+--profile "$2"}` : ''}
echo "end of $1"
`;

async function writeConflictingHome(home: string): Promise<void> {
  await writeSampleAws(home);
  const stale = 'aws_access_key_id = AKIASTALESTALESTALE2\naws_secret_access_key = stale\n';
  await appendFile(join(home, '.aws', 'credentials'), `\n[default]\n${stale}\n[other]\n${stale}`);
  const exports = Object.entries(conflicting).map(([name, value]) => `export ${name}='${value}'\n`);
  await writeFile(join(home, '.bashrc'), exports.join(''));
}

describe('terminals whose environment and files select other credentials', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode, codes } = useAws({
    env: { ...conflicting, AWS_EC2_METADATA_DISABLED: 'true' },
    prepareHome: writeConflictingHome,
    prepareWorkspace: async (workspace) => {
      await fillPlayground(workspace);
      await writeFile(join(workspace, 'who.sh'), whoSh);
    },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  const enterMfaCode = async (): Promise<void> => {
    await rolecall.waitForPrompt(/maya-phone/);
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
  };

  /** Asserts the caller of programs that look up credentials: the AWS SDK, and the AWS CLI if it is installed. */
  async function assertCaller(terminal: Terminal, arn: string, profile = ''): Promise<void> {
    const id = `${runs++}`;
    await terminal.run(`clear; sh who.sh ${id} ${profile}`);
    const text = await terminal.waitFor(new RegExp(`^end of ${id}$`, 'mu'), 30_000);
    const found = text.split('\n').filter((line) => line.includes(arn)).length;
    equal(found, awsCli ? 2 : 1, `not all callers are ${arn}:\n${text}`);
  }
  let runs = 0;

  it('use the role in the mode “environment”, with the CLI and the SDK', async () => {
    await rolecall.choose('dev');
    await enterMfaCode();
    await rolecall.waitForStatus(/^dev (1h|59m)$/);
    await assertCaller(await window.newTerminal(), developerArn);
  });

  it('use the profile in the mode “profile”, without secrets in the environment', async () => {
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'profile' });
    await rolecall.choose('ci');
    await rolecall.waitForStatus(/^ci$/);
    const terminal = await window.newTerminal();
    await assertCaller(terminal, ciArn);
    await terminal.run('clear; echo "[$AWS_PROFILE/$AWS_ACCESS_KEY_ID$AWS_SESSION_TOKEN/$AWS_REGION]"');
    await terminal.waitFor(/^\[ci\/\/us-east-1\]$/mu);
  });

  it('use the profile in the mode “live”, also after a switch', async () => {
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'live' });
    await eventually(() => ok(mirrors().length === 1));
    const terminal = await window.newTerminal();
    await assertCaller(terminal, ciArn);
    await rolecall.choose('dev');
    await rolecall.waitForStatus(/^dev/);
    await assertCaller(terminal, developerArn);
    await assertCaller(terminal, adminArn, 'prod-admin');
    await terminal.run('clear; echo "[$AWS_ACCESS_KEY_ID$AWS_SECRET_ACCESS_KEY$AWS_SESSION_TOKEN]"');
    await terminal.waitFor(/^\[\]$/mu);
    equal(codes(), 1);
  });

  it('ask for an MFA code in VS Code when a program needs one', async () => {
    const terminal = await window.newTerminal();
    await terminal.run('clear; AWS_PROFILE=maya-12h node whoami.mjs');
    await eventually(async () =>
      match(
        await window.quickInput.title(),
        /^MFA code for AWS profile maya-12h · maya-phone · requested by node$/,
      ),
    );
    await enterMfaCode();
    await terminal.waitFor(/assumed-role\/Developer\//, 20_000);
  });

  it('keep working after the window is reloaded', async () => {
    await window.page.reload({ timeout: 60_000 });
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^dev/);
    await window.runCommand('Terminal: Focus Terminal');
    // Input is lost until the terminal is connected again.
    await eventually(() => assertCaller(window.terminal, developerArn), 90_000);
  });

  it('find a mirror without a window when the extension host is killed', async () => {
    const [mirror] = mirrors();
    ok(mirror);
    const broker = join(dirname(mirror), 'broker.json');
    ok(existsSync(broker));
    killExtensionHosts(vscode().home);
    await eventually(() => ok(!existsSync(broker)), 15_000);
    ok(existsSync(mirror));
  });

  const mirrors = (): readonly string[] =>
    globSync('User/globalStorage/rolecall.rolecall/live/*/config', {
      cwd: join(vscode().home, '..', 'data', 'data'),
    }).map((path) => join(vscode().home, '..', 'data', 'data', path));
});

/** Kills the extension hosts of a home folder, as the system does when memory runs out. */
function killExtensionHosts(home: string): void {
  for (const path of globSync('/proc/[0-9]*/cmdline')) {
    const pid = Number(path.split('/')[2]);
    const isHost = readText(path).includes('--type=extensionHost');
    if (isHost && readText(`/proc/${pid}/environ`).includes(`HOME=${home}\0`)) process.kill(pid, 'SIGKILL');
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
