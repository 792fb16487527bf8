import { equal, match, ok } from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { awsCli } from '../unit/delivery/awsPrograms.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import type { Terminal } from './terminal.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');
const developer = 'arn:aws:sts::444455556666:assumed-role/Developer/';
const admin = 'arn:aws:sts::777788889999:assumed-role/Administrator/';
const ci = 'arn:aws:iam::111122223333:user/ci';

/** What somebody has who began with another guide, on each of the ways into a terminal. */
const hostile = {
  AWS_PROFILE: 'other',
  AWS_ACCESS_KEY_ID: 'AKIASTALESTALESTALE1',
  AWS_SECRET_ACCESS_KEY: 'stale/stale/stale/stale/stale/stale/stale0',
  AWS_SESSION_TOKEN: 'stale',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token',
  AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/Nobody',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/nowhere',
};

/** Short to type; `$2` may name another profile. */
const whoSh = `\
AWS_PROFILE=\${2:-$AWS_PROFILE} node whoami.mjs
${awsCli ? `${awsCli} sts get-caller-identity --query Arn --output text \${2:+--profile "$2"}` : ''}
echo "end of $1"
`;

async function writeHostileHome(home: string): Promise<void> {
  await writeSampleAws(home);
  const stale = 'aws_access_key_id = AKIASTALESTALESTALE2\naws_secret_access_key = stale\n';
  await appendFile(join(home, '.aws', 'credentials'), `\n[default]\n${stale}\n[other]\n${stale}`);
  const exports = Object.entries(hostile).map(([name, value]) => `export ${name}='${value}'\n`);
  await writeFile(join(home, '.bashrc'), exports.join(''));
}

describe('terminals where everything leads somewhere else', function () {
  this.timeout(120_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: { ...hostile, AWS_ENDPOINT_URL_STS: aws.url, AWS_EC2_METADATA_DISABLED: 'true' },
    prepareHome: writeHostileHome,
  }));

  before(async () => {
    await fillPlayground(stage().workspace, checkout, false);
    await writeFile(join(stage().workspace, 'who.sh'), whoSh);
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
    await rolecall.status.waitFor({ timeout: 60_000 });
  });

  after(async () => aws.close());

  const calls = (action: string): number =>
    aws.requests.filter((request) => request.action === action).length;

  const typeCode = async (): Promise<void> => {
    await rolecall.boxSays(/maya-phone/);
    await window.quickInput.type(nextCode(mayaPhone, aws.clock));
    await window.quickInput.accept();
  };

  /** Who programs are that find credentials by themselves: with the SDK, and with the CLI where there is one. */
  async function are(terminal: Terminal, arn: string, profile = ''): Promise<void> {
    const id = `${asked++}`;
    await terminal.run(`clear; sh who.sh ${id} ${profile}`);
    const text = await terminal.waitFor(new RegExp(`^end of ${id}$`, 'mu'), 30_000);
    const found = text.split('\n').filter((line) => line.includes(arn)).length;
    equal(found, awsCli ? 2 : 1, `not all of these are ${arn}:\n${text}`);
  }
  let asked = 0;

  it('have the role in the mode “environment”, for the CLI and the SDK alike', async () => {
    await rolecall.choose('dev');
    await typeCode();
    await rolecall.statusSays(/^dev (1h|59m)$/);
    await are(await window.newTerminal(), developer);
  });

  it('have the profile in the mode “profile”, and no secret', async () => {
    await stage().server.changeSettings({ 'rolecall.terminals.mode': 'profile' });
    await rolecall.choose('ci');
    await rolecall.statusSays(/^ci$/);
    const terminal = await window.newTerminal();
    await are(terminal, ci);
    await terminal.run('clear; echo "[$AWS_PROFILE/$AWS_ACCESS_KEY_ID$AWS_SESSION_TOKEN/$AWS_REGION]"');
    await terminal.waitFor(/^\[ci\/\/us-east-1\]$/mu);
  });

  it('have it in the mode “live”, and follow when it is switched', async () => {
    await stage().server.changeSettings({ 'rolecall.terminals.mode': 'live' });
    await eventually(() => ok(mirrors().length === 1));
    const terminal = await window.newTerminal();
    await are(terminal, ci);
    await rolecall.choose('dev');
    await rolecall.statusSays(/^dev/);
    await are(terminal, developer);
    await are(terminal, admin, 'prod-admin');
    await terminal.run('clear; echo "[$AWS_ACCESS_KEY_ID$AWS_SECRET_ACCESS_KEY$AWS_SESSION_TOKEN]"');
    await terminal.waitFor(/^\[\]$/mu);
    equal(calls('GetSessionToken'), 1);
  });

  it('ask for a code in VS Code’s box when a program needs one', async () => {
    const terminal = await window.newTerminal();
    await terminal.run('clear; AWS_PROFILE=maya-12h node whoami.mjs');
    await eventually(async () =>
      match(await window.quickInput.title(), /^MFA code for AWS profile maya-12h$/),
    );
    await typeCode();
    await terminal.waitFor(/assumed-role\/Developer\//, 20_000);
  });

  it('go on after the window is loaded anew', async () => {
    await window.page.reload({ timeout: 60_000 });
    await window.waitUntilReady();
    await rolecall.statusSays(/^dev/);
    await window.runCommand('Terminal: Focus Terminal');
    // What is typed before the terminal is connected again is lost.
    await eventually(() => are(window.terminal, developer), 90_000);
  });

  it('leave no mirror behind when the extension host is killed', async () => {
    const [mirror] = mirrors();
    ok(mirror);
    killExtensionHosts(stage().home);
    await eventually(() => ok(!existsSync(mirror)), 15_000);
  });

  const mirrors = (): readonly string[] =>
    globSync('User/globalStorage/rolecall.rolecall/live/*/config', {
      cwd: join(stage().home, '..', 'data', 'data'),
    }).map((path) => join(stage().home, '..', 'data', 'data', path));
});

/** As when the machine runs out of memory. */
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
