import { fromLoginCredentials } from '@aws-sdk/credential-provider-login';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Logins } from '../../../../src/credentials/login/logins.ts';
import { withEnvironment } from '../../../aws/environment.ts';
import { callerArn } from '../../../aws/sts/stsClient.ts';
import { LoginStage, minute, yuki } from './loginStage.ts';

const run = promisify(execFile);

describe('a sign-in with the AWS console that other tools use, too,', function () {
  this.timeout(30_000);
  let stage: LoginStage;
  let logins: Logins;
  let configFile: string;
  let cacheFolder: string;

  beforeEach(async () => {
    stage = await LoginStage.open();
    logins = stage.window({ now: Date.now });
    [configFile, cacheFolder] = [join(stage.folder, 'config'), join(stage.folder, 'cache')];
    await writeFile(configFile, `[profile yuki]\nlogin_session = ${yuki}\nregion = us-east-1\n`);
    await stage.signIn(logins);
  });
  afterEach(() => stage.close());

  /** The next tool must renew the keys. */
  const endSoon = async (): Promise<string> => {
    const file = await stage.file();
    const expiresAt = new Date(Date.now() + 4 * minute).toISOString();
    await stage.write({ ...file, accessToken: { ...file.accessToken, expiresAt } });
    return file.accessToken.accessKeyId;
  };
  const own = async (): Promise<string> => {
    const credentials = await stage.keys(logins);
    await stage.isYuki(credentials);
    return credentials.accessKeyId;
  };
  const sdk = async (): Promise<string> => {
    const provide = fromLoginCredentials({
      profile: 'yuki',
      configFilepath: configFile,
      ignoreCache: true,
      clientConfig: { endpoint: stage.aws.url },
    });
    const keys = await withEnvironment({ AWS_LOGIN_CACHE_DIRECTORY: cacheFolder }, provide);
    assert.equal(await callerArn(stage.aws, keys), yuki);
    return keys.accessKeyId;
  };
  const variables = (): Record<string, string | undefined> => ({
    PATH: process.env['PATH'],
    PYENV_VERSION: process.env['PYENV_VERSION'],
    HOME: stage.folder,
    AWS_CONFIG_FILE: configFile,
    AWS_ENDPOINT_URL: stage.aws.url,
    AWS_LOGIN_CACHE_DIRECTORY: cacheFolder,
  });

  const cli = async (): Promise<string> => {
    const args = ['sts', 'get-caller-identity', '--profile', 'yuki', '--query', 'Arn', '--output', 'text'];
    return (await run('aws', args, { env: variables() })).stdout.trim();
  };

  it('is read by the SDK for JavaScript as it is', async () => {
    assert.equal(await sdk(), await own());
    assert.equal(stage.calls, 1);
  });

  for (const [first, second] of [
    ['Rolecall', 'the SDK for JavaScript'],
    ['the SDK for JavaScript', 'Rolecall'],
  ] as const)
    it(`is renewed by ${first} for ${second}, again and again`, async () => {
      const use = { Rolecall: own, 'the SDK for JavaScript': sdk };
      for (let i = 1; i <= 3; i++) {
        const before = await endSoon();
        const renewed = await use[first]();
        assert.notEqual(renewed, before);
        assert.equal(await use[second](), renewed);
        assert.equal(stage.calls, 1 + i);
      }
      assert.equal((await stage.file()).signInRegion, 'eu-central-1');
      assert.equal(stage.browser.opened.length, 1);
    });

  it('is renewed at the same time by several tools, and then by each alone', async () => {
    for (let i = 0; i < 5; i++) {
      await endSoon();
      await Promise.all([own(), sdk(), own(), sdk()]);
      for (const each of [own, sdk]) {
        await endSoon();
        await each();
      }
    }
    assert.equal(stage.browser.opened.length, 1);
  });

  it('is read and renewed by the SDK for Python', async function skipWithoutBotocore() {
    const needed = 'from botocore.credentials import LoginProvider; import cryptography';
    if (spawnSync('python3', ['-c', needed]).status !== 0) this.skip();
    const program = join(import.meta.dirname, 'loginKey.py');
    const python = async (): Promise<string> =>
      (await run('python3', [program], { env: variables() })).stdout.trim();
    assert.equal(await python(), await own());
    const before = await endSoon();
    const renewed = await python();
    assert.notEqual(renewed, before);
    assert.equal(await own(), renewed);
    await endSoon();
    assert.equal(await own(), await python());
  });

  it('is read and renewed by an AWS CLI that knows “aws login”', async function skipWithoutLogin() {
    const { stdout: version } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
    const [, minor = 0] = /^aws-cli\/2\.(\d+)/u.exec(version ?? '') ?? [];
    if (Number(minor) < 32) this.skip();
    assert.equal(await cli(), yuki);
    for (let i = 1; i <= 2; i++) {
      await endSoon();
      assert.equal(await cli(), yuki);
      assert.equal((await stage.file()).accessToken.accessKeyId, await own());
      await endSoon();
      await own();
    }
  });
});
