import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { userCaller } from '../../../alibaba/ram/ramCaller.ts';
import {
  cloudSsoConfiguration,
  linArn,
  researchAccount,
  toolsAccount,
} from '../../../alibaba/sampleAlibaba.ts';
import { listen } from '../listening.ts';
import { AlibabaStage, cli, failureOf } from './alibabaStage.ts';

const hour = 3_600_000;

const seconds = (ms: number) => Math.floor((Date.now() + ms) / 1000);

describe('a sign-in with the Alibaba Cloud CLI', () => {
  let alibaba: LocalAlibaba;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const lin = userCaller(toolsAccount, 'lin');
  const cloudSso = (more: Readonly<Record<string, unknown>> = {}) => ({
    name: 'sso',
    mode: 'CloudSSO',
    region_id: 'cn-hangzhou',
    cloud_sso_sign_in_url: alibaba.cloudSsoUrl,
    cloud_sso_account_id: cloudSsoConfiguration.accountId,
    cloud_sso_access_config: cloudSsoConfiguration.id,
    access_token: alibaba.cloudSso.signIn(),
    cloud_sso_access_token_expire: seconds(8 * hour),
    ...more,
  });
  const oauth = (more: Readonly<Record<string, unknown>> = {}) => ({
    name: 'oauth',
    mode: 'OAuth',
    region_id: 'cn-hangzhou',
    oauth_site_type: 'CN',
    ...tokens(),
    oauth_access_token_expire: seconds(3 * hour),
    ...more,
  });
  const tokens = () => {
    const { accessToken, refreshToken } = alibaba.oauth.signIn(lin);
    return { oauth_access_token: accessToken, oauth_refresh_token: refreshToken };
  };
  const stored = (life: number) => {
    const session = alibaba.sessions.issue(lin, life);
    return {
      access_key_id: session.accessKeyId,
      access_key_secret: session.accessKeySecret,
      sts_token: session.securityToken,
      sts_expiration: session.expiration / 1000,
    };
  };
  const stage = (profile: Readonly<Record<string, unknown>>, aheadMs = 0) =>
    new AlibabaStage(alibaba, { entries: [profile], aheadMs });
  const actions = () => alibaba.requests.map(({ action }) => action);

  it('yields credentials of CloudSSO', async () => {
    const { arn } = await stage(cloudSso()).identify(cli('sso'));
    assert.match(
      arn,
      new RegExp(`^acs:ram::${researchAccount}:assumed-role/AliyunReservedSSO-DataScience-`, 'u'),
    );
    const { expiration = 0 } = await stage(cloudSso()).run(cli('sso'));
    assert.ok(Math.abs(expiration - Date.now() - hour) < 5000);
  });

  it('yields credentials of the user who signed in with OAuth, and leaves the refresh token alone', async () => {
    const profile = oauth();
    assert.equal((await stage(profile).identify(cli('oauth'))).arn, linArn);
    assert.ok(!actions().includes('oauthRefresh'));
    assert.ok(alibaba.oauth.refreshTokens.find(profile.oauth_refresh_token));
  });

  it('has an end by this machine’s clock', async () => {
    const ahead = 40 * 60_000;
    for (const profile of [cloudSso(), oauth()]) {
      const { expiration = 0 } = await stage(profile, ahead).run(cli(profile.name));
      assert.ok(Math.abs(expiration - Date.now() - ahead - hour) < 5000);
    }
  });

  it('yields what the CLI has stored, while that lasts', async () => {
    const keys = stored(1800);
    for (const profile of [cloudSso(keys), oauth(keys)]) {
      const credentials = await stage(profile).run(cli(profile.name));
      assert.equal(credentials.accessKeyId, keys.access_key_id);
      assert.equal(credentials.expiration, keys.sts_expiration * 1000);
    }
    assert.deepEqual(actions(), []);
    const fresh = await stage(cloudSso(stored(30))).run(cli('sso'));
    assert.ok((fresh.expiration ?? 0) > Date.now() + hour / 2);
  });

  it('yields new credentials if those should last longer, or the stored ones if it has ended', async () => {
    const keys = stored(1800);
    const profile = cloudSso(keys);
    const longer = await stage(profile).run(cli('sso'), { minimumMs: hour / 2 + 60_000 });
    assert.notEqual(longer.accessKeyId, keys.access_key_id);
    alibaba.cloudSso.tokens.revoke(profile.access_token);
    const same = await stage(profile).run(cli('sso'), { minimumMs: hour / 2 + 60_000 });
    assert.equal(same.accessKeyId, keys.access_key_id);
    const nearlyOver = { ...stored(30), access_token: profile.access_token };
    assert.partialDeepStrictEqual(await failureOf(stage(cloudSso(nearlyOver)).run(cli('sso'))), {
      code: 'cliSignInNeeded',
      why: 'refused',
    });
  });

  it('is needed if the stored credentials have ended while it was asked for others', async () => {
    const server = await listen((_, response) => {
      // As if the machine had slept.
      sleeping.aheadMs = 3 * hour;
      response.writeHead(401).end('{}');
    });
    const sleeping = stage(cloudSso({ ...stored(1800), cloud_sso_sign_in_url: server.url }));
    assert.partialDeepStrictEqual(
      await failureOf(sleeping.run(cli('sso'), { minimumMs: hour / 2 + 60_000 })),
      { code: 'cliSignInNeeded', why: 'refused' },
    );
    await server.close();
  });

  for (const [mode, make, name] of [
    ['CloudSSO', cloudSso, 'sso'],
    ['OAuth', oauth, 'oauth'],
  ] as const)
    it(`is needed if the token is over, refused, or not there (${mode})`, async () => {
      const needed = { code: 'cliSignInNeeded', profile: name, mode } as const;
      const over = { cloud_sso_access_token_expire: seconds(-1), oauth_access_token_expire: seconds(-1) };
      assert.deepEqual(await failureOf(stage(make(over)).run(cli(name))), { ...needed, why: 'expired' });
      assert.deepEqual(actions(), []);
      const wrong = { access_token: 'wrong-token-1', oauth_access_token: 'wrong-token-1' };
      const refused = await failureOf(stage(make(wrong)).run(cli(name)), ['wrong-token-1']);
      assert.deepEqual(refused, { ...needed, why: 'refused' });
      const unsendable = { access_token: 'a\nb', oauth_access_token: 'a\nb' };
      const odd = await failureOf(stage(make(unsendable)).run(cli(name)));
      assert.deepEqual(odd, { ...needed, why: 'signedOut' });
    });

  it('may have no access', async () => {
    assert.deepEqual(
      await failureOf(stage(cloudSso({ cloud_sso_access_config: 'ac-other' })).run(cli('sso'))),
      {
        code: 'alibabaRequestRefused',
        profile: 'sso',
        action: 'cloudsso:CreateCloudCredential',
        alibabaCode: 'Forbidden.AccessAssignment',
        detail: 'You have no such access.',
      },
    );
  });

  for (const [code, status, body] of [
    ['notAlibaba', 200, '<html>'],
    ['notAlibaba', 200, '{}'],
    ['notAlibaba', 200, '{"CloudCredential":{"AccessKeyId":"STS.x"}}'],
    ['notAlibaba', 403, '<html>'],
    ['proxyRefused', 407, '<html>'],
    ['throttled', 429, '{}'],
    ['serviceFault', 503, '{}'],
    ['cliSignInNeeded', 401, ''],
    ['cliSignInNeeded', 400, '{"error":"invalid_token"}'],
  ] as const)
    it(`ends with ${code} for status ${status} and ${body || 'nothing'}`, async () => {
      const server = await listen((_, response) => response.writeHead(status).end(body));
      for (const profile of [cloudSso({ cloud_sso_sign_in_url: `${server.url}/login` }), oauth()]) {
        const environment = { ROLECALL_ALIBABA_OAUTH_URL: server.url };
        const other = new AlibabaStage(alibaba, { entries: [profile], environment });
        const failure = await failureOf(other.run(cli(profile.name)), alibaba.cloudSso.tokens.texts);
        assert.equal(failure.code, code);
      }
      await server.close();
    });
});
