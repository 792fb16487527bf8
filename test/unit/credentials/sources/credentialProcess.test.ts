import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onDisk } from '../../../../src/base/boundedFile.ts';
import { TimedOut } from '../../../../src/base/deadline.ts';
import type { Environment } from '../../../../src/base/environment.ts';
import { Cancelled, type Failure } from '../../../../src/base/failure.ts';
import type { Credentials } from '../../../../src/credentials/credentials.ts';
import { runCredentialProcess } from '../../../../src/credentials/sources/credentialProcess.ts';
import { noProfiles, type ProfileSet } from '../../../../src/profiles/profiles.ts';
import { withEnvironment } from '../../../aws/environment.ts';
import { commandLine, echoedArguments, processOutput } from '../../../aws/programs/credentialProgram.ts';
import { eventually } from '../../../eventually.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { profilesOf } from '../../plan/planText.ts';
import { failureFrom } from '../runner.ts';

const keys = {
  accessKeyId: 'ASIATESTPROCESS00001',
  secretAccessKey: 'secret-of-the-process',
  sessionToken: 'token',
};
const now = Date.UTC(2030, 0, 1);
const program = 'node';
const named = { profile: 'p', key: 'credential_process', program } as const;

describe('a credential_process', () => {
  let folder: string;
  let log: RecordedLog;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'process $HOME '));
  });

  beforeEach(() => {
    log = new RecordedLog();
  });

  afterEach(() => {
    for (const secret of ['secret-of-the-process', 'hunter2', folder])
      assert.ok(!log.text.includes(secret), log.text);
  });

  after(() => rm(folder, { recursive: true }));

  it('yields the credentials that it prints', async () => {
    const expiration = now + 3_600_000;
    const printed = await run(await printing(processOutput({ ...keys, expiresAt: expiration })));
    assert.deepEqual(printed.reveal(), { ...keys, expiration });
    const offset = processOutput(keys, { Expiration: '2030-01-01T02:30:00.5+02:00' });
    assert.equal((await run(await printing(offset))).expiration, now + 1_800_500);
  });

  it('may omit the session token and the expiration', async () => {
    for (const nothing of [undefined, null, '']) {
      const longTerm = { ...keys, accessKeyId: 'AKIATESTPROCESS00001' };
      const text = processOutput(longTerm, { SessionToken: nothing, Expiration: nothing });
      assert.deepEqual((await run(await printing(text))).reveal(), {
        ...longTerm,
        sessionToken: undefined,
        expiration: undefined,
      });
    }
  });

  it('receives its arguments unchanged, without a shell', async () => {
    const args = ['two words', 'say "cheese"', "it's", '$HOME `x` \\', '', '| ; > &'];
    const { sessionToken } = (await run(commandLine('echoArguments', ...args))).reveal();
    assert.deepEqual(echoedArguments(sessionToken), args);
  });

  it('receives exactly the given environment and starts in the home folder', async () => {
    const script =
      'console.log(JSON.stringify({Version:1,AccessKeyId:process.env.ROLECALL_TEST,SecretAccessKey:process.cwd()}))';
    const environment = { ...process.env, ROLECALL_TEST: 'given' };
    await withEnvironment({ ROLECALL_TEST: 'other' }, async () => {
      const printed = (await run(`"${process.execPath}" -e '${script}'`, { environment })).reveal();
      assert.deepEqual([printed.accessKeyId, printed.secretAccessKey], ['given', homedir()]);
    });
  });

  it('is found through PATH', async () => {
    const script = 'console.log(JSON.stringify({Version:1,AccessKeyId:"A",SecretAccessKey:"s"}))';
    await withEnvironment({ PATH: join(process.execPath, '..') }, async () => {
      assert.equal((await run(`node -e '${script}'`)).accessKeyId, 'A');
    });
  });

  it('is rejected with the error in its output', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['', 'JSON'],
      ['{"Version": 1, "Acc', 'JSON'],
      ['[]', 'Version'],
      ['null', 'JSON'],
      [processOutput(keys, { Version: 2 }), 'Version'],
      [processOutput(keys, { Version: '1' }), 'Version'],
      [processOutput(keys, { AccessKeyId: undefined }), 'AccessKeyId'],
      [processOutput(keys, { AccessKeyId: 7 }), 'AccessKeyId'],
      [processOutput(keys, { SecretAccessKey: '' }), 'SecretAccessKey'],
      [processOutput(keys, { SessionToken: {} }), 'SessionToken'],
      [processOutput(keys, { Expiration: 'tomorrow' }), 'Expiration'],
      [processOutput(keys, { Expiration: 1_900_000_000 }), 'Expiration'],
      [processOutput(keys, { Expiration: '2029-12-31T23:59:59Z' }), 'expired'],
      [processOutput(keys, { Expiration: '2030-01-01T00:00:00Z' }), 'expired'],
    ];
    for (const [text, trouble] of cases) {
      const failure = await fail(await printing(text));
      assert.deepEqual(failure, { code: 'processBadOutput', ...named, trouble, isLogged: false }, text);
    }
  });

  it('is rejected if it fails', async () => {
    assert.deepEqual(await fail(`"${process.execPath}" -e "console.log('{}'); process.exit(3)"`), {
      code: 'processFailed',
      ...named,
      exit: 3,
      isLogged: false,
    });
    assert.deepEqual(log.warnings, [
      'credential_process of profile p: node exited with 3 and 3 characters of output',
    ]);
  });

  it('logs the end of its stderr without possible secrets', async () => {
    const stderr = [
      'a long story '.repeat(300),
      'Error: \u001B[31mthe session of hunter2 has expired\u001B[0m',
      'AWS_SECRET_ACCESS_KEY=hunter2',
      '',
      'Run sso login --for correcthorse to get another',
    ].join('\n');
    const profiles = profilesOf({ config: '[profile p]\nanything = correcthorse' });
    const failure = await failureFrom(run(await complaining(stderr, 1), { profiles }));
    assert.deepEqual(failure, { code: 'processFailed', ...named, exit: 1, isLogged: true });
    assert.deepEqual(log.warnings, [
      [
        'credential_process of profile p: node exited with 1 and 0 characters of output',
        'Error: the session of *** has expired',
        'AWS_SECRET_ACCESS_KEY= ***',
        'Run sso login --for *** to get another',
      ].join('\n    '),
    ]);
  });

  it('shows no secret that stands in place of the program', async () => {
    for (const secret of [
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      '/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ]) {
      const failure = await fail(secret);
      assert.ok(failure.code === 'processNotStarted', failure.code);
      assert.equal(failure.program, '…');
      assert.doesNotMatch(log.text, /wJalr|K7MDENG|CYEXAMPLE/u);
    }
    const hashed = '/nix/store/0c5b63wvkq1w2n3m4p5q6r7s8t9v0w1x-vault/bin/aws-vault';
    const failure = await fail(hashed);
    assert.equal('program' in failure && failure.program, 'aws-vault');
  });

  it('logs no line whose beginning was cut off', async () => {
    const failure = await fail(await complaining(`${'the password is '.repeat(300)}tulip`, 1));
    assert.ok(failure.code === 'processFailed' && !failure.isLogged);
    assert.ok(!log.text.includes('tulip'), log.text);
  });

  it('does not log its output, even if stderr repeats it', async () => {
    const text = processOutput({ ...keys, secretAccessKey: 'plain-words' }, { Version: 2 });
    const failure = await fail(await printing(text, 'cannot use plain-words, sorry'));
    assert.ok(failure.code === 'processBadOutput' && failure.isLogged);
    assert.match(log.warnings.join(''), /cannot use \*\*\*, sorry$/);
  });

  it('may write to stderr and succeed', async () => {
    await run(await printing(processOutput(keys), 'touch your key'));
    assert.deepEqual(log.warnings, []);
    assert.match(log.debugs.join(''), /exited with 0 .*\n {4}touch your key$/);
  });

  it('reports the signal that ended it', async function () {
    if (process.platform === 'win32') this.skip();
    const failure = await fail(`"${process.execPath}" -e 'process.kill(process.pid, "SIGKILL")'`);
    assert.deepEqual(failure, { code: 'processFailed', ...named, exit: 'SIGKILL', isLogged: false });
  });

  it('reports a missing program without its arguments', async () => {
    assert.deepEqual(await fail('/nowhere/tool --password hunter2'), {
      code: 'processNotStarted',
      ...named,
      program: 'tool',
      reason: 'ENOENT',
    });
  });

  for (const [missing, sign] of [
    ['~/nowhere/tool', '~'],
    ['$HOME/nowhere/tool', '$'],
    ['"${HOME}/nowhere/tool"', '$'],
    ['%USERPROFILE%/nowhere/tool', '%'],
  ] as const)
    it(`reports that no shell is there for ${missing}`, async () => {
      const failure = await fail(`${missing} --password hunter2`);
      assert.deepEqual(failure, {
        code: 'processNotStarted',
        ...named,
        program: 'tool',
        reason: 'ENOENT',
        sign,
      });
    });

  it('reports a file that is not a program', async () => {
    assert.deepEqual(await fail('to\0ol --password hunter2'), {
      code: 'processNotStarted',
      ...named,
      program: 'to\0ol',
      reason: 'ERR_INVALID_ARG_VALUE',
    });
  });

  it('does not run an invalid command line', async () => {
    assert.deepEqual(await fail('tool "hunter2'), {
      code: 'processBadCommand',
      profile: 'p',
      key: 'credential_process',
    });
  });

  it('does not run in an untrusted workspace', async () => {
    const file = join(folder, 'not-run');
    const failure = await fail(commandLine('hang', file), () => false);
    assert.deepEqual(failure, { code: 'untrusted', profile: 'p', key: 'credential_process' });
    await assert.rejects(readFile(file));
  });

  it('is stopped when it prints too much', async () => {
    assert.deepEqual(await fail(commandLine('flood')), {
      code: 'processBadOutput',
      ...named,
      trouble: 'tooLong',
      isLogged: false,
    });
  });

  it('is stopped when it takes too long', async () => {
    const file = join(folder, 'hanging');
    const limits = { timeoutMs: 1500, outputBytes: 1000 };
    const failure = await failureFrom(run(commandLine('hang', file), { limits }));
    assert.deepEqual(failure, { code: 'processTimedOut', ...named, seconds: 2, isLogged: true });
    assert.match(log.warnings.join(''), /timedOut\n {4}touch your key$/);
    await isGone(Number(await readFile(file, 'utf8')));
  });

  it('is not started from a drive that does not respond, which would block VS Code', async function () {
    if (process.platform === 'win32') this.skip();
    const path = join(folder, 'away');
    await writeFile(path, `#!/bin/sh\necho none\n`, { mode: 0o755 });
    const drive = Promise.withResolvers<void>();
    await assert.rejects(
      onDisk(path, () => drive.promise, 20),
      TimedOut,
    );
    assert.deepEqual(await fail(`'${path}'`), {
      code: 'processNotStarted',
      ...named,
      program: 'away',
      reason: 'ETIMEDOUT',
    });
    drive.resolve();
    assert.equal((await fail(`'${path}'`)).code, 'processBadOutput');
  });

  it('is also stopped if it has closed its output', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(folder, 'silent');
    const limits = { timeoutMs: 500, outputBytes: 1000 };
    const path = join(folder, 'closes-output');
    await writeFile(path, `#!/bin/sh\necho $$ > '${file}'\nexec >&- 2>&-\nexec sleep 60\n`, {
      mode: 0o755,
    });
    const failure = await failureFrom(run(`'${path}'`, { limits }));
    assert.equal(failure.code, 'processTimedOut');
    await isGone(Number(await readFile(file, 'utf8')));
  });

  it('is killed with its child processes when it is canceled, even if it ignores SIGTERM', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(folder, 'brood');
    const cancellation = new AbortController();
    const running = assert.rejects(
      run(commandLine('brood', file), { signal: cancellation.signal }),
      Cancelled,
    );
    const ids = await eventually(async () => {
      const text = await readFile(file, 'utf8');
      assert.match(text, /^\d+ \d+$/);
      return text.split(' ').map(Number);
    });
    const start = performance.now();
    cancellation.abort();
    await running;
    assert.ok(performance.now() - start < 200, 'it is not waited for');
    for (const id of ids) await isGone(id);
  });

  it('does not start after a cancellation', async () => {
    const file = join(folder, 'not-begun');
    await assert.rejects(run(commandLine('hang', file), { signal: AbortSignal.abort() }), Cancelled);
    await assert.rejects(readFile(file));
  });

  interface Conditions {
    readonly signal?: AbortSignal;
    readonly limits?: { readonly timeoutMs: number; readonly outputBytes: number };
    readonly isTrusted?: () => boolean;
    readonly profiles?: ProfileSet;
    readonly environment?: Environment;
  }

  function run(command: string, conditions: Conditions = {}): Promise<Credentials> {
    const { signal = new AbortController().signal, limits, isTrusted = () => true } = conditions;
    const { profiles = noProfiles, environment = process.env } = conditions;
    const step = { kind: 'process', profile: 'p', command } as const;
    const host = { profiles: () => profiles, environment, isTrusted, log, now: () => now };
    return runCredentialProcess(step, host, signal, limits);
  }

  function fail(command: string, isTrusted = () => true): Promise<Failure> {
    return failureFrom(run(command, { isTrusted }));
  }

  /** A command line that prints `text` to stdout and another to stderr. */
  function printing(text: string, stderr = ''): Promise<string> {
    return complaining(stderr, 0, text);
  }

  async function complaining(stderr: string, exit: number, output = ''): Promise<string> {
    const file = join(folder, 'act.json');
    await writeFile(file, JSON.stringify({ output, complaint: stderr, exit }));
    return commandLine('act', file);
  }
});

/** Waits until the process has exited. */
function isGone(id: number): Promise<void> {
  return eventually(() => {
    assert.throws(() => process.kill(id, 0), { code: 'ESRCH' }, `${id} is still there`);
  }, 5000);
}
