import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from '../window/useIdentityCenter.ts';
import { processes } from './places.ts';
import { type Allowed, placesOf } from './scan.ts';
import { rolecallLog, useSecretScan } from './useSecretScan.ts';

const aTask = { label: 'wait', type: 'shell', command: 'sleep 300', problemMatcher: [] };
const session = /^session/u;
const inTerminals: Allowed = {
  place: /^terminal environ of /u,
  secret: session,
  why: 'the mode “environment” gives keys to terminals and tasks',
};

describe('the secrets of a whole day', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter(
    // Otherwise, no keys are in the environment.
    { 'rolecall.agents.access': 'same', 'task.quickOpen.history': 0, 'task.quickOpen.skip': false },
    async (workspace) => {
      await fillPlayground(workspace);
      await mkdir(join(workspace, '.vscode'));
      const tasks = { version: '2.0.0', tasks: [aTask] };
      await writeFile(join(workspace, '.vscode', 'tasks.json'), JSON.stringify(tasks));
      await writeFile(join(workspace, '.env.aws'), 'STAGE=dev\n');
    },
  );

  const { secrets, places, assertHidden, endpointTokens, usedCodes } = useSecretScan(scene);

  before(async () => {
    await scene().context.grantPermissions(['clipboard-read', 'clipboard-write']);
  });

  async function copied(command: string, format: string, message: RegExp): Promise<string> {
    const { window } = scene();
    await window.clipboard('writeText', '');
    await window.runCommand(command);
    await window.quickInput.choose(format);
    await window.notifications.waitFor(message);
    const text = await eventually(async () => {
      const found = await window.clipboard('readText');
      notEqual(found, '');
      return found;
    });
    await window.notifications.close(message);
    return text;
  }

  it('are found in every form, wherever they are', async () => {
    const { vscode, window } = scene();
    const secret = { name: 'planted', text: 'Zm9v/K7MDENG+bPxRfiCY9planted0kdj3hfuE4x' };
    const forms: Readonly<Record<string, string | Buffer>> = {
      plain: `a ${secret.text} b`,
      truncated: secret.text.slice(0, 24),
      hex: Buffer.from(secret.text).toString('hex'),
      url: encodeURIComponent(secret.text),
      wide: Buffer.from(secret.text, 'utf16le'),
      ...Object.fromEntries(
        ['', '{', '{"'].map((before, i) => [
          `base64-${i}`,
          Buffer.from(`${before}${secret.text}"}`).toString('base64'),
        ]),
      ),
    };
    const folder = join(vscode.home, '.hidden', 'planted');
    await mkdir(folder, { recursive: true });
    for (const [form, text] of Object.entries(forms)) writeFileSync(join(folder, form), text);
    const program = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', secret.text], {
      env: { PLANTED: secret.text },
    });
    const title = await window.page.title();
    await window.page.evaluate(`document.title = localStorage.planted = ${JSON.stringify(secret.text)}`);
    const found = placesOf(secret, await places());
    for (const form of Object.keys(forms)) {
      ok(found.includes(`home/.hidden/planted/${form}`), form);
      writeFileSync(join(folder, form), '');
    }
    program.kill();
    deepEqual(
      found.filter((name) => !name.startsWith('home/')),
      [
        ...['cmdline', 'environ'].map((what) => `process ${what} of ${process.execPath} ()`),
        'page',
        'page storage',
      ],
    );
    await window.page.evaluate(`delete localStorage.planted; document.title = ${JSON.stringify(title)}`);
  });

  it('are nowhere after a profile was chosen with an MFA code', async () => {
    const { rolecall, aws } = scene();
    await rolecall.choose(/^dev/u);
    const code = nextCode(mayaPhone, aws.clock);
    usedCodes.push(code);
    await rolecall.enterMfaCode(code);
    await rolecall.waitForStatus(/^dev (1h|59m)$/u);
    ok(secrets().some(({ name }) => session.test(name)));
    await assertHidden();
  });

  it('are only in the environment of terminals and tasks', async () => {
    const { window } = scene();
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/assumed-role\/Developer\//u, 30_000);
    await window.runCommand('Rolecall: Apply to This Terminal');
    await window.statusBarItem(/now uses dev/u).waitFor();
    await window.runCommand('Tasks: Run Task');
    await window.quickInput.choose('wait');
    await eventually(
      () => ok(processes().some(({ content }) => content.toString().includes('sleep\x00300'))),
      20_000,
    );
    const token = secrets().findLast(({ name }) => /^session token.*Developer/u.test(name));
    ok(token && placesOf(token, await places()).some((name) => inTerminals.place.test(name)));
    await assertHidden([inTerminals]);
  });

  it('are only on the clipboard after copying credentials and an endpoint', async () => {
    const { window } = scene();
    const copy = await copied(
      'Rolecall: Copy Credentials As…',
      'bash, zsh, sh',
      /were copied to the clipboard/u,
    );
    match(copy, /AWS_SESSION_TOKEN/u);
    const endpoint = await copied(
      'Rolecall: Copy Credential Endpoint…',
      'bash, zsh, sh',
      /was copied to the clipboard/u,
    );
    const [, text = ''] = /AUTHORIZATION_TOKEN='?([^\s';]+)/u.exec(endpoint) ?? [];
    ok(text.length > 20);
    endpointTokens.push({ name: 'endpoint token', text });
    await window.clipboard('writeText', '');
    await assertHidden([inTerminals]);
  });

  it('are only in the file to which they were exported, until that is undone', async () => {
    const { window, vscode } = scene();
    const file = join(vscode.workspace, '.env.aws');
    await window.runCommand('Rolecall: Export Credentials to File…');
    await eventually(async () => equal(await window.quickInput.value(), file));
    await window.acceptPath(file);
    const message = /The credentials were exported to/u;
    await window.notifications.waitFor(message);
    const exported = {
      place: /^workspace\/\.env\.aws$/u,
      secret: session,
      why: 'the user exported them to it',
    };
    await assertHidden([inTerminals, exported]);
    await window.notifications.press(message, 'Undo');
    await eventually(() => assertHidden([inTerminals]));
  });

  it('are only in the credentials file when the session is written to it', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Write to Credentials File…');
    await eventually(async () => equal(await window.quickInput.value(), 'dev-rolecall'));
    await window.quickInput.accept();
    await window.quickInput.row('Write to ~/.aws/credentials').waitFor();
    await assertHidden([inTerminals]);
    await window.quickInput.accept();
    const message = /The session of dev was written to the credentials file/u;
    await window.notifications.waitFor(message);
    const written = {
      place: /^home\/\.aws\/credentials$/u,
      secret: session,
      why: 'the user wrote them to it',
    };
    await assertHidden([inTerminals, written]);
    await window.notifications.close(message);
  });

  it('are not in the environment of terminals in the mode “live”', async () => {
    const { aws, window, vscode, rolecall } = scene();
    await window.killTerminals();
    await vscode.server.changeSettings({ 'rolecall.terminals.mode': 'live' });
    await window.runCommand('Rolecall: Forget All Sessions');
    await window.notifications.waitFor(/were forgotten/u);
    await rolecall.choose('ci');
    await rolecall.waitForStatus(/^ci$/u);
    await eventually(() => assertHidden(), 20_000);
    const terminal = await window.newTerminal();
    await terminal.run('AWS_PROFILE=dev-readonly node whoami.mjs');
    const code = nextCode(mayaPhone, aws.clock);
    usedCodes.push(code);
    await rolecall.enterMfaCode(code);
    await terminal.waitFor(/assumed-role\/ReadOnly\//u, 20_000);
    await assertHidden();
  });

  it('are only in the cache of the AWS CLI after a sign-in, and nowhere in the end', async () => {
    const { window, rolecall } = scene();
    // A failure comes into the log.
    const denied = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await denied.getByRole('button', { name: 'Deny access' }).click();
    await window.notifications.close(/The sign-in to corp was denied/u);
    await denied.close();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await assertHidden();
    await allowAccess(page, 'Request approved');
    await rolecall.waitForStatus(/^sandbox (1h|59m)$/u);
    await assertHidden();
    await window.runCommand('Rolecall: Sign Out of IAM Identity Center');
    await window.killTerminals();
    await window.runCommand('Rolecall: Forget All Sessions');
    await eventually(() => assertHidden(), 20_000);
    const logs = (await places()).filter(({ name }) => rolecallLog.test(name));
    ok(logs.some(({ content }) => content.length > 0));
  });
});
