import assert from 'node:assert/strict';
import { consoleUrl } from '../../../../src/commands/identityCenter/consoleUrl.ts';
import { planFor } from '../../plan/planText.ts';

const urlIn = (region: string, startUrl = 'https://x.awsapps.com/start', role = 'Dev'): string | undefined =>
  consoleUrl(
    planFor({
      config: `[profile dev]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = ${role}
region = ${region}
[sso-session corp]
sso_start_url = ${startUrl}
sso_region = us-east-1
`,
    }),
  );

const hostIn = (region: string): string =>
  new URL(new URLSearchParams(urlIn(region)?.split('?')[1]).get('destination') ?? '').host;

describe('the console URL', () => {
  it('is at the access portal, regardless of how the start URL ends', () => {
    const url =
      'https://x.awsapps.com/start/#/console?account_id=111111111111&role_name=Dev&destination=https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fconsole%2Fhome%3Fregion%3Deu-west-1';
    for (const end of [
      '',
      '/',
      '//',
      '#',
      '/#/',
      '#/',
      '?',
      '/#/?tab=accounts',
      '#/console?account_id=1',
      '?a=b#/c/',
      '/index.html#/',
    ])
      assert.equal(urlIn('eu-west-1', `https://x.awsapps.com/start${end}`), url, end);
    for (const start of [
      'https://X.AWSAPPS.COM/start',
      'https://me:pw@x.awsapps.com/start',
      'https://x.awsapps.com',
    ])
      assert.equal(urlIn('eu-west-1', start), url, start);
    const dualStack = 'https://ssoins-1.portal.eu-west-1.app.aws';
    for (const end of ['', '/', '/#/'])
      assert.equal(urlIn('eu-west-1', dualStack + end)?.split('?')[0], `${dualStack}/#/console`, end);
    const government = 'https://start.us-gov-home.awsapps.com/directory/d-123';
    for (const end of ['', '/', '/#/', '#/console?account_id=1'])
      assert.equal(urlIn('us-gov-west-1', government + end)?.split('?')[0], `${government}/#/console`, end);
    const china = 'https://start.home.awsapps.cn/directory/x';
    assert.equal(urlIn('cn-north-1', `${china}/#/`)?.split('?')[0], `${china}/#/console`);
  });

  it('leads to the console of the partition', () => {
    assert.equal(hostIn('cn-north-1'), 'cn-north-1.console.amazonaws.cn');
    assert.equal(hostIn('us-gov-west-1'), 'us-gov-west-1.console.amazonaws-us-gov.com');
    assert.equal(hostIn('eusc-de-east-1'), 'eusc-de-east-1.console.amazonaws-eusc.eu');
  });

  it('is undefined if the credentials come from elsewhere or assume another role', () => {
    const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = s\n';
    assert.equal(consoleUrl(planFor({ config: `[profile dev]\n${keys}` })), undefined);
    const role = 'role_arn = arn:aws:iam::1:role/R\nsource_profile = sso\n';
    assert.equal(
      consoleUrl(
        planFor({
          config: `[profile dev]\n${role}[profile sso]\nsso_start_url = https://x/start\nsso_region = us-east-1\nsso_account_id = 111111111111\nsso_role_name = R\n`,
        }),
      ),
      undefined,
    );
  });
});
