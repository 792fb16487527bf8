import { fromProcess } from '@aws-sdk/credential-provider-process';
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../eventually.ts';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assume, callerArn, type IssuedKeys } from '../sts/stsClient.ts';
import { aliceKey, plainRole, testWorld } from '../testWorld.ts';
import { commandLine, echoedArguments, processOutput, programArguments } from './credentialProgram.ts';

describe('programs for credential_process', () => {
  let aws: LocalAws;
  let folder: string;
  let session: IssuedKeys;

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
    session = await assume(aws, aliceKey, { RoleArn: plainRole });
    // With characters that careless tools do not handle.
    folder = await mkdtemp(join(tmpdir(), 'programs $HOME '));
  });

  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it('print keys that are valid until they expire', async () => {
    const {
      accessKeyId,
      secretAccessKey,
      sessionToken = '',
      expiration,
    } = await provide(await output(processOutput(session)));
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Plain/test',
    );
    assert.equal(expiration?.getTime(), session.expiresAt);
  });

  it('print keys that do not expire', async () => {
    const { accessKeyId, sessionToken, expiration } = await provide(await output(processOutput(aliceKey)));
    assert.deepEqual([accessKeyId, sessionToken, expiration], [aliceKey.accessKeyId, undefined, undefined]);
  });

  it('print other keys after the file has changed', async () => {
    const line = await output(processOutput(session));
    assert.equal((await provide(line)).accessKeyId, session.accessKeyId);
    await output(processOutput(session, { AccessKeyId: 'ASIATESTNEXT00000001' }));
    assert.equal((await provide(line)).accessKeyId, 'ASIATESTNEXT00000001');
  });

  it('print invalid output', async () => {
    const cases = [
      [processOutput(session, { Expiration: '2020-01-01T00:00:00Z' }), /returned expired credentials/],
      [processOutput(session, { Version: 2 }), /did not return Version 1/],
      [processOutput(session, { AccessKeyId: undefined }), /returned invalid credentials/],
      [processOutput(session, { SecretAccessKey: undefined }), /returned invalid credentials/],
      ['{"Version": 1, "Acc', /returned invalid JSON/],
      ['', /returned invalid JSON/],
    ] as const;
    for (const [text, message] of cases) {
      await assert.rejects(provide(await output(text)), message);
    }
  });

  it('receive their arguments unchanged', async () => {
    const args = ['two words', 'say "cheese"', "it's", '$HOME `x` \\', ''];
    const { sessionToken } = await provide(commandLine('echoArguments', ...args));
    assert.deepEqual(echoedArguments(sessionToken), args);
    const [program = '', ...rest] = programArguments('echoArguments', ...args);
    const { stdout } = await promisify(execFile)(program, rest);
    assert.deepEqual(echoedArguments(JSON.parse(stdout).SessionToken), args);
  });

  it('print an error and fail', async () => {
    const [program = '', ...args] = programArguments('fail', 'Sign in first.');
    await assert.rejects(promisify(execFile)(program, args), { code: 1, stderr: 'Sign in first.\n' });
    await assert.rejects(provide(commandLine('fail', 'Sign in first.')), /Sign in first\./);
  });

  it('print too much', async () => {
    await assert.rejects(provide(commandLine('flood')), /maxBuffer length exceeded/);
    const [program = '', ...args] = programArguments('flood');
    const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 20_000_000 });
    assert.equal(stdout.length, 10_000_000);
  });

  it('hang until they are killed', async () => {
    const file = join(folder, 'pid');
    const [program = '', ...args] = programArguments('hang', file);
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    try {
      await eventually(async () => assert.equal(Number(await readFile(file, 'utf8')), child.pid));
      assert.equal(child.exitCode, null);
    } finally {
      child.kill();
    }
    assert.deepEqual(await ended, [null, 'SIGTERM']);
  });

  /** A command line that prints the text. */
  async function output(text: string): Promise<string> {
    const file = join(folder, 'output.json');
    await writeFile(file, text);
    return commandLine('printFile', file);
  }

  async function provide(line: string) {
    const configFilepath = join(folder, 'config');
    await writeFile(configFilepath, `[profile programs]\ncredential_process = ${line}\n`);
    const filepath = join(folder, 'credentials');
    return fromProcess({ profile: 'programs', configFilepath, filepath, ignoreCache: true })();
  }
});
