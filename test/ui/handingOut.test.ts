import { parse } from 'ini';
import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { sdkArn } from '../unit/delivery/awsPrograms.ts';
import { shellsToTry } from '../unit/delivery/shells.ts';
import { type Values, variablesOf, whoIs } from './handedCredentials.ts';
import { writeReaderAws } from './readerHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const minute = 60_000;
const readOnly = /^arn:aws:sts::444455556666:assumed-role\/ReadOnly\//;

const copyAs = 'Rolecall: Copy Credentials As…';
const isCopied = /The credentials of reader are in the clipboard, secret included\. They end in (1h|59m)\./;
const isWritten =
  /The session of reader is in the credentials file, as profile “reader-rolecall”\. It is taken out/;

describe('credentials that are handed out', function () {
  this.timeout(120_000);
  let aws: LocalAws;
  let ahead = 0;
  let clock: string;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld, machine: () => Date.now() + ahead });
    clock = await mkdtemp(join(tmpdir(), 'rolecall-clock-'));
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url, ROLECALL_MOVED_CLOCK: join(clock, 'ahead') },
    preload: join(import.meta.dirname, 'movedClock.ts'),
    prepareHome: writeReaderAws,
  }));

  before(async () => {
    const person = await stage().newPerson();
    await person.grantPermissions(['clipboard-read', 'clipboard-write']);
    spawnSync('git', ['init', '--quiet', stage().workspace]);
    window = await stage().openWindow({ person });
    rolecall = new Rolecall(window);
    await rolecall.status.waitFor({ timeout: 60_000 });
    await rolecall.choose(/^reader/);
    await rolecall.statusSays(/^reader (1h|59m)$/);
  });

  after(async () => {
    await aws.close();
    await rm(clock, { recursive: true, force: true });
  });

  const path = (name: string): string => join(stage().home, '.aws', name);
  const inHome = () => parse(readFileSync(path('credentials'), 'utf8')) as Record<string, Values>;

  /** Waits until the box asks so. */
  const asks = (text: RegExp): Promise<void> =>
    eventually(async () => {
      const { quickInput } = window;
      match(
        `${await quickInput.title()} ${await quickInput.message()} ${await quickInput.placeholder()}`,
        text,
      );
    });

  /** Runs a command that copies, and gives what it copied. */
  async function copied(command: string, form: string, said: RegExp): Promise<string> {
    await window.clipboard('writeText', '');
    await window.runCommand(command);
    await window.quickInput.choose(form);
    await window.notifications.waitFor(said);
    const text = await eventually(async () => {
      const found = await window.clipboard('readText');
      notEqual(found, '');
      return found;
    });
    return text;
  }

  it('have every form that programs read', async () => {
    await window.runCommand(copyAs);
    await asks(/^Copy Credentials of reader +For what\?$/);
    const rows = await eventually(async () => {
      const found = await window.quickInput.rows();
      equal(found.length, 7);
      return found;
    });
    deepEqual(
      rows.map(({ label }) => label),
      ['bash, zsh, sh', 'fish', 'PowerShell', 'Command Prompt', '.env', 'JSON', 'Credentials file'],
    );
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  for (const [form, shell] of [
    ['bash, zsh, sh', 'posix'],
    ['fish', 'fish'],
  ] as const)
    it(`make a shell the role: ${form}`, async function () {
      const shells = shellsToTry.flatMap((each) => (each.shell === shell && each.run ? [each.run] : []));
      if (shells.length === 0) return this.skip();
      const commands = await copied(copyAs, form, isCopied);
      for (const run of shells) {
        const found = run(commands, { AWS_PROFILE: 'other' });
        match(await whoIs(aws, found), readOnly);
        equal(found['AWS_REGION'], 'eu-central-1');
        equal(found['AWS_PROFILE'], undefined);
      }
      await window.notifications.press(isCopied, 'Clear Clipboard');
      await eventually(async () => equal(await window.clipboard('readText'), ''));
    });

  it('are what a credential_process prints', async () => {
    const output = JSON.parse(await copied(copyAs, 'JSON', isCopied)) as Record<string, string>;
    equal(output['Version'], 1);
    match(await whoIs(aws, variablesOf(output)), readOnly);
    await window.notifications.close(isCopied);
  });

  it('go into a file that only the person can read, and Git is told to leave it alone', async () => {
    await window.runCommand('Rolecall: Export Credentials to File…');
    const file = join(stage().workspace, '.env.aws');
    await eventually(async () => equal(await window.quickInput.value(), file));
    await window.acceptPath(file);
    const said =
      /The credentials are in .*\.env\.aws, readable by you alone\. They end in .*Git does not ignore/;
    await window.notifications.waitFor(said);
    if (process.platform !== 'win32') equal(statSync(file).mode & 0o777, 0o600);
    match(await whoIs(aws, parse(readFileSync(file, 'utf8'))), readOnly);
    await window.notifications.press(said, 'Add to .gitignore');
    await eventually(() => equal(readFileSync(join(stage().workspace, '.gitignore'), 'utf8'), '/.env.aws\n'));
  });

  it('go into no file that is something else without a question, and out of it again', async () => {
    const file = join(stage().workspace, 'notes.md');
    await writeFile(file, 'Some words.\n');
    await window.runCommand('Rolecall: Export Credentials to File…');
    await eventually(async () => match(await window.quickInput.value(), /\.env\.aws$/));
    await window.acceptPath(file);
    await window.notifications.answer(/It does not look like a \.env file/, 'Export');
    const said = /The credentials are in .*notes\.md/;
    await window.notifications.waitFor(said);
    match(readFileSync(file, 'utf8'), /^Some words\.\n[^]*AWS_SESSION_TOKEN=/);
    await window.notifications.press(said, 'Undo');
    await eventually(() => equal(readFileSync(file, 'utf8'), 'Some words.\n'));
  });

  it('are at an address, for who says its token', async () => {
    const said = /The address of the profile that this window uses is in the clipboard, with its token/;
    const commands = await copied('Rolecall: Copy Credential Endpoint…', 'bash, zsh, sh', said);
    const shell = shellsToTry.find((each) => each.shell === 'posix' && each.run);
    const variables = shell?.run?.(commands, { AWS_PROFILE: 'other' }) ?? {};
    const uri = variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
    const token = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '';
    const ask = async (Authorization?: string) => {
      const answer = await fetch(uri, Authorization === undefined ? {} : { headers: { Authorization } });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    const { status, body } = await ask(token);
    equal(status, 200);
    match(await whoIs(aws, variablesOf(body)), readOnly);
    for (const wrong of [await ask(`${token}x`), await ask()])
      deepEqual(wrong, { status: 401, body: { Code: 'WrongToken', Message: 'WrongToken' } });
    // A program that knows nothing of Rolecall.
    const program = {
      ...variables,
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_REGION: 'us-east-1',
    };
    match(await sdkArn(program), readOnly);
    await rolecall.choose(/^ci/);
    await rolecall.statusSays(/^ci$/);
    equal((await ask(token)).body['Code'], 'notTemporary');
    await rolecall.choose(/^reader/);
    await rolecall.statusSays(/^reader/);
    equal((await ask(token)).status, 200);
    await window.notifications.close(said);
  });

  const written = (): Values => inHome()['reader-rolecall'] ?? {};

  async function write(): Promise<void> {
    await window.runCommand('Rolecall: Write to Credentials File…');
    await asks(/Write Session of reader to Credentials File/);
    await eventually(async () => equal(await window.quickInput.value(), 'reader-rolecall'));
  }

  async function confirm(): Promise<void> {
    await window.quickInput.accept();
    await window.quickInput.row('Write to ~/.aws/credentials').waitFor();
    await window.quickInput.accept();
    await window.notifications.waitFor(isWritten);
  }

  it('have a profile of their own, and never that of other keys', async () => {
    const before = inHome();
    await write();
    await window.quickInput.type('script');
    await asks(/There is a profile “script” already\./);
    await window.quickInput.accept();
    await asks(/There is a profile “script” already\./);
    await window.quickInput.type('reader-rolecall');
    await confirm();
    match(await whoIs(aws, variablesOf(written())), readOnly);
    equal(written()['manager'], 'rolecall');
    if (process.platform !== 'win32') equal(statSync(path('credentials')).mode & 0o777, 0o600);
    const { 'reader-rolecall': _, ...others } = inHome();
    deepEqual(others, { ...before });
    const program = { AWS_SHARED_CREDENTIALS_FILE: path('credentials'), AWS_PROFILE: 'reader-rolecall' };
    match(await sdkArn({ PATH: process.env['PATH'], AWS_ENDPOINT_URL_STS: aws.url, ...program }), readOnly);
  });

  it('go with all sessions, when those are forgotten', async () => {
    await window.runCommand('Rolecall: Forget All Sessions');
    await eventually(() => deepEqual(written(), {}), 20_000);
    await window.notifications.close(isWritten);
    await rolecall.choose(/^reader/);
    await rolecall.statusSays(/^reader (1h|59m)$/);
    await write();
    await confirm();
  });

  it('are renewed while they are in use, and gone when they end', async () => {
    const first = written()['aws_access_key_id'];
    ok(first);
    await pass(55);
    await eventually(() => {
      ok(written()['aws_access_key_id']);
      notEqual(written()['aws_access_key_id'], first);
    }, 60_000);
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    await rolecall.statusSays(/^No AWS profile$/);
    ok(written()['aws_access_key_id']);
    await pass(65);
    // The next look is a minute away, or at the next change of the files.
    appendFileSync(path('config'), '\n# later\n');
    await eventually(() => deepEqual(written(), {}), 60_000);
    doesNotMatch(readFileSync(path('credentials'), 'utf8'), /rolecall/);
    ok(inHome()['script']);
  });

  /** Moves the clocks of AWS and of VS Code. */
  async function pass(minutes: number): Promise<void> {
    ahead += minutes * minute;
    await writeFile(join(clock, 'ahead'), `${ahead}`);
  }
});
