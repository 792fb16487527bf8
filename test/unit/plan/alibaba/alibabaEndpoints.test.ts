import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  cloudSsoEndpoint,
  isEndpoint,
  metadataEndpoint,
  oauthEndpoint,
  signinEndpoint,
  siteOf,
  stsEndpoint,
} from '../../../../src/plan/alibaba/alibabaEndpoints.ts';
import { alibabaProfilesOf } from './alibabaProfilesOf.ts';

type Variables = Record<string, string>;

function stsUrl(variables: Variables, profile: Variables = {}): string {
  const found = stsEndpoint(variables, new Map(Object.entries(profile)));
  return isEndpoint(found) ? found.url : `invalid ${found.invalid}`;
}

describe('the endpoint of STS', () => {
  it('is the central one, or that of a region', () => {
    assert.equal(stsUrl({}), 'https://sts.aliyuncs.com');
    const region = { ALIBABA_CLOUD_STS_REGION: 'cn-hangzhou' };
    assert.equal(stsUrl(region), 'https://sts.cn-hangzhou.aliyuncs.com');
    const vpc = { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: 'True' };
    assert.equal(stsUrl({ ...region, ...vpc }), 'https://sts-vpc.cn-hangzhou.aliyuncs.com');
    // Without a region, there is none in a VPC.
    assert.equal(stsUrl(vpc), 'https://sts.aliyuncs.com');
  });

  it('is that of the profile before that of the environment, and a whole one before a region', () => {
    const variables = { ALIBABA_CLOUD_STS_ENDPOINT: 'sts.env.example', ALIBABA_CLOUD_STS_REGION: 'cn-env' };
    assert.equal(stsUrl(variables), 'https://sts.env.example');
    assert.equal(stsUrl(variables, { sts_region: 'cn-own' }), 'https://sts.cn-own.aliyuncs.com');
    assert.equal(
      stsUrl(variables, { sts_region: 'cn-own', enable_vpc: 'true' }),
      'https://sts-vpc.cn-own.aliyuncs.com',
    );
    assert.equal(
      stsUrl(variables, { sts_region: 'cn-own', sts_endpoint: 'Sts.Own.example' }),
      'https://sts.own.example',
    );
  });

  it('is reached over HTTP only if a whole URL says so', () => {
    assert.equal(stsUrl({ ALIBABA_CLOUD_STS_ENDPOINT: 'http://127.0.0.1:8080/' }), 'http://127.0.0.1:8080');
    assert.equal(stsUrl({ ALIBABA_CLOUD_STS_ENDPOINT: '127.0.0.1:8080' }), 'https://127.0.0.1:8080');
    assert.equal(stsUrl({ ALIBABA_CLOUD_STS_ENDPOINT: 'http://[::1]:8080' }), 'http://[::1]:8080');
  });

  for (const address of [
    'user@evil.example',
    'https://user:password@evil.example',
    'https://evil.example/path',
    'https://evil.example?x',
    'https://evil.example#x',
    'ftp://evil.example',
    'evil.example:99999',
    'evil .example',
    'evil.example\r\nHost: x',
    'https://',
    '-evil',
    '.',
    'exämple.com',
    String.raw`https://evil.example\@sts.aliyuncs.com`,
    'a'.repeat(300),
  ])
    it(`is never ${JSON.stringify(address.slice(0, 40))}`, () => {
      assert.equal(stsUrl({}, { sts_endpoint: address }), 'invalid sts_endpoint');
      assert.equal(stsUrl({ ALIBABA_CLOUD_STS_ENDPOINT: address }), 'invalid ALIBABA_CLOUD_STS_ENDPOINT');
    });

  it('is never in a region that is none', () => {
    assert.equal(stsUrl({}, { sts_region: 'evil.example/' }), 'invalid sts_region');
    assert.equal(stsUrl({ ALIBABA_CLOUD_STS_REGION: 'a.b' }), 'invalid ALIBABA_CLOUD_STS_REGION');
  });

  it('leads where it says, whatever a file contains', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'a',
      '.',
      ':',
      '80',
      '@',
      '/',
      '\\',
      '#',
      '?',
      '[',
      ']',
      ' ',
      '-',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const found = stsEndpoint({}, new Map([['sts_endpoint', pieces.join('')]]));
        if (!isEndpoint(found)) return;
        const { origin, host, pathname, username, search, hash } = new URL(found.url);
        assert.deepEqual([origin, host], [found.url, found.host]);
        assert.deepEqual([pathname, username, search, hash], ['/', '', '', '']);
        assert.ok(pieces.join('').startsWith('http://') === found.url.startsWith('http://'));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the endpoints by the site of an account', () => {
  it('are aliyun.com and alibabacloud.com', () => {
    const hosts = (['cn', 'intl'] as const).flatMap((site) =>
      [signinEndpoint({}, site), oauthEndpoint({}, site)].map((found) => isEndpoint(found) && found.host),
    );
    assert.deepEqual(hosts, [
      'signin.aliyun.com',
      'oauth.aliyun.com',
      'signin.alibabacloud.com',
      'oauth.alibabacloud.com',
    ]);
  });

  it('can be named by variables', () => {
    const url = 'http://127.0.0.1:1';
    const expected = { url, host: '127.0.0.1:1' };
    assert.deepEqual(signinEndpoint({ ROLECALL_ALIBABA_SIGNIN_URL: url }, 'cn'), expected);
    assert.deepEqual(oauthEndpoint({ ROLECALL_ALIBABA_OAUTH_URL: url }, 'intl'), expected);
    assert.deepEqual(metadataEndpoint({ ROLECALL_ALIBABA_METADATA_URL: url }), expected);
    assert.deepEqual(metadataEndpoint({ ROLECALL_ALIBABA_METADATA_URL: ' ' }), {
      url: 'http://100.100.100.200',
      host: '100.100.100.200',
    });
  });

  it('belong to the site of the profile', () => {
    const profiles = alibabaProfilesOf({
      cli: [
        { name: 'a', oauth_site_type: 'INTL' },
        { name: 'b', oauth_site_type: 'CN', site: 'international' },
        { name: 'c', site: 'international' },
        { name: 'd', site: 'china' },
      ],
    });
    const sites = ['a', 'b', 'c', 'd', 'gone'].map((name) => siteOf({ kind: 'cliProfile', name }, profiles));
    assert.deepEqual(sites, ['intl', 'cn', 'intl', 'cn', 'cn']);
    const source = { kind: 'cliProfile', name: 'a' } as const;
    assert.equal(siteOf({ kind: 'ramRole', roleArn: 'x', source, sessionName: 'x' }, profiles), 'intl');
    assert.equal(siteOf({ kind: 'credentialsUri' }, profiles), 'cn');
  });
});

describe('the endpoint of CloudSSO', () => {
  it('is the host of its sign-in page', () => {
    assert.deepEqual(cloudSsoEndpoint('https://Signin.example/start/login?x=1#y'), {
      url: 'https://signin.example',
      host: 'signin.example',
    });
    for (const url of ['signin.example', 'https://u:p@x.example/', 'javascript:x', '', 'https:///x'])
      assert.deepEqual(cloudSsoEndpoint(url), { invalid: 'cloud_sso_sign_in_url' }, url);
  });
});
