import { fromLoginCredentials } from '@aws-sdk/credential-provider-login';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withEnvironment } from '../environment.ts';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sampleWorld } from '../sample.ts';
import { callerArn } from '../sts/stsClient.ts';
import {
  loginFilePath,
  type SignedIn,
  signInWithConsole,
  type TokenBody,
  writeLoginFile,
} from './signinClient.ts';

const yuki = 'arn:aws:iam::444455556666:user/yuki';
const run = promisify(execFile);

/** The content of the file of a sign-in, as far as it matters here. */
type LoginFile = Required<TokenBody> & { readonly dpopKey: string };

describe('the login providers of AWS SDKs', () => {
  let aws: LocalAws;
  let folder: string;
  let signedIn: SignedIn;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    folder = await mkdtemp(join(tmpdir(), 'login-'));
    await writeFile(
      join(folder, 'config'),
      `[profile yuki]\nlogin_session = ${yuki}\nregion = eu-central-1\n`,
    );
    signedIn = await signInWithConsole(aws.url);
    // The credentials have to be renewed at once.
    await writeLoginFile(folder, signedIn, Date.now());
  });
  afterEach(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const provide = (endpoint = aws.url): ReturnType<ReturnType<typeof fromLoginCredentials>> =>
    withEnvironment({ AWS_LOGIN_CACHE_DIRECTORY: folder }, () =>
      fromLoginCredentials({
        profile: 'yuki',
        configFilepath: join(folder, 'config'),
        ignoreCache: true,
        clientConfig: { endpoint, maxAttempts: 1 },
      })(),
    );
  const readLogin = async (): Promise<LoginFile> =>
    JSON.parse(await readFile(loginFilePath(folder, yuki), 'utf8')) as LoginFile;

  it('renew credentials, again and again', async () => {
    for (let i = 0; i < 3; i++) {
      const before = await readLogin();
      const credentials = await provide();
      assert.equal(await callerArn(aws, credentials), yuki);
      const seconds = ((credentials.expiration?.getTime() ?? 0) - Date.now()) / 1000;
      assert.ok(seconds > 890 && seconds <= 900, `${seconds}`);
      const after = await readLogin();
      assert.notEqual(after.refreshToken, before.refreshToken);
      assert.equal(after.dpopKey, before.dpopKey);
      await writeLoginFile(folder, { ...signedIn, body: after }, Date.now());
    }
  });

  const endings: Readonly<Record<string, readonly [(local: LocalAws) => void, RegExp]>> = {
    'that it has ended': [(local) => local.signin.endAll(), /Your session has expired/u],
    'that its twelve hours are over': [
      (local) => local.clock.advance(43_200_000),
      /Your session has expired/u,
    ],
    'that the password was changed': [(local) => local.signin.changePassword(), /change in your password/u],
    'that a permission is missing': [
      (local) => local.iam.deny(yuki, 'signin:CreateOAuth2Token', 'identity-based policy'),
      /missing permission for the 'CreateOAuth2Token' action/u,
    ],
  };
  for (const [what, [end, message]] of Object.entries(endings)) {
    it(`learn ${what}`, async () => {
      end(aws);
      await assert.rejects(provide(), message);
    });
  }

  it('cannot renew credentials in another region than that of the sign-in', async () => {
    const region = `${aws.url}/region/us-east-1`;
    await writeLoginFile(folder, await signInWithConsole(region), Date.now());
    await assert.rejects(provide(`${aws.url}/region/eu-central-1`), /region is not the one of the sign-in/u);
    assert.equal(await callerArn(aws, await provide(region)), yuki);
  });

  it('renew credentials in Python', async function skipWithoutBotocore() {
    const program = 'from botocore.compat import EC; EC.new_key_from_der_data';
    if (spawnSync('python3', ['-c', program]).status !== 0) this.skip();
    const print =
      'import botocore.session; print(botocore.session.Session(profile="yuki").get_credentials().token)';
    const { PATH, PYENV_VERSION } = process.env;
    const env = {
      PATH,
      PYENV_VERSION,
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_ENDPOINT_URL_SIGNIN: aws.url,
      AWS_LOGIN_CACHE_DIRECTORY: folder,
    };
    const { stdout } = await run('python3', ['-c', print], { env });
    const session = aws.sessions.issued.at(-1);
    assert.equal(stdout.trim(), session?.sessionToken);
    assert.equal((await readLogin()).accessToken.sessionToken, session?.sessionToken);
  });
});
