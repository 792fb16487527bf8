import OauthSdk from '@alicloud/credentials/dist/src/providers/oauth.js';
import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import { userCaller } from '../ram/ramCaller.ts';
import { linArn, toolsAccount } from '../sampleAlibaba.ts';
import { AlibabaClient } from '../sts/alibabaClient.ts';
import type { OauthTokens } from './aliyunOauth.ts';

const lin = userCaller(toolsAccount, 'lin');
const clientId = '4038181954557748008';

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

describe('the local OAuth server', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const post = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(alibaba.oauthUrl + path, { method: 'POST', ...init });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  const exchange = (token: string): Promise<Answer> =>
    post('/v1/exchange', { headers: { Authorization: `Bearer ${token}` } });
  const refresh = (form: Readonly<Record<string, string>>): Promise<Answer> =>
    post('/v1/token', {
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, ...form }),
    });

  it('gives the SDK credentials of the user', async () => {
    const { accessKeyId = '', accessKeySecret = '', securityToken } = await withSdk(alibaba, 3600).keys();
    const { arn } = await new AlibabaClient(alibaba, {
      accessKeyId,
      accessKeySecret,
      securityToken,
    }).identity();
    assert.equal(arn, linArn);
    assert.deepEqual(actions(), ['oauthExchange', 'GetCallerIdentity']);
  });

  it('gives the SDK new tokens if the access token is about to end', async () => {
    const sdk = withSdk(alibaba, 600);
    await sdk.keys();
    assert.deepEqual(actions(), ['oauthRefresh', 'oauthExchange']);
    const [updated] = sdk.updates;
    assert.ok(updated && updated.refreshToken !== sdk.first.refreshToken);
    assert.equal((await exchange(updated.accessToken)).status, 200);
  });

  const actions = (): readonly string[] => alibaba.requests.map(({ action }) => action);

  it('refuses an access token that is unknown or has ended', async () => {
    const { accessToken } = alibaba.oauth.signIn(lin, 60);
    assert.equal((await exchange(accessToken)).status, 200);
    alibaba.clock.advance(60_000);
    for (const token of ['', 'unknown', accessToken]) {
      const { status, body } = await exchange(token);
      assert.deepEqual([status, body['error']], [401, 'invalid_token']);
    }
  });

  it('takes a refresh token once, from a client that it knows', async () => {
    const { refreshToken: refresh_token } = alibaba.oauth.signIn(lin);
    assert.equal((await refresh({ refresh_token, client_id: 'other' })).body['error'], 'invalid_client');
    assert.equal((await refresh({ refresh_token, grant_type: 'password' })).status, 400);
    assert.equal((await refresh({ refresh_token })).status, 200);
    assert.equal((await refresh({ refresh_token })).body['error'], 'invalid_grant');
  });

  it('records no secrets', async () => {
    const { accessToken, refreshToken } = alibaba.oauth.signIn(lin);
    await exchange(accessToken);
    await refresh({ refresh_token: refreshToken });
    const recorded = JSON.stringify(alibaba.requests);
    for (const secret of [accessToken, refreshToken]) assert.ok(!recorded.includes(secret));
  });
});

type WithSdk = {
  readonly first: OauthTokens;
  /** The tokens that the SDK would write to its file. */
  readonly updates: readonly OauthTokens[];
  readonly keys: () => Promise<{
    readonly accessKeyId?: string;
    readonly accessKeySecret?: string;
    readonly securityToken?: string;
  }>;
};

/** The SDK's own reader for profiles in the mode `OAuth`. `seconds`: how long the access token is valid. */
function withSdk(alibaba: LocalAlibaba, seconds: number): WithSdk {
  const first = alibaba.oauth.signIn(lin, seconds);
  const updates: OauthTokens[] = [];
  const provider = OauthSdk.default
    .builder()
    .withClientId(clientId)
    .withSignInUrl(alibaba.oauthUrl)
    .withAccessToken(first.accessToken)
    .withRefreshToken(first.refreshToken)
    .withAccessTokenExpire(Math.floor(Date.now() / 1000) + seconds)
    .withTokenUpdateCallback((refreshToken, accessToken) => {
      updates.push({ accessToken, refreshToken });
    })
    .build();
  return { first, updates, keys: () => provider.getCredentials() };
}
