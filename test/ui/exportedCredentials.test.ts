import { parse } from 'ini';
import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { sdkArn } from '../unit/delivery/awsPrograms.ts';
import { shellsToTry } from '../unit/delivery/shells.ts';
import { callerFrom, type Variables } from '../vscode/awsVariables.ts';
import { writeReaderAws } from './readerHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import { useMovableClock } from './window/useMovableClock.ts';
import type { Workbench } from './window/workbench.ts';

const minute = 60_000;
const readOnly = /^arn:aws:sts::444455556666:assumed-role\/ReadOnly\//;

const copyAs = 'Rolecall: Copy Credentials As…';
const copiedMessage =
  /The credentials for reader, including secrets, were copied to the clipboard\. They expire in (1h|59m)\./;
const writtenMessage =
  /The session of reader was written to the credentials file as profile “reader-rolecall”\. Rolecall removes this profile/;

/** The environment variables for credentials in the formats of a credential_process, an endpoint, or a profile. */
function toVariables(credentials: Variables): Variables {
  return {
    AWS_ACCESS_KEY_ID: credentials['AccessKeyId'] ?? credentials['aws_access_key_id'],
    AWS_SECRET_ACCESS_KEY: credentials['SecretAccessKey'] ?? credentials['aws_secret_access_key'],
    AWS_SESSION_TOKEN:
      credentials['SessionToken'] ?? credentials['Token'] ?? credentials['aws_session_token'],
  };
}

