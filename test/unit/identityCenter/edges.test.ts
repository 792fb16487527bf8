import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import { createIdentityCenter } from '../../../src/credentials/sdk/aws.ts';
import { awsLimits } from '../../../src/credentials/sdk/awsLimits.ts';
import { ssoFailure } from '../../../src/credentials/sso/ssoFailure.ts';
import { tokenPath } from '../../../src/credentials/sso/ssoTokens.ts';
import type { AccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import { authorizationPending, invalidRequest, slowDown } from '../../aws/identityCenter/refusals.ts';
import { eventually } from '../../eventually.ts';
import { bigDirectory } from './bigDirectory.ts';
import { SsoStage } from './ssoStage.ts';

const { signal } = new AbortController();
const silent = { mayAsk: false, signal };

describe('a sign-in, in detail,', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let portal: AccessPortal;

  const open = async (accounts = 2): Promise<void> => {
    stage = await SsoStage.open(bigDirectory(accounts));
    portal = stage.window();
  };
  afterEach(async () => {
    assert.equal(stage.browser.visibleIndicators, 0, 'no indicator stays visible');
    await stage.close();
  });

  const urlIn = (region: string): string =>
    createIdentityCenter(stage.session({ region, oidcUrl: undefined }), {
      limits: awsLimits,
      authorities: undefined,
    }).authorizeUrl;
  const path = (): string => tokenPath(join(stage.folder, 'cache'), stage.session());
  const token = async (): Promise<Record<string, string>> =>
    JSON.parse(await readFile(path(), 'utf8')) as Record<string, string>;
  const signIn = (): Promise<void> => portal.signIns.signIn(stage.session(), signal);
  const hasToken = (): Promise<void> => portal.signIns.withToken(stage.session(), silent, async () => {});

  it('polls less often after a slow_down response', async () => {
    await open();
    stage.browser.byCode = true;
    stage.center.faults.next({ kind: 'refusal', refusal: slowDown(), action: 'CreateToken' });
    const start = performance.now();
    await signIn();
    assert.ok(performance.now() - start > 6900, 'one second, then six');
  });

  it('polls no longer than the device code is valid', async () => {
    await open();
    stage.browser.byCode = true;
    const answer = {
      deviceCode: 'd',
      userCode: 'BCDF-GHJK',
      verificationUri: stage.center.url,
      expiresIn: 2,
      interval: 1,
    };
    stage.center.faults.next({
      kind: 'body',
      body: JSON.stringify(answer),
      action: 'StartDeviceAuthorization',
    });
    stage.center.faults.next({
      kind: 'refusal',
      refusal: authorizationPending(),
      action: 'CreateToken',
      times: Infinity,
    });
    await assert.rejects(signIn(), failing('signInTimedOut'));
    assert.ok(stage.calls('CreateToken') <= 2);
  });

  it('reports an expired device code', async () => {
    await open();
    stage.browser.byCode = true;
    stage.browser.answer = 'ask';
    const late = assert.rejects(signIn(), failing('signInTimedOut'));
    await stage.browser.hasOpened(1);
    stage.aws.clock.advance(11 * 60_000);
    await late;
  });

  it('accepts redirects only from this machine', async () => {
    await open();
    stage.browser.answer = 'ask';
    const waiting = signIn();
    const [url = ''] = await stage.browser.hasOpened(1);
    const { port } = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    await assert.rejects(
      new Promise((resolve, reject) => {
        const socket = connect(Number(port), '::1', () => resolve(socket.destroy()));
        socket.on('error', reject);
      }),
    );
    stage.browser.cancelled.abort();
    await assert.rejects(waiting);
  });

  it('keeps its refresh token if the response has no new one', async () => {
    await open();
    await signIn();
    const { refreshToken } = await token();
    stage.aws.clock.advance(57 * 60_000);
    const answer = { accessToken: 'another', tokenType: 'Bearer', expiresIn: 3600 };
    stage.center.faults.next({ kind: 'body', body: JSON.stringify(answer), action: 'CreateToken' });
    await hasToken();
    assert.partialDeepStrictEqual(await token(), { accessToken: 'another', refreshToken });
  });

  it('is not renewed after its client registration has expired', async () => {
    await open();
    await signIn();
    await writeFile(
      path(),
      JSON.stringify({ ...(await token()), registrationExpiresAt: '2020-01-01T00:00:00Z' }),
    );
    const calls = stage.calls('CreateToken');
    stage.aws.clock.advance(61 * 60_000);
    await assert.rejects(hasToken(), failing('signInNeeded'));
    assert.equal(stage.calls('CreateToken'), calls);
  });

  it('can be ended if there is none, and after it has expired', async () => {
    await open();
    await portal.signOut(stage.session(), signal);
    await signIn();
    stage.center.endSignIns();
    await portal.signOut(stage.session(), signal);
    assert.deepEqual(portal.signIns.stateOf(stage.session()), { kind: 'signedOut' });
  });

  it('is reported when it expires', async () => {
    await open();
    await signIn();
    const { refreshToken: _, ...rest } = await token();
    await writeFile(path(), JSON.stringify(rest));
    stage.aws.clock.advance(Date.parse(rest['expiresAt'] ?? '') - stage.aws.clock.now() - 500);
    await portal.refresh();
    assert.partialDeepStrictEqual(portal.signIns.stateOf(stage.session()), {
      kind: 'signedIn',
      isRenewed: false,
    });
    let changes = 0;
    portal.signIns.onDidChange(() => changes++);
    await eventually(() => assert.deepEqual(portal.signIns.stateOf(stage.session()), { kind: 'expired' }));
    assert.equal(changes, 1);
  });

  it('is not canceled by reading its state', async () => {
    await open();
    stage.browser.answer = 'ask';
    const listing = portal.accounts.listAll(stage.session(), { mayAsk: true, signal });
    const [url = ''] = await stage.browser.hasOpened(1);
    await portal.refresh();
    await portal.refresh();
    stage.browser.answer = 'allow';
    await stage.browser.open(url);
    assert.equal((await listing).accounts.size, 2);
  });

  it('stops listing accounts after the roles of one are refused', async () => {
    await open(300);
    await signIn();
    stage.center.faults.next({ kind: 'refusal', refusal: invalidRequest('No.'), action: 'ListAccountRoles' });
    await assert.rejects(portal.accounts.listAll(stage.session(), silent), failing('refusedRequest'));
    assert.ok(stage.calls('ListAccountRoles') < 30, `${stage.calls('ListAccountRoles')} calls`);
  });

  it('lists accounts concurrently', async () => {
    await open(24);
    await signIn();
    stage.center.faults.next({
      kind: 'delay',
      milliseconds: 300,
      action: 'ListAccountRoles',
      times: Infinity,
    });
    const start = performance.now();
    await portal.accounts.listAll(stage.session(), silent);
    assert.ok(performance.now() - start < 24 * 300, 'sequential calls take longer');
  });

  it('shows accounts without a name by their ID', async () => {
    await open(1);
    const [account] = stage.center.person.accounts;
    stage.center.person = { ...stage.center.person, accounts: [{ ...account!, name: '' }] };
    await signIn();
    const { accounts } = await portal.accounts.listAccounts(stage.session(), silent);
    assert.deepEqual(
      [...accounts.values()].map(({ name }) => name),
      [account?.id],
    );
  });

  it('uses the endpoint of its partition, and reports an unknown region', async () => {
    await open();
    assert.equal(urlIn('eu-west-1'), 'https://oidc.eu-west-1.amazonaws.com/authorize');
    assert.equal(urlIn('cn-north-1'), 'https://oidc.cn-north-1.amazonaws.com.cn/authorize');
    const unknown = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const codeIn = (region: string): string => {
      const error = ssoFailure(
        unknown,
        '',
        stage.session({ region, oidcUrl: undefined, portalUrl: undefined }),
        'oidc',
      );
      return error instanceof FailureError ? error.failure.code : '';
    };
    assert.equal(codeIn('eu-frankfurt-1'), 'noSuchRegion');
    assert.equal(codeIn('eu-central-1'), 'network');
  });
});

function failing(code: Failure['code']): (error: unknown) => boolean {
  return (error) => error instanceof FailureError && error.failure.code === code;
}
