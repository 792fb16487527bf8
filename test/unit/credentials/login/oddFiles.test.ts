import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signInAgain } from '../../../../src/credentials/login/consoleSignIn.ts';
import type { Logins } from '../../../../src/credentials/login/logins.ts';
import { removeToken } from '../../../../src/credentials/removeToken.ts';
import type { LoginStep } from '../../../../src/plan/plan.ts';
import { failureOfLogin, type LoginFile, LoginStage, minute, yuki } from './loginStage.ts';

const needed = (why: string): object => ({ code: 'loginNeeded', profile: 'yuki', why });

describe('the file of a sign-in with the AWS console', function () {
  this.timeout(30_000);
  let stage: LoginStage;
  let logins: Logins;
  let file: LoginFile;

  beforeEach(async () => {
    stage = await LoginStage.open();
    logins = stage.window();
    await stage.signIn(logins);
    file = await stage.file();
  });
  afterEach(() => stage.close());

  it('is read with any order of fields, and with any line endings', async () => {
    const reversed = Object.fromEntries(Object.entries(file).toReversed());
    await writeFile(stage.path, `${JSON.stringify(reversed, undefined, 2).replaceAll('\n', '\r\n')}\r\n`);
    assert.equal((await stage.keys(logins)).accessKeyId, file.accessToken.accessKeyId);
    await stage.isYuki(await stage.keys(logins, Infinity));
    assert.deepEqual(Object.keys(await stage.file()), Object.keys(reversed));
  });

  it('has keys that are renewed at once if their end cannot be read', async () => {
    for (const [i, expiresAt] of [undefined, null, 1_769_860_800, 'soon', '2099-01-31T12:00:00'].entries()) {
      await stage.write({ ...file, accessToken: { ...file.accessToken, expiresAt } });
      await stage.isYuki(await stage.keys(logins));
      assert.equal(stage.calls, 2 + i);
      file = await stage.file();
    }
  });

  it('may have its private key in another form, but not on another curve', async () => {
    const key = createPrivateKey(file.dpopKey);
    const forms = [
      key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      file.dpopKey.replaceAll('\n', '\r\n').trim(),
    ];
    for (const dpopKey of forms) {
      await stage.write({ ...(await stage.file()), dpopKey });
      await stage.isYuki(await stage.keys(logins, Infinity));
      assert.equal((await stage.file()).dpopKey, dpopKey);
    }
    const others = [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ];
    for (const { privateKey } of others) {
      const dpopKey = privateKey.export({ type: 'pkcs8', format: 'pem' });
      await stage.write({ ...(await stage.file()), dpopKey });
      assert.deepEqual(await failureOfLogin(stage, stage.keys(stage.window(), Infinity)), needed('expired'));
    }
  });

  it('can be replaced by a sign-in, and removed by a sign-out, whatever it is', async () => {
    const text = JSON.stringify(file);
    const kinds: readonly (() => Promise<unknown>)[] = [
      () => writeFile(stage.path, ''),
      () => writeFile(stage.path, `\uFEFF${text}`),
      () => writeFile(stage.path, `[${text}]`),
      () => writeFile(stage.path, text, { mode: 0 }),
      () => writeFile(stage.path, `${text.slice(0, -1)},"more":"${'x'.repeat(9_000_000)}"}`),
      ...(process.platform === 'win32'
        ? []
        : [() => symlink('nowhere', stage.path), () => symlink(stage.path, stage.path)]),
    ];
    for (const make of kinds) {
      await rm(stage.path, { force: true });
      await make();
      await stage.signIn(logins);
      await stage.isYuki(await stage.keys(stage.window()));
      await rm(stage.path);
      await make();
      await logins.end(yuki, removeToken);
      assert.deepEqual(await logins.stateOf(yuki), { kind: 'signedOut' });
    }
  });

  it('can be removed although it does not respond', async function skipOnWindows() {
    if (process.platform === 'win32') this.skip();
    await rm(stage.path);
    assert.equal(spawnSync('mkfifo', [stage.path]).status, 0);
    await logins.end(yuki, removeToken);
    await stage.signIn(logins);
  });

  it('is where a link of the user leads', async function skipOnWindows() {
    if (process.platform === 'win32') this.skip();
    const elsewhere = join(stage.folder, 'elsewhere');
    await mkdir(elsewhere);
    await rm(join(stage.folder, 'cache'), { recursive: true });
    await symlink(elsewhere, join(stage.folder, 'cache'));
    await stage.signIn(logins);
    await stage.isYuki(await stage.keys(stage.window()));
  });

  /** The profile in another region, with AWS Sign-In there. */
  const stepIn = (region: string): LoginStep =>
    stage.step({ region, url: `${stage.aws.url}/region/${region}` });
  const keysIn = (region: string) => logins.keysOf(stepIn(region), undefined, stage.signal);

  describe('of a tool that does not write the region', () => {
    beforeEach(async () => {
      await signInAgain(stepIn('eu-central-1'), stage.with(logins), stage.signal);
      const { signInRegion, ...others } = await stage.file();
      assert.equal(signInRegion, 'eu-central-1');
      await stage.write(others);
      stage.aws.clock.advance(16 * minute);
    });

    it('has keys that a profile with another region cannot renew, but the right one still can', async () => {
      assert.deepEqual(await failureOfLogin(stage, keysIn('us-east-1')), needed('expired'));
      const { calls } = stage;
      assert.deepEqual(await failureOfLogin(stage, keysIn('us-east-1')), needed('expired'));
      assert.equal(stage.calls, calls, 'AWS is not asked again in the same region');
      await stage.isYuki(await keysIn('eu-central-1'));
    });

    it('gets the region with the first renewal, so that profiles with other regions renew the keys, too', async () => {
      await keysIn('eu-central-1');
      assert.equal((await stage.file()).signInRegion, 'eu-central-1');
      const step = { ...stepIn('us-east-1'), signin: { ...stepIn('us-east-1').signin, url: undefined } };
      const before = process.env['HTTPS_PROXY'];
      process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9';
      const failed = await failureOfLogin(stage, logins.keysOf(step, Infinity, stage.signal));
      if (before === undefined) delete process.env['HTTPS_PROXY'];
      else process.env['HTTPS_PROXY'] = before;
      assert.ok('host' in failed && failed.host === 'eu-central-1.signin.aws.amazon.com');
    });

    it('is renewed where the profile is if it names no region', async () => {
      for (const signInRegion of ['', 'nowhere', 'us-east-1.example.com#', 7]) {
        await stage.write({ ...(await stage.file()), signInRegion });
        await stage.isYuki(await logins.keysOf(stepIn('eu-central-1'), Infinity, stage.signal));
        assert.equal((await stage.file()).signInRegion, 'eu-central-1');
      }
    });
  });
});
