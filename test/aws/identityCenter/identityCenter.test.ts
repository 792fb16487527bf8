import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
} from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sampleWorld } from '../sample.ts';
import { callerArn } from '../sts/stsClient.ts';
import { answerPage, clientsOf } from './clients.ts';
import { deviceGrant } from './grants.ts';
import { type IdentityCenter, startIdentityCenter } from './identityCenter.ts';
import { sampleDirectory } from './sampleDirectory.ts';

const callback = 'http://127.0.0.1/oauth/callback';
const access = 'sso:account:access';

describe('the local Identity Center', () => {
  let aws: LocalAws;
  let center: IdentityCenter;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    center = await startIdentityCenter(aws, sampleDirectory);
  });
  afterEach(async () => {
    await center.close();
    await aws.close();
  });

  type Registered = { readonly clientId: string; readonly clientSecret: string };

  async function register(grant: string, scopes = [access]): Promise<Registered> {
    const { clientId, clientSecret } = await clientsOf(center).oidc.send(
      new RegisterClientCommand({
        clientName: 'test',
        clientType: 'public',
        scopes,
        grantTypes: [grant, 'refresh_token'],
        redirectUris: grant === 'authorization_code' ? [callback] : [],
        issuerUrl: sampleDirectory.startUrl,
      }),
    );
    return { clientId: clientId ?? '', clientSecret: clientSecret ?? '' };
  }

  async function byDevice(client: Registered, answer?: 'allow' | 'deny') {
    const { oidc } = clientsOf(center);
    const { startUrl } = sampleDirectory;
    const started = await oidc.send(new StartDeviceAuthorizationCommand({ ...client, startUrl }));
    if (answer) await answerPage(started.verificationUriComplete ?? '', answer);
    const { deviceCode } = started;
    return () => oidc.send(new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode }));
  }

  async function signIn(scopes?: string[]): Promise<string> {
    const poll = await byDevice(await register(deviceGrant, scopes), 'allow');
    return (await poll()).accessToken ?? '';
  }

  function authorizeUrl(
    client: Registered,
    challenge: string,
    redirect = 'http://127.0.0.1:5000/oauth/callback',
  ) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: redirect,
      state: 'the-state',
      code_challenge_method: 'S256',
      scopes: access,
      code_challenge: challenge,
    });
    return `${center.url}/authorize?${query.toString()}`;
  }

  it('returns a token for a device code once the user has approved it', async () => {
    const poll = await byDevice(await register(deviceGrant), 'allow');
    const { accessToken, refreshToken, expiresIn } = await poll();
    assert.ok(accessToken && refreshToken);
    assert.equal(expiresIn, 3600);
    await sleep(1000);
    await assert.rejects(poll(), { name: 'InvalidGrantException' }, 'a code is good once');
  });

  it('tells a device to wait, and to slow down if it polls too often', async () => {
    const poll = await byDevice(await register(deviceGrant));
    await assert.rejects(poll(), { name: 'AuthorizationPendingException', error: 'authorization_pending' });
    await assert.rejects(poll(), { name: 'SlowDownException' });
    aws.clock.advance(600_000);
    await assert.rejects(poll(), { name: 'ExpiredTokenException' });
  });

  it('tells a device that the user denied access', async () => {
    const poll = await byDevice(await register(deviceGrant), 'deny');
    await assert.rejects(poll(), { name: 'AccessDeniedException' });
  });

  it('returns a token once for a code and its verifier', async () => {
    const { oidc } = clientsOf(center);
    const client = await register('authorization_code');
    const codeVerifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const redirectUri = 'http://127.0.0.1:5000/oauth/callback';
    const code = async (): Promise<string> => {
      const back = new URL((await answerPage(authorizeUrl(client, challenge), 'allow')) ?? '');
      assert.equal(back.searchParams.get('state'), 'the-state');
      return back.searchParams.get('code') ?? '';
    };
    const exchange = (values: { code: string; redirectUri?: string; codeVerifier?: string }) =>
      oidc.send(
        new CreateTokenCommand({
          ...client,
          grantType: 'authorization_code',
          redirectUri,
          codeVerifier,
          ...values,
        }),
      );
    const good = await code();
    assert.ok((await exchange({ code: good })).refreshToken);
    await assert.rejects(exchange({ code: good }), { name: 'InvalidGrantException' });
    const wrong = { codeVerifier: randomBytes(32).toString('base64url') };
    await assert.rejects(exchange({ code: await code(), ...wrong }), { name: 'InvalidGrantException' });
    const elsewhere = { redirectUri: 'http://127.0.0.1:5001/oauth/callback' };
    await assert.rejects(exchange({ code: await code(), ...elsewhere }), { name: 'InvalidGrantException' });
    const late = await code();
    aws.clock.advance(61_000);
    await assert.rejects(exchange({ code: late }), { name: 'InvalidGrantException' });
  });

  it('shows no page for an invalid link', async () => {
    const client = await register('authorization_code');
    const challenge = createHash('sha256').update('x').digest('base64url');
    const good = authorizeUrl(client, challenge);
    assert.equal((await fetch(good)).status, 200);
    for (const invalid of [
      authorizeUrl(client, challenge, 'http://192.168.0.1:5000/oauth/callback'),
      authorizeUrl(client, challenge, 'http://127.0.0.1:5000/elsewhere'),
      authorizeUrl(client, 'short'),
      authorizeUrl({ ...client, clientId: 'nobody' }, challenge),
      good.replace('S256', 'plain'),
      good.replace('the-state', ''),
      good.replace('account%3Aaccess', 'everything'),
    ])
      assert.equal((await fetch(invalid)).status, 400, invalid);
  });

  it('renews a token, and accepts each refresh token once', async () => {
    const { oidc } = clientsOf(center);
    const client = await register(deviceGrant);
    const { refreshToken } = await (await byDevice(client, 'allow'))();
    const refresh = (token: string | undefined) =>
      oidc.send(new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken: token }));
    const next = await refresh(refreshToken);
    assert.notEqual(next.refreshToken, refreshToken);
    await assert.rejects(refresh(refreshToken), { name: 'InvalidGrantException' });
    center.endSignIns();
    await assert.rejects(refresh(next.refreshToken), { name: 'InvalidGrantException' });
  });

  it('returns no refresh token to a client that requested no scope', async () => {
    const poll = await byDevice(await register(deviceGrant, []), 'allow');
    assert.equal((await poll()).refreshToken, undefined);
  });

  it('rejects a client after its registration has expired, and a wrong secret', async () => {
    const client = await register(deviceGrant);
    await assert.rejects(byDevice({ ...client, clientSecret: 'x' }), { name: 'InvalidClientException' });
    aws.clock.advance(91 * 86_400_000);
    await assert.rejects(byDevice(client), { name: 'InvalidClientException' });
  });

  it('lists accounts and roles in pages, and returns credentials that STS accepts', async () => {
    const { portal } = clientsOf(center);
    const accessToken = await signIn();
    const first = await portal.send(new ListAccountsCommand({ accessToken, maxResults: 1 }));
    assert.deepEqual(first.accountList, [
      { accountId: '444455556666', accountName: 'development', emailAddress: 'aws+development@example.com' },
    ]);
    const second = await portal.send(
      new ListAccountsCommand({ accessToken, maxResults: 1, nextToken: first.nextToken }),
    );
    assert.equal(second.accountList?.[0]?.accountId, '777788889999');
    assert.equal(second.nextToken, undefined);
    const { roleList } = await portal.send(
      new ListAccountRolesCommand({ accessToken, accountId: '444455556666' }),
    );
    assert.deepEqual(
      roleList?.map(({ roleName }) => roleName),
      ['Developer', 'ReadOnly'],
    );
    const { roleCredentials } = await portal.send(
      new GetRoleCredentialsCommand({ accessToken, accountId: '444455556666', roleName: 'Developer' }),
    );
    const {
      accessKeyId = '',
      secretAccessKey = '',
      sessionToken = '',
      expiration = 0,
    } = roleCredentials ?? {};
    assert.ok(Math.abs(expiration - Date.now() - 3600_000) < 10_000, 'milliseconds since the epoch');
    assert.match(
      (await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken })) ?? '',
      /^arn:aws:sts::444455556666:assumed-role\/AWSReservedSSO_Developer_[0-9a-f]{16}\/maya@example\.com$/u,
    );
  });

  it('distinguishes a missing sign-in from a missing role', async () => {
    const { portal } = clientsOf(center);
    const accessToken = await signIn();
    const get = (token: string, accountId: string, roleName: string) =>
      portal.send(new GetRoleCredentialsCommand({ accessToken: token, accountId, roleName }));
    await assert.rejects(get('x', '444455556666', 'Developer'), { name: 'UnauthorizedException' });
    await assert.rejects(get(accessToken, '777788889999', 'Developer'), { name: 'ForbiddenException' });
    await assert.rejects(get(accessToken, '999999999999', 'Developer'), { name: 'ForbiddenException' });
    const other = await signIn(['codewhisperer:completions']);
    await assert.rejects(get(other, '444455556666', 'Developer'), { name: 'UnauthorizedException' });
    await portal.send(new LogoutCommand({ accessToken }));
    await assert.rejects(get(accessToken, '444455556666', 'Developer'), { name: 'UnauthorizedException' });
  });

  it('throttles clients that send too many requests', async () => {
    await center.close();
    center = await startIdentityCenter(aws, sampleDirectory, { requestsPerSecond: 2 });
    const accessToken = await signIn();
    const { portal } = clientsOf(center);
    const lists = Array.from({ length: 8 }, () => portal.send(new ListAccountsCommand({ accessToken })));
    const refused = (await Promise.allSettled(lists)).filter(({ status }) => status === 'rejected');
    assert.ok(refused.length >= 4);
    for (const { reason } of refused as PromiseRejectedResult[])
      assert.equal((reason as Error).name, 'TooManyRequestsException');
  });
});
