import assert from 'node:assert/strict';
import { nearRegion } from '../../../../src/commands/change/nearRegion.ts';
import {
  mendedStartUrl,
  nameOfStartUrl,
  regionOfStartUrl,
} from '../../../../src/commands/change/startUrl.ts';
import { acceptsValue } from '../../../../src/profiles/keys.ts';
import { regions } from '../../../../src/plan/endpoints/regions.ts';

describe('a start URL', () => {
  const corp = 'https://corp.awsapps.com/start';
  const mended: readonly (readonly [text: string, url: string])[] = [
    [corp, corp],
    ['corp.awsapps.com/start', corp],
    ['corp.awsapps.com', corp],
    [' "corp.awsapps.com/start" ', corp],
    [`${corp}/`, corp],
    [`${corp}#/`, corp],
    [`${corp}/#/?tab=accounts`, corp],
    [`${corp}/#/console?account_id=123456789012&role_name=Admin`, corp],
    ['http://corp.awsapps.com/start', corp],
    ['HTTPS://Corp.awsapps.com/start', corp],
    ['d-0123456789', 'https://d-0123456789.awsapps.com/start'],
    [
      'start.us-gov-home.awsapps.com/directory/corp#/',
      'https://start.us-gov-home.awsapps.com/directory/corp',
    ],
    ['https://start.home.awsapps.cn/directory/corp/', 'https://start.home.awsapps.cn/directory/corp'],
    ['ssoins-72a1.portal.eu-west-1.app.aws', 'https://ssoins-72a1.portal.eu-west-1.app.aws'],
    ['http://localhost:8080/start', 'http://localhost:8080/start'],
  ];
  for (const [text, url] of mended)
    it(`is mended: ${text}`, () => {
      assert.equal(mendedStartUrl(text), url);
      assert.ok(acceptsValue('sso_start_url', url));
      assert.equal(mendedStartUrl(url), url);
    });

  for (const text of ['', 'corp', 'my company', 'https://', 'https://maya:secret@corp.awsapps.com/start'])
    it(`is not made of “${text}”`, () => assert.equal(mendedStartUrl(text), text));

  it('may name a region', () => {
    assert.equal(regionOfStartUrl('https://ssoins-72a1.portal.eu-west-1.app.aws'), 'eu-west-1');
    assert.equal(regionOfStartUrl(corp), undefined);
  });

  it('suggests a name', () => {
    assert.equal(nameOfStartUrl(corp), 'corp');
    for (const url of ['d-0123456789.awsapps.com/start', 'start.us-gov-home.awsapps.com/directory/corp'])
      assert.equal(nameOfStartUrl(`https://${url}`), 'my-sso');
  });
});

describe('the region near the user', () => {
  const near: readonly (readonly [zone: string, language: string, region: string])[] = [
    ['Asia/Tokyo', 'en', 'ap-northeast-1'],
    ['Asia/Calcutta', 'en', 'ap-south-1'],
    ['Europe/Berlin', 'en', 'eu-central-1'],
    ['Europe/London', 'en', 'eu-west-2'],
    ['America/Los_Angeles', 'en', 'us-west-2'],
    ['America/New_York', 'ja', 'us-east-1'],
    ['America/Sao_Paulo', 'pt-br', 'sa-east-1'],
    ['UTC', 'ja', 'ap-northeast-1'],
    ['UTC', 'de', 'eu-central-1'],
    ['UTC', 'en', 'us-east-1'],
    ['', '', 'us-east-1'],
  ];
  for (const [zone, language, region] of near)
    it(`is ${region} for ${zone || 'no time zone'} and ${language || 'no language'}`, () =>
      assert.equal(nearRegion(zone, language), region));

  it('exists for every time zone', () => {
    const codes = new Set(regions.map(([code]) => code));
    for (const zone of Intl.supportedValuesOf('timeZone')) assert.ok(codes.has(nearRegion(zone, '')), zone);
  });
});
