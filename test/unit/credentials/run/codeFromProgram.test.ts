import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled, type Failure } from '../../../../src/base/failure.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { commandLine } from '../../../aws/programs/credentialProgram.ts';
import { aliceKey, phone, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { codesSent, createRunner, type Runner, type RunnerOptions } from '../runner.ts';

const program = 'node';
const mine = { profile: 'own', key: 'mfa_process', program } as const;

describe('a program that provides the MFA code', () => {
  let aws: LocalAws;
  let folder: string;
  let prompts: TypedCodes;
  let log: RecordedLog;

  const rightCode = () => nextCode(phone, aws.clock);
  const act = (output: string, exit = 0, stderr = ''): Promise<void> =>
    writeFile(join(folder, 'act.json'), JSON.stringify({ output, exit, complaint: stderr }));
  const acting = (): string => commandLine('act', join(folder, 'act.json'));
  const runner = (command = acting(), options: RunnerOptions = {}): Runner =>
    createRunner(aws.url, prompts, {
      log,
      config: profiles(`mfa_process = ${command}`),
      ...options,
    });
  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    folder = await mkdtemp(join(tmpdir(), 'code $HOME '));
    prompts = new TypedCodes();
    log = new RecordedLog();
  });

  afterEach(async () => {
    assert.equal(prompts.openPrompts, 0, 'a prompt was left open');
    for (const code of codesSent(aws.requests)) assert.ok(!log.text.includes(code), log.text);
    assert.ok(!log.text.includes(folder), log.text);
    await aws.close();
    await rm(folder, { recursive: true });
  });

  for (const name of ['own', 'own-straight']) {
    it(`makes typing unnecessary (${name})`, async () => {
      const code = rightCode();
      await act(`${code}\n`);
      await runner().run(name);
      assert.deepEqual(prompts.shown, []);
      assert.deepEqual(codesSent(aws.requests), [code]);
      assert.deepEqual(
        prompts.questions.map((question) => question.program?.name),
        [program],
      );
    });
  }

  it('can be a setting, for devices whose profile names none', async () => {
    await act(rightCode());
    await runner('', { config: profiles(''), mfaProcess: acting() }).run('own');
    await act('', 3);
    prompts.type(rightCode);
    await runner('', { config: profiles(''), mfaProcess: acting() }).run('own');
    const failure = { code: 'processFailed', ...mine, key: 'rolecall.mfa.process', exit: 3, isLogged: false };
    assert.deepEqual(prompts.shown, [failure]);
  });

  it('leaves the prompt to the user and shows why if it provides no code', async () => {
    const wrong = ['123456 lasts 24s', '12345', '1234567', '', 'maya  123456'].map((output) => {
      const failure = { code: 'processBadOutput', ...mine, trouble: 'digits', isLogged: false };
      return [() => act(output).then(acting), failure] as const;
    });
    const others: readonly (readonly [() => Promise<string>, object])[] = [
      [
        () => act('', 1, 'no key found').then(acting),
        { code: 'processFailed', ...mine, exit: 1, isLogged: true },
      ],
      [
        async () => '/nowhere/ykman --password hunter2',
        { code: 'processNotStarted', ...mine, program: 'ykman', reason: 'ENOENT' },
      ],
      [async () => 'ykman "hunter2', { code: 'processBadCommand', profile: 'own', key: 'mfa_process' }],
    ];
    for (const [prepare, failure] of [...wrong, ...others]) {
      const before = prompts.shown.length;
      prompts.type(rightCode);
      await runner(await prepare()).run('own');
      assert.deepEqual(prompts.shown.slice(before), [failure]);
    }
    assert.match(log.text, /mfa_process of profile own: node exited with 1 .*\n +no key found/);
    assert.ok(!log.text.includes('hunter2'));
  });

  it('does not run in an untrusted workspace', async () => {
    const file = join(folder, 'not-run');
    prompts.type(rightCode);
    await runner(commandLine('hang', file), { isTrusted: () => false }).run('own');
    assert.deepEqual(prompts.shown, [{ code: 'untrusted', profile: 'own', key: 'mfa_process' }]);
    await assert.rejects(readFile(file));
  });

  it('is run once; if AWS rejects its code, the user is asked', async () => {
    await act('000000');
    prompts.type(rightCode);
    await runner().run('own');
    assert.deepEqual(codesOf(prompts.shown), ['mfaRefused']);
    assert.equal(codesSent(aws.requests).length, 2);
  });

  it('sends no code twice, and shows when the next one appears', async () => {
    const code = rightCode();
    await act(code);
    const one = runner();
    await one.run('own');
    prompts.type(rightCode);
    await one.run('own-straight');
    const [shown] = prompts.shown;
    assert.ok(shown?.code === 'mfaReused', shown?.code);
    assert.ok(shown.nextCodeAt > Date.now() - 30_000 && shown.nextCodeAt <= Date.now() + 30_000);
    assert.equal(codesSent(aws.requests).length, 2);
  });

  it('can be followed by another prompt, answered only by the user', async () => {
    await act('', 1);
    prompts.type(async () => {
      await act(rightCode());
      const [question] = prompts.questions;
      assert.equal(await question?.program?.answer(new AbortController().signal), undefined);
      return '000000';
    });
    await runner().run('own');
    assert.deepEqual(codesOf(prompts.shown), ['processFailed']);
    assert.equal(codesSent(aws.requests).length, 1, 'the prompt was settled');
  });

  it('is stopped when the user types a code first', async () => {
    const file = join(folder, 'hanging');
    prompts.isFast = true;
    prompts.type(() => isRunning(file).then(rightCode));
    await runner(commandLine('hang', file)).run('own');
    assert.deepEqual(prompts.shown, []);
    await isGone(file);
  });

  it('completes the attempt if its code was already sent, whatever the user types', async () => {
    const code = rightCode();
    await act(code);
    aws.faults.next({ kind: 'delay', milliseconds: 700, action: 'GetSessionToken' });
    prompts.isFast = true;
    prompts.type(async () => {
      await eventually(() => assert.ok(prompts.questions[0]?.reuse(code), 'it is not on the way yet'));
      return '000000';
    });
    await runner().run('own');
    assert.deepEqual(codesSent(aws.requests), [code]);
  });

  it('is stopped when the prompt is canceled', async () => {
    const file = join(folder, 'hanging');
    const cancellation = new AbortController();
    const running = assert.rejects(
      runner(commandLine('hang', file)).run('own', cancellation.signal),
      Cancelled,
    );
    await isRunning(file);
    cancellation.abort();
    await running;
    await isGone(file);
    assert.deepEqual(prompts.shown, []);
  });

  it('is stopped when the keys turn out to be invalid', async () => {
    const file = join(folder, 'hanging');
    aws.iam.setKeyStatus(aliceKey.accessKeyId, 'Inactive');
    aws.faults.next({ kind: 'delay', milliseconds: 500, action: 'GetCallerIdentity' });
    const failure = await runner(commandLine('hang', file)).fail('own');
    assert.equal(failure.code, 'invalidKeys');
    await isGone(file);
  });

  it('uses up no code if the keys are invalid', async () => {
    await act(rightCode());
    aws.iam.setKeyStatus(aliceKey.accessKeyId, 'Inactive');
    assert.equal((await runner().fail('own')).code, 'invalidKeys');
    assert.deepEqual(codesSent(aws.requests), []);
  });
});

function codesOf(failures: readonly Failure[]): readonly string[] {
  return failures.map(({ code }) => code);
}

/** Reads the ID of the process that wrote the file. */
function isRunning(file: string): Promise<number> {
  return eventually(async () => {
    const id = Number(await readFile(file, 'utf8'));
    assert.ok(id > 0);
    return id;
  });
}

async function isGone(file: string): Promise<void> {
  const id = await isRunning(file);
  await eventually(() => assert.throws(() => process.kill(id, 0), { code: 'ESRCH' }));
}

/** Alice's keys and device with an extra line, and a role that takes the code itself. */
function profiles(line: string): string {
  return `
[profile own]
aws_access_key_id = ${aliceKey.accessKeyId}
aws_secret_access_key = ${aliceKey.secretAccessKey}
mfa_serial = ${phone.serialNumber}
${line}
[profile own-straight]
role_arn = arn:aws:iam::222222222222:role/Mfa
source_profile = own
duration_seconds = 7200
`;
}
