import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled, FailureError } from '../../../../src/base/failure.ts';
import { fetchRole } from '../../../../src/credentials/sso/roleCredentials.ts';
import { signIn, type SignInDependencies } from '../../../../src/credentials/sso/signIn.ts';
import { cliRolePath, readToken, tokenPath } from '../../../../src/credentials/sso/ssoTokens.ts';
import type { IdentityCenterStep, SsoSession } from '../../../../src/plan/plan.ts';
import { type IdentityCenter, startIdentityCenter } from '../../../aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from '../../../aws/identityCenter/sampleDirectory.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { sampleWorld } from '../../../aws/sample.ts';
import { callerArn } from '../../../aws/sts/stsClient.ts';
import { eventually } from '../../../eventually.ts';
import { corpSignIn } from '../../../fakes/corpSignIn.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { SignInBrowser } from '../../../fakes/signInBrowser.ts';

describe('a sign-in to IAM Identity Center', function () {
  this.timeout(30_000);
  let aws: LocalAws;
  let center: IdentityCenter;
  let folder: string;
  let browser: SignInBrowser;
  let dependencies: SignInDependencies;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    center = await startIdentityCenter(aws, sampleDirectory);
    folder = await mkdtemp(join(tmpdir(), 'rolecall-sso-'));
    browser = new SignInBrowser();
    const lock = new InProcessLock();
    dependencies = {
      ssoCacheFolder: join(folder, 'cache'),
      withLock: (name, abort, action) => lock.hold(name, abort, action),
      signInPrompts: browser,
      log: new RecordedLog(),
      now: () => aws.clock.now(),
    };
  });
  afterEach(async () => {
    await center.close();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const corp = (changes: Partial<SsoSession> = {}): SsoSession =>
    corpSignIn({
      startUrl: sampleDirectory.startUrl,
      scopes: ['sso:account:access'],
      oidcUrl: center.url,
      portalUrl: center.url,
      ...changes,
    });
  const step = (changes: Partial<IdentityCenterStep> = {}): IdentityCenterStep => ({
    kind: 'identityCenter',
    profile: 'dev',
    session: corp(),
    accountId: '444455556666',
    roleName: 'Developer',
    ...changes,
  });
  const path = (): string => tokenPath(dependencies.ssoCacheFolder, corp());
  const calls = (action: string): number => center.requests.filter((each) => each.action === action).length;

  async function isDeveloper(): Promise<void> {
    const {
      accessKeyId,
      secretAccessKey,
      sessionToken = '',
    } = (await fetchRole(step(), dependencies, signal)).reveal();
    const arn = await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken });
    assert.match(
      arn ?? '',
      /^arn:aws:sts::444455556666:assumed-role\/AWSReservedSSO_Developer_\w+\/maya@example\.com$/u,
    );
  }

  it('is missing at first', async () => {
    await assert.rejects(fetchRole(step(), dependencies, signal), failure('signInNeeded'));
    assert.equal(center.requests.length, 0);
  });

  it('completes with a browser redirect', async () => {
    await signIn('dev', corp(), dependencies, signal);
    assert.deepEqual(browser.pages, ['done']);
    assert.deepEqual(browser.codes, [undefined]);
    await isDeveloper();
  });

  it('uses a device code if the browser cannot redirect', async () => {
    browser.byCode = true;
    await signIn('dev', corp(), dependencies, signal);
    assert.match(browser.codes[0] ?? '', /^[A-Z]{4}-[A-Z]{4}$/u);
    await isDeveloper();
  });

  it('is stored where and as the CLI stores it, readable only by its owner', async () => {
    await signIn('dev', corp(), dependencies, signal);
    assert.match(path(), /ee0bfd2552fbd840c02cc48b6e823320543c450f\.json$/u);
    if (process.platform !== 'win32') assert.equal((await stat(path())).mode & 0o777, 0o600);
    const written = JSON.parse(await readFile(path(), 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(written), [
      'startUrl',
      'region',
      'accessToken',
      'expiresAt',
      'clientId',
      'clientSecret',
      'registrationExpiresAt',
      'refreshToken',
    ]);
    assert.match(written['expiresAt'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    const old = corp({ name: undefined, startUrl: 'https://example.awsapps.com/start' });
    assert.match(tokenPath('', old), /e8be5486177c5b5392bd9aa76563515b29358e6e\.json$/u);
  });

  it('yields role credentials that the CLI caches at the path we expect', () => {
    const admin = step({ accountId: '123456789012', roleName: 'Admin' });
    assert.match(cliRolePath('', admin), /^8457bc68cf9d4aa8d629a61563948e8bd3159d49\.json$/u);
  });

  it('runs once for all waiting callers', async () => {
    await Promise.all([1, 2, 3].map(() => signIn('dev', corp(), dependencies, signal)));
    assert.equal(browser.opened.length, 1);
  });

  it('renews its token without the user, once for all callers', async () => {
    await signIn('dev', corp(), dependencies, signal);
    aws.clock.advance(57 * 60_000);
    const before = await readToken(path());
    await Promise.all([isDeveloper(), isDeveloper(), isDeveloper()]);
    assert.equal(calls('CreateToken'), 2);
    const after = await readToken(path());
    assert.notEqual(after?.accessToken, before?.accessToken);
    assert.notEqual(after?.refresh?.refreshToken, before?.refresh?.refreshToken);
    assert.equal(browser.opened.length, 1);
  });

  it('keeps the token of a renewal whose caller gives up meanwhile, without making that wait', async () => {
    await signIn('dev', corp(), dependencies, signal);
    const before = await readToken(path());
    aws.clock.advance(57 * 60_000);
    const leaving = new AbortController();
    center.faults.next({ kind: 'drip', milliseconds: 2, action: 'CreateToken' });
    const left = assert.rejects(fetchRole(step(), dependencies, leaving.signal), Cancelled);
    await sleep(100);
    leaving.abort();
    await left;
    assert.equal((await readToken(path()))?.accessToken, before?.accessToken);
    await eventually(async () =>
      assert.notEqual((await readToken(path()))?.accessToken, before?.accessToken),
    );
    aws.clock.advance(58 * 60_000);
    await isDeveloper();
    assert.equal(browser.opened.length, 1);
  });

  it('renews its token for one caller although another, which began the renewal, gives up', async () => {
    await signIn('dev', corp(), dependencies, signal);
    aws.clock.advance(3 * 3600_000);
    const leaving = new AbortController();
    center.faults.next({ kind: 'drip', milliseconds: 2, action: 'CreateToken' });
    const left = assert.rejects(fetchRole(step(), dependencies, leaving.signal), Cancelled);
    await sleep(100);
    const staying = isDeveloper();
    leaving.abort();
    await left;
    await staying;
    assert.equal(calls('CreateToken'), 2);
  });

  it('is needed again after it expires or an administrator ends it', async () => {
    await signIn('dev', corp(), dependencies, signal);
    aws.clock.advance(9 * 3600_000);
    await assert.rejects(fetchRole(step(), dependencies, signal), failure('signInNeeded'));
    await signIn('dev', corp(), dependencies, signal);
    center.endSignIns();
    await assert.rejects(fetchRole(step(), dependencies, signal), failure('signInNeeded'));
  });

  it('uses a token that cannot be renewed until it expires', async () => {
    await signIn('dev', corp(), dependencies, signal);
    const { refreshToken: _, ...rest } = JSON.parse(await readFile(path(), 'utf8')) as Record<string, string>;
    await writeFile(path(), JSON.stringify(rest));
    aws.clock.advance(57 * 60_000);
    await isDeveloper();
    aws.clock.advance(2 * 60_000 + 30_000);
    await assert.rejects(fetchRole(step(), dependencies, signal), failure('signInNeeded'));
  });

  it("does not use another tool's token for the same start URL", async () => {
    await signIn('dev', corp({ name: 'q', scopes: ['codewhisperer:completions'] }), dependencies, signal);
    await assert.rejects(fetchRole(step(), dependencies, signal), failure('signInNeeded'));
  });

  for (const hours of [-1, 1])
    it(`yields roles with the correct expiration though the clock is ${hours} h off`, async () => {
      aws.clock.setSkew(hours * 3600_000);
      await signIn('dev', corp(), { ...dependencies, now: Date.now }, signal);
      const { expiration = 0 } = await fetchRole(step(), { ...dependencies, now: Date.now }, signal);
      const off = expiration - Date.now() - 3600_000;
      assert.ok(Math.abs(off) < 5000, `off by ${off} ms`);
    });

  it('distinguishes a missing assignment from a missing sign-in', async () => {
    await signIn('dev', corp(), dependencies, signal);
    const other = fetchRole(step({ accountId: '777788889999' }), dependencies, signal);
    await assert.rejects(other, failure('noAssignment'));
  });

  it('ends when the user denies or cancels it', async () => {
    browser.answer = 'deny';
    await assert.rejects(signIn('dev', corp(), dependencies, signal), failure('signInDenied'));
    await eventually(() => assert.deepEqual(browser.pages, ['not done']));
    browser.byCode = true;
    await assert.rejects(signIn('dev', corp(), dependencies, signal), failure('signInDenied'));
    browser.answer = 'leave';
    await assert.rejects(signIn('dev', corp(), dependencies, signal), Cancelled);
    browser.byCode = false;
    await assert.rejects(signIn('dev', corp(), dependencies, signal), Cancelled);
    assert.equal(await readToken(path()), undefined);
  });

  it('reports a wrong start URL and a missing network', async () => {
    browser.byCode = true;
    const wrongStartUrl = corp({ startUrl: 'https://elsewhere.awsapps.com/start' });
    await assert.rejects(signIn('dev', wrongStartUrl, dependencies, signal), failure('startUrlRefused'));
    const nowhere = corp({ oidcUrl: 'http://127.0.0.1:9' });
    await assert.rejects(signIn('dev', nowhere, dependencies, signal), failure('network'));
  });
});

function failure(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof FailureError, String(error));
    assert.equal(error.failure.code, code);
    return true;
  };
}