describe('exported credentials', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const clock = useMovableClock();
  const { aws, vscode } = useAws(() => ({ ...clock.options(), prepareHome: writeReaderAws }));

  before(async () => {
    const context = await vscode().newContextWithClipboard();
    spawnSync('git', ['init', '--quiet', vscode().workspace]);
    ({ window, rolecall } = await openRolecall(vscode(), { context }));
    await rolecall.choose(/^reader/);
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
  });

  const path = (name: string): string => join(vscode().home, '.aws', name);
  const credentialsFile = () => parse(readFileSync(path('credentials'), 'utf8')) as Record<string, Variables>;

  /** Waits until the title, the prompt, and the placeholder of the quick input match. */
  const waitForInput = (text: RegExp): Promise<void> =>
    eventually(async () => {
      const { quickInput } = window;
      match(
        `${await quickInput.title()} ${await quickInput.message()} ${await quickInput.placeholder()}`,
        text,
      );
    });

  /** Runs a command that copies credentials in a format, waits for its message, and returns the copied text. */
  async function copied(command: string, format: string, message: RegExp): Promise<string> {
    await window.clipboard('writeText', '');
    await window.runCommand(command);
    await window.quickInput.choose(format);
    await window.notifications.waitFor(message);
    const text = await eventually(async () => {
      const found = await window.clipboard('readText');
      notEqual(found, '');
      return found;
    });
    return text;
  }

  it('are offered in all formats', async () => {
    await window.runCommand(copyAs);
    await waitForInput(/^Copy Credentials for reader +Choose a format$/);
    const rows = await eventually(async () => {
      const found = await window.quickInput.rows();
      equal(found.length, 10);
      return found;
    });
    deepEqual(
      rows.map(({ label }) => label),
      [
        'bash, zsh, sh',
        'fish',
        'PowerShell',
        'Command Prompt',
        'tcsh, csh',
        'Nushell',
        'xonsh',
        '.env',
        'JSON',
        'Credentials file',
      ],
    );
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  for (const [format, shell] of [
    ['bash, zsh, sh', 'posix'],
    ['fish', 'fish'],
  ] as const)
    it(`give a shell the role in the format ${format}`, async function () {
      const shells = shellsToTry.flatMap((each) => (each.shell === shell && each.run ? [each.run] : []));
      if (shells.length === 0) return this.skip();
      const commands = await copied(copyAs, format, copiedMessage);
      for (const run of shells) {
        const found = run(commands, { AWS_PROFILE: 'other' });
        match(await callerFrom(aws(), found), readOnly);
        equal(found['AWS_REGION'], 'eu-central-1');
        equal(found['AWS_PROFILE'], undefined);
      }
      await window.notifications.press(copiedMessage, 'Clear Clipboard');
      await eventually(async () => equal(await window.clipboard('readText'), ''));
    });

  it('have the format of a credential_process', async () => {
    const output = JSON.parse(await copied(copyAs, 'JSON', copiedMessage)) as Record<string, string>;
    equal(output['Version'], 1);
    match(await callerFrom(aws(), toVariables(output)), readOnly);
    await window.notifications.close(copiedMessage);
  });

  it('are exported to a file that only the user can read, with an offer to add it to .gitignore', async () => {
    await window.runCommand('Rolecall: Export Credentials to File…');
    const file = join(vscode().workspace, '.env.aws');
    await eventually(async () => equal(await window.quickInput.value(), file));
    await window.acceptPath(file);
    const message =
      /The credentials were exported to .*\.env\.aws, which only you can read\. Git does not ignore this file\./;
    await window.notifications.waitFor(message);
    if (process.platform !== 'win32') equal(statSync(file).mode & 0o777, 0o600);
    match(await callerFrom(aws(), parse(readFileSync(file, 'utf8'))), readOnly);
    await window.notifications.press(message, 'Add to .gitignore');
    await eventually(() =>
      equal(readFileSync(join(vscode().workspace, '.gitignore'), 'utf8'), '/.env.aws\n'),
    );
  });

  it('are exported to another kind of file only after a confirmation, and can be removed again', async () => {
    const file = join(vscode().workspace, 'notes.md');
    await writeFile(file, 'Some words.\n');
    await window.runCommand('Rolecall: Export Credentials to File…');
    await eventually(async () => match(await window.quickInput.value(), /\.env\.aws$/));
    await window.acceptPath(file);
    await window.notifications.answer(/This does not look like a \.env file/, 'Export');
    const message = /The credentials were exported to .*notes\.md/;
    await window.notifications.waitFor(message);
    match(readFileSync(file, 'utf8'), /^Some words\.\n[^]*AWS_SESSION_TOKEN=/);
    await window.notifications.press(message, 'Undo');
    await eventually(() => equal(readFileSync(file, 'utf8'), 'Some words.\n'));
  });

  const endpointMessage =
    /The credential endpoint for this window’s profile was copied to the clipboard with its token/;

  /** Copies the endpoint. `ask` sends a request to it. */
  async function copiedEndpoint() {
    const commands = await copied('Rolecall: Copy Credential Endpoint…', 'bash, zsh, sh', endpointMessage);
    const shell = shellsToTry.find((each) => each.shell === 'posix' && each.run);
    const variables = shell?.run?.(commands, { AWS_PROFILE: 'other' }) ?? {};
    const uri = variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
    const token = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '';
    const ask = async (Authorization?: string) => {
      const answer = await fetch(uri, Authorization === undefined ? {} : { headers: { Authorization } });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    return { variables, token, ask };
  }

  it('are available at the credential endpoint with its token only', async () => {
    const { variables, token, ask } = await copiedEndpoint();
    const { status, body } = await ask(token);
    equal(status, 200);
    match(await callerFrom(aws(), toVariables(body)), readOnly);
    for (const wrong of [await ask(`${token}x`), await ask()])
      deepEqual(wrong, { status: 401, body: { Code: 'WrongToken', Message: 'WrongToken' } });
    // A program that uses the SDK's default credential chain.
    const program = {
      ...variables,
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL_STS: aws().url,
      AWS_REGION: 'us-east-1',
    };
    match(await sdkArn(program), readOnly);
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    equal((await ask(token)).body['Code'], 'notTemporary');
    await rolecall.choose(/^reader/);
    await rolecall.waitForStatus(/^reader/);
    equal((await ask(token)).status, 200);
    await window.notifications.close(endpointMessage);
  });

  it('are no longer available at a copied endpoint after it is revoked', async () => {
    const handedOut = 'Rolecall: What Is Handed Out Now';
    const endings = [
      async () => {
        await window.runCommand(handedOut);
        const row = window.quickInput.row('The profile of this window');
        await row.hover();
        await window.quickInput.pressButton('Revoke', row);
        await row.waitFor({ state: 'detached' });
        await window.quickInput.cancel();
        await window.quickInput.waitUntilClosed();
      },
      async () => {
        await window.runCommand('Rolecall: Stop Using AWS Profile');
        await rolecall.waitForStatus(/^No AWS profile$/);
      },
      () => window.runCommand('Rolecall: Forget All Sessions'),
    ];
    for (const end of endings) {
      const { token, ask } = await copiedEndpoint();
      equal((await ask(token)).status, 200);
      await window.notifications.close(endpointMessage);
      await end();
      await eventually(async () => equal((await ask(token)).status, 401));
      await rolecall.choose(/^reader/);
      await rolecall.waitForStatus(/^reader (1h|59m)$/);
      equal((await ask(token)).status, 401);
      await window.runCommand(handedOut);
      await window.quickInput.row('in this window').waitFor();
      equal(await window.quickInput.row('The profile of this window').count(), 0);
      await window.quickInput.cancel();
      await window.quickInput.waitUntilClosed();
    }
  });

  const writtenSession = (): Variables => credentialsFile()['reader-rolecall'] ?? {};

  async function write(): Promise<void> {
    await window.runCommand('Rolecall: Write to Credentials File…');
    await waitForInput(/Write Session of reader to Credentials File/);
    await eventually(async () => equal(await window.quickInput.value(), 'reader-rolecall'));
  }

  async function confirm(): Promise<void> {
    await window.quickInput.accept();
    await window.quickInput.row('Write to ~/.aws/credentials').waitFor();
    await window.quickInput.accept();
    await window.notifications.waitFor(writtenMessage);
  }

  it('are written to a new profile, never to one with other access keys', async () => {
    const before = credentialsFile();
    await write();
    await window.quickInput.type('script');
    await waitForInput(/A profile named “script” already exists\./);
    await window.quickInput.accept();
    await waitForInput(/A profile named “script” already exists\./);
    await window.quickInput.type('reader-rolecall');
    await confirm();
    match(await callerFrom(aws(), toVariables(writtenSession())), readOnly);
    equal(writtenSession()['manager'], 'rolecall');
    if (process.platform !== 'win32') equal(statSync(path('credentials')).mode & 0o777, 0o600);
    const { 'reader-rolecall': _, ...others } = credentialsFile();
    deepEqual(others, { ...before });
    const program = { AWS_SHARED_CREDENTIALS_FILE: path('credentials'), AWS_PROFILE: 'reader-rolecall' };
    match(await sdkArn({ PATH: process.env['PATH'], AWS_ENDPOINT_URL_STS: aws().url, ...program }), readOnly);
  });

  it('are removed from the credentials file by Forget All Sessions', async () => {
    await window.runCommand('Rolecall: Forget All Sessions');
    await eventually(() => deepEqual(writtenSession(), {}), 20_000);
    await window.notifications.close(writtenMessage);
    await rolecall.choose(/^reader/);
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
    await write();
    await confirm();
  });

  it('are renewed in the credentials file while in use, and removed when they expire', async () => {
    const first = writtenSession()['aws_access_key_id'];
    ok(first);
    await clock.advance(55 * minute);
    await eventually(() => {
      ok(writtenSession()['aws_access_key_id']);
      notEqual(writtenSession()['aws_access_key_id'], first);
    }, 60_000);
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    await rolecall.waitForStatus(/^No AWS profile$/);
    ok(writtenSession()['aws_access_key_id']);
    await clock.advance(65 * minute);
    // Rolecall checks every minute, and each time the files change.
    appendFileSync(path('config'), '\n# later\n');
    await eventually(() => deepEqual(writtenSession(), {}), 60_000);
    doesNotMatch(readFileSync(path('credentials'), 'utf8'), /rolecall/);
    ok(credentialsFile()['script']);
  });
});
