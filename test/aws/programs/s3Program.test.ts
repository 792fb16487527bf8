import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsCli } from '../../unit/delivery/awsPrograms.ts';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assume, type IssuedKeys } from '../sts/stsClient.ts';
import { aliceKey, plainRole, testWorld } from '../testWorld.ts';
import { s3Program } from './s3Program.ts';

const arn = 'arn:aws:sts::222222222222:assumed-role/Plain/test';
const refusal = (action: string, resource: string) =>
  `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" ` +
  `because no session policy allows the ${action} action`;

describe('programs that use S3', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let full: IssuedKeys;
  let readOnly: IssuedKeys;
  let folder: string;

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
    full = await assume(aws, aliceKey, { RoleArn: plainRole });
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
    readOnly = await assume(aws, aliceKey, { RoleArn: plainRole, PolicyArns });
    folder = await mkdtemp(join(tmpdir(), 's3-'));
  });

  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const run = (keys: IssuedKeys, program: string, ...args: readonly string[]) =>
    new Promise<{ ok: boolean; stdout: string; stderr: string }>((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        SystemRoot: process.env['SystemRoot'],
        HOME: folder,
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL_STS: aws.url,
        AWS_ENDPOINT_URL_S3: aws.url,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_SESSION_TOKEN: keys.sessionToken,
      };
      execFile(program, [...args], { env, cwd: folder }, (error, stdout, stderr) =>
        resolve({ ok: error === null, stdout, stderr }),
      );
    });

  const runS3 = async (keys: IssuedKeys, ...args: readonly string[]) => {
    const { ok, stdout, stderr } = await run(keys, process.execPath, s3Program, ...args);
    assert.equal(stderr, '');
    return [ok, ...stdout.trimEnd().split('\n')];
  };

  it('include s3.mjs, which prints what was allowed and to whom', async () => {
    assert.deepEqual(await runS3(full, 'put', 'data/program.txt'), [true, 'allowed', arn]);
    assert.equal(aws.buckets.text('data', 'program.txt'), 'written by s3.mjs\n');
    assert.deepEqual(await runS3(readOnly, 'list'), [true, 'allowed', arn]);
    assert.deepEqual(await runS3(readOnly, 'list', 'data'), [true, 'allowed', arn]);
    assert.deepEqual(await runS3(readOnly, 'get', 'data/hello.txt'), [true, 'allowed', arn]);
    assert.deepEqual(await runS3(readOnly, 'put', 'data/denied.txt'), [
      false,
      `AccessDenied: ${refusal('s3:PutObject', 'arn:aws:s3:::data/denied.txt')}`,
      arn,
    ]);
  });

  it('include the AWS CLI', async function () {
    const cli = awsCli;
    if (cli === undefined) return this.skip();
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
    await writeFile(join(folder, 'here'), bytes);
    const s3 = (keys: IssuedKeys, ...args: readonly string[]) => run(keys, cli, 's3', ...args);

    assert.equal((await s3(full, 'cp', 'here', 's3://data/a folder/ü+')).ok, true);
    assert.equal((await s3(readOnly, 'cp', 's3://data/a folder/ü+', 'there')).ok, true);
    assert.ok(bytes.equals(await readFile(join(folder, 'there'))));
    assert.match((await s3(readOnly, 'ls')).stdout, / data\n$/);
    assert.match((await s3(readOnly, 'ls', 's3://data')).stdout, /PRE a folder\/\n.* 5 hello\.txt\n/);
    const { ok, stderr } = await s3(readOnly, 'cp', 'here', 's3://data/denied');
    assert.deepEqual(
      [ok, stderr.includes(refusal('s3:PutObject', 'arn:aws:s3:::data/denied'))],
      [false, true],
    );
    assert.equal((await s3(readOnly, 'rm', 's3://data/hello.txt')).ok, false);
    assert.equal(aws.buckets.text('data', 'hello.txt'), 'Hello');
  });
});
