import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assume, type SigningKeys } from '../sts/stsClient.ts';
import { aliceKey, chinaKey, chinaRole, plainRole, testWorld } from '../testWorld.ts';
import {
  chainedRole,
  consoleUser,
  directRole,
  federatedUser,
  identityCenterRole,
  machineRole,
  mfaSession,
  plainSession,
  roleAfterMfa,
  webIdentityRole,
} from './sessionKinds.ts';

const hour = 3_600_000;
const minute = 60_000;
const destination = 'https://eu-central-1.console.aws.amazon.com/s3/home?region=eu-central-1#/a&b';
const bad = 'BadRequest';

type Parameters = Readonly<Record<string, string>>;

describe('the federation endpoint', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });
  afterEach(() => aws.close());

  /** The token, or the outcome of a request that is refused with a page. */
  async function signinToken(keys: SigningKeys, more: Parameters = {}, base = aws.url): Promise<string> {
    const body = new URLSearchParams({ Action: 'getSigninToken', Session: sessionOf(keys), ...more });
    return tokenIn(await fetch(`${base}/federation`, { method: 'POST', body }));
  }

  async function tokenIn(response: Response): Promise<string> {
    const text = await response.text();
    if (response.status === 200) return (JSON.parse(text) as { readonly SigninToken: string }).SigninToken;
    assert.match(text, /^<!doctype html>/u);
    assert.equal(response.status, 400);
    return aws.requests.at(-1)?.outcome ?? '';
  }

  async function login(token: string, more: Parameters = {}, base = aws.url): Promise<Page> {
    const query = { Action: 'login', Issuer: '', Destination: destination, SigninToken: token, ...more };
    const response = await fetch(`${base}/federation?${new URLSearchParams(query).toString()}`);
    const html = await response.text();
    const found = (id: string): string => new RegExp(`id="${id}">([^<]*)<`, 'u').exec(html)?.[1] ?? '';
    const seconds = Number(/\((\d+) s\)/u.exec(found('until'))?.[1]);
    return { status: response.status, html, found, seconds };
  }

  it('lets roles into the console', async () => {
    const token = await signinToken(await directRole(aws));
    const { found, seconds } = await login(token);
    assert.equal(found('identity'), 'arn:aws:sts::222222222222:assumed-role/Plain/test');
    assert.equal(found('account'), '222222222222');
    assert.equal(found('destination'), destination.replace('&', '&amp;'));
    assert.ok(seconds > 3590 && seconds <= 3600, `${seconds}`);
  });

  it('takes requests for a token by GET, too', async () => {
    const query = new URLSearchParams({
      Action: 'getSigninToken',
      Session: sessionOf(await directRole(aws)),
    });
    const token = await tokenIn(await fetch(`${aws.url}/federation?${query.toString()}`));
    assert.equal((await login(token)).status, 200);
  });

  const kinds: readonly (readonly [
    what: string,
    keys: (aws: LocalAws) => Promise<SigningKeys>,
    withDuration: string,
    lasts: number,
  ])[] = [
    ['a role assumed with long-term keys', directRole, 'OK', 3600],
    ['a role assumed with a token of an identity provider', webIdentityRole, 'OK', 3600],
    ['a role behind a role', chainedRole, bad, 3600],
    ['a role assumed with a session that has MFA', roleAfterMfa, bad, 3600],
    ['a role of Identity Center', identityCenterRole, 'OK', 3600],
    ['a role of a machine', machineRole, bad, 6 * 3600],
    ['a user who signed in with the console', consoleUser, bad, 900],
    ['a federated user', federatedUser, bad, 43_200],
  ];
  for (const [what, keysOf, withDuration, lasts] of kinds) {
    it(`lets ${what} in, ${withDuration === 'OK' ? 'for any duration' : 'but not for a given duration'}`, async () => {
      const keys = await keysOf(aws);
      const { seconds } = await login(await signinToken(keys));
      assert.ok(seconds > lasts - 10 && seconds <= lasts, `${seconds}`);
      const long = await signinToken(keys, { SessionDuration: '43200' });
      if (withDuration === 'OK') assert.equal((await login(long)).seconds, 43_200);
      else assert.equal(long, withDuration);
    });
  }

  it('has no console for GetSessionToken, which shows only after the token', async () => {
    for (const keysOf of [mfaSession, plainSession]) {
      const { status, html } = await login(await signinToken(await keysOf(aws)));
      assert.equal(status, 400);
      assert.match(html, /Only federation tokens or assume role tokens may be used for federated login\./u);
    }
  });

  it('rejects long-term keys', async () => {
    assert.equal(await signinToken(aliceKey), bad);
    assert.equal(await signinToken({ ...aliceKey, sessionToken: 'token' }), bad);
  });

  it('rejects keys that are wrong, expired, or of a deleted role', async () => {
    const [keys, others] = [await directRole(aws), await directRole(aws)];
    assert.equal(await signinToken({ ...keys, secretAccessKey: others.secretAccessKey }), bad);
    assert.equal(await signinToken({ ...keys, sessionToken: others.sessionToken ?? '' }), bad);
    assert.equal(await signinToken({ ...keys, accessKeyId: 'ASIAUNKNOWN000000000' }), bad);
    aws.clock.advance(hour);
    assert.equal(await signinToken(keys), bad);
    const late = await directRole(aws);
    aws.iam.deletePrincipal(plainRole);
    assert.equal(await signinToken(late), bad);
  });

  it('takes a session with exactly its three keys', async () => {
    const keys = await directRole(aws);
    const right: unknown = JSON.parse(sessionOf(keys));
    for (const wrong of [
      '',
      '{',
      'null',
      '[]',
      JSON.stringify({ ...Object(right), sessionDuration: 900 }),
      JSON.stringify({ ...Object(right), sessionKey: undefined }),
      JSON.stringify({ ...Object(right), sessionToken: '' }),
      JSON.stringify({ ...Object(right), sessionToken: 7 }),
    ]) {
      assert.equal(await signinToken(keys, { Session: wrong }), bad, wrong);
    }
  });

  it('takes a duration from 15 minutes to 12 hours', async () => {
    const keys = await directRole(aws);
    for (const wrong of ['', '0', '899', '43201', '1e3', '-900', '900.5', 'long']) {
      assert.equal(await signinToken(keys, { SessionDuration: wrong }), bad, wrong);
    }
    assert.equal((await login(await signinToken(keys, { SessionDuration: '900' }))).seconds, 900);
  });

  it('knows only the credentials of its partition', async () => {
    const china = await assume(aws, chinaKey, { RoleArn: chinaRole });
    const [here, there] = [`${aws.url}/region/us-east-1`, `${aws.url}/region/cn-north-1`];
    const to = { Destination: 'https://cn-north-1.console.amazonaws.cn/console/home' };
    assert.equal(await signinToken(china, {}, here), bad);
    assert.equal(await signinToken(await directRole(aws), {}, there), bad);
    const token = await signinToken(china, {}, there);
    assert.equal((await login(token, to, there)).status, 200);
    assert.equal((await login(token, to, here)).status, 400, 'the token is only good where it was issued');
    assert.equal((await login(await signinToken(await directRole(aws), {}, here), {}, here)).status, 200);
  });

  it('takes a token several times, for 15 minutes', async () => {
    const token = await signinToken(await directRole(aws));
    assert.equal((await login(token)).status, 200);
    aws.clock.advance(15 * minute - 1000);
    assert.equal((await login(token)).status, 200);
    aws.clock.advance(1000);
    assert.equal((await login(token)).status, 400);
    assert.equal((await login('unknown')).status, 400);
  });

  it('rejects a token whose credentials have expired', async () => {
    const keys = await directRole(aws);
    aws.clock.advance(hour - minute);
    const token = await signinToken(keys);
    aws.clock.advance(minute);
    assert.equal((await login(token)).status, 400);
  });

  it('opens only pages of AWS, for an issuer that is a web page', async () => {
    const token = await signinToken(await directRole(aws));
    for (const wrong of [
      { Destination: '' },
      { Destination: 'https://example.com/' },
      { Destination: 'https://console.aws.amazon.com.example.com/' },
      { Destination: 'http://console.aws.amazon.com/' },
      { Issuer: 'vscode://example.rolecall' },
    ]) {
      assert.equal((await login(token, wrong)).status, 400, JSON.stringify(wrong));
    }
    assert.equal((await login(token, { Issuer: 'https://example.com/' })).status, 200);
  });

  it('rejects other actions', async () => {
    for (const query of ['', '?Action=logout', '?Action=getSigninToken']) {
      assert.equal((await fetch(`${aws.url}/federation${query}`)).status, 400, query);
    }
    assert.equal(
      (await fetch(`${aws.url}/oauth?redirect_uri=${encodeURIComponent(destination)}`)).status,
      400,
    );
    const body = new URLSearchParams({
      Action: 'login',
      Destination: destination,
      SigninToken: await signinToken(await directRole(aws)),
    });
    assert.equal((await fetch(`${aws.url}/federation`, { method: 'POST', body })).status, 400);
  });

  it('signs out and redirects to the login, and nowhere else', async () => {
    const logout = (redirect: string): Promise<Response> => {
      const query = new URLSearchParams({ Action: 'logout', redirect_uri: redirect });
      return fetch(`${aws.url}/region/eu-central-1/oauth?${query.toString()}`, { redirect: 'manual' });
    };
    const next = `${aws.url}/region/eu-central-1/federation?Action=login&SigninToken=a`;
    const response = await logout(next);
    assert.deepEqual([response.status, response.headers.get('location')], [302, next]);
    assert.equal((await logout(destination)).status, 302);
    for (const wrong of ['', 'https://example.com/']) assert.equal((await logout(wrong)).status, 400, wrong);
  });

  it('records requests without their secrets', async () => {
    const keys = await directRole(aws);
    const token = await signinToken(keys, { SessionDuration: '3600' });
    await login(token, { Issuer: 'https://example.com/' });
    const next = encodeURIComponent(`${aws.url}/federation?Action=login&SigninToken=${token}`);
    await fetch(`${aws.url}/oauth?Action=logout&redirect_uri=${next}`, { redirect: 'manual' });
    const [asked, opened, left] = aws.requests.slice(-3);
    assert.deepEqual(asked?.parameters, { SessionDuration: '3600' });
    assert.equal(asked.accessKeyId, keys.accessKeyId);
    assert.deepEqual(opened?.parameters, { Issuer: 'https://example.com/', Destination: destination });
    assert.equal(opened.principalArn, 'arn:aws:sts::222222222222:assumed-role/Plain/test');
    assert.equal(left?.outcome, 'OK');
    const recorded = JSON.stringify(aws.requests);
    for (const secret of [token, keys.secretAccessKey, keys.sessionToken ?? '']) {
      assert.ok(!recorded.includes(secret));
    }
    assert.deepEqual(aws.signin.issuedSecrets, [{ kind: 'sign-in token', text: token }]);
  });
});

type Page = {
  readonly status: number;
  readonly html: string;
  readonly found: (id: string) => string;
  readonly seconds: number;
};

function sessionOf({ accessKeyId, secretAccessKey, sessionToken }: SigningKeys): string {
  return JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
}
