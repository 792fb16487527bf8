import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Failure, FailureError } from '../../../../src/base/failure.ts';
import type { Credentials } from '../../../../src/credentials/credentials.ts';
import {
  type ConsoleSignInDependencies,
  signInAgain,
} from '../../../../src/credentials/login/consoleSignIn.ts';
import { type LoginDependencies, Logins } from '../../../../src/credentials/login/logins.ts';
import { loginPath } from '../../../../src/credentials/login/loginTokens.ts';
import { type AwsLimits, awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import type { LoginStep } from '../../../../src/plan/plan.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../aws/localAws.ts';
import { sampleWorld } from '../../../aws/sample.ts';
import { callerArn } from '../../../aws/sts/stsClient.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { SignInBrowser } from '../../../fakes/signInBrowser.ts';

/** The identity in the browser of the sample. */
export const yuki = 'arn:aws:iam::444455556666:user/yuki';
/** Enough time for a renewal on a busy machine. */
export const patient: AwsLimits = { ...awsLimits, renewalMs: 10_000 };
export const minute = 60_000;
export const hour = 60 * minute;

export type LoginFile = {
  accessToken: Record<'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'accountId' | 'expiresAt', string>;
  tokenType: string;
  clientId: string;
  refreshToken: string;
  idToken: string;
  dpopKey: string;
  signInRegion?: string;
};

/** The source of the profile `yuki`, with the local AWS at `url`. */
export function stepAt(url: string): LoginStep {
  const signin = { region: 'eu-central-1', url, fips: false, dualstack: false, caBundle: undefined };
  return { kind: 'login', profile: 'yuki', session: yuki, signin };
}

/** A local AWS, a temporary folder for sign-ins with the console, and a user with a browser. */
export class LoginStage {
  readonly aws: LocalAws;
  readonly folder: string;
  readonly browser = new SignInBrowser();
  readonly log = new RecordedLog();
  readonly signal = new AbortController().signal;
  readonly #lock = new InProcessLock();

  private constructor(aws: LocalAws, folder: string) {
    this.aws = aws;
    this.folder = folder;
  }

  static async open(options: Partial<LocalAwsOptions> = {}): Promise<LoginStage> {
    const aws = await startLocalAws({ world: sampleWorld, ...options });
    return new LoginStage(aws, await mkdtemp(join(tmpdir(), 'rolecall-login-')));
  }

  /** The sign-ins as one window sees them. */
  window(changes: Partial<LoginDependencies> = {}): Logins {
    return new Logins({
      loginCacheFolder: join(this.folder, 'cache'),
      withLock: (name, abort, action) => this.#lock.hold(name, abort, action),
      log: this.log,
      now: () => this.aws.clock.now(),
      limits: patient,
      ...changes,
    });
  }

  with(logins: Logins, changes: Partial<ConsoleSignInDependencies> = {}): ConsoleSignInDependencies {
    return {
      logins,
      signInPrompts: this.browser,
      withLock: (name, abort, action) => this.#lock.hold(name, abort, action),
      log: this.log,
      now: () => this.aws.clock.now(),
      ...changes,
    };
  }

  step(changes: Partial<LoginStep['signin']> = {}): LoginStep {
    const step = stepAt(this.aws.url);
    return { ...step, signin: { ...step.signin, ...changes } };
  }

  /** The user signs in, as the profile needs. */
  async signIn(logins: Logins): Promise<void> {
    await signInAgain(this.step(), this.with(logins), this.signal);
  }

  keys(logins: Logins, minimumMs?: number): Promise<Credentials> {
    return logins.keysOf(this.step(), minimumMs, this.signal);
  }

  /** Fails unless AWS accepts the keys, and they are those of the user. */
  async isYuki(credentials: Credentials): Promise<void> {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials.reveal();
    assert.equal(await callerArn(this.aws, { accessKeyId, secretAccessKey, sessionToken }), yuki);
  }

  get path(): string {
    return loginPath(join(this.folder, 'cache'), yuki);
  }

  async file(): Promise<LoginFile> {
    return JSON.parse(await readFile(this.path, 'utf8')) as LoginFile;
  }

  async write(file: object): Promise<void> {
    await writeFile(this.path, JSON.stringify(file));
  }

  /** The number of calls for tokens: one for a sign-in, and one for each renewal. */
  get calls(): number {
    return this.aws.requests.filter(({ action }) => action === 'CreateOAuth2Token').length;
  }

  async close(): Promise<void> {
    await this.aws.close();
    await rm(this.folder, { recursive: true });
  }
}

/** The failure of work that must fail, after checking all that is visible for the secrets that AWS has issued. */
export async function failureOfLogin(stage: LoginStage, work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => assert.fail('nothing failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FailureError, String(error));
  hasNoSecret(stage, inspect(error, { depth: 9 }) + JSON.stringify(error.failure));
  return error.failure;
}

export function hasNoSecret({ aws, log }: LoginStage, text = ''): void {
  const visible = `${text}\n${log.text}`;
  for (const { kind, text: secret } of aws.signin.issuedSecrets)
    assert.ok(!visible.includes(secret), `there is a ${kind}`);
  assert.doesNotMatch(visible, /PRIVATE KEY/u);
}
