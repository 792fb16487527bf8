import assert from 'node:assert/strict';
import { consoleRoute } from '../../../../src/plan/console/consoleRoute.ts';
import { loginUrl, portalUrl, signedOutFirst } from '../../../../src/plan/console/consoleUrls.ts';
import { workingPlan } from '../planText.ts';

function urlFor(startUrl: string, role = 'Dev'): unknown {
  const plan = workingPlan({
    config: `[profile dev]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = ${role}
region = eu-west-1
[sso-session corp]
sso_start_url = ${startUrl}
sso_region = us-east-1
`,
  });
  const route = consoleRoute(plan, { sessionSeconds: 3600, as: 'user', sessionName: 'me' });
  assert.ok(!('code' in route) && route.kind === 'portal');
  return portalUrl(route, page);
}

function linkAt(startUrl: string): unknown {
  return String(urlFor(startUrl)).split('?')[0];
}

const page = 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions?a=b&c';
const signin = 'https://eu-west-1.signin.aws.amazon.com';

describe('the link of the access portal', () => {
  it('is at the portal, regardless of how the start URL ends', () => {
    const url = urlFor('https://x.awsapps.com/start');
    for (const end of [
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
      assert.equal(urlFor(`https://x.awsapps.com/start${end}`), url, end);
    for (const start of [
      'https://X.AWSAPPS.COM/start',
      'https://me:pw@x.awsapps.com/start',
      'https://x.awsapps.com',
    ])
      assert.equal(urlFor(start), url, start);
    const dualStack = 'https://ssoins-1.portal.eu-west-1.app.aws';
    for (const end of ['', '/', '/#/']) assert.equal(linkAt(dualStack + end), `${dualStack}/#/console`, end);
    const government = 'https://start.us-gov-home.awsapps.com/directory/d-123';
    for (const end of ['', '/', '/#/', '#/console?account_id=1'])
      assert.equal(linkAt(government + end), `${government}/#/console`, end);
    const china = 'https://start.home.awsapps.cn/directory/x';
    assert.equal(linkAt(`${china}/#/`), `${china}/#/console`);
  });

  it('names the account and the role, and contains the destination once encoded', () => {
    const url = String(urlFor('https://x.awsapps.com/start'));
    assert.equal(
      url,
      `https://x.awsapps.com/start/#/console?account_id=111111111111&role_name=Dev&destination=${encodeURIComponent(page)}`,
    );
    const query = new URLSearchParams(String(urlFor('https://x.awsapps.com/start', 'a+b@c')).split('?')[1]);
    assert.equal(query.get('role_name'), 'a+b@c');
    assert.equal(query.get('destination'), page);
  });
});

describe('the link of the federation endpoint', () => {
  const token = 'a+b/c=d&e';
  const link = loginUrl({ signin }, page, token);

  it('contains the destination and the token once encoded', () => {
    const { origin, pathname, hash, searchParams } = new URL(link);
    assert.deepEqual([origin, pathname, hash], [signin, '/federation', '']);
    assert.deepEqual([...searchParams.keys()], ['Action', 'Issuer', 'SigninToken', 'Destination']);
    assert.equal(searchParams.get('Action'), 'login');
    assert.equal(searchParams.get('Destination'), page);
    assert.equal(searchParams.get('SigninToken'), token);
  });

  it('does not end with the token, not even after signing the browser out', () => {
    for (const url of [link, signedOutFirst({ signin }, link)])
      assert.equal(decodeURIComponent(decodeURIComponent(url)).slice(-page.length), page);
  });

  it('can sign the browser out first', () => {
    const { origin, pathname, searchParams } = new URL(signedOutFirst({ signin }, link));
    assert.deepEqual([origin, pathname], [signin, '/oauth']);
    assert.equal(searchParams.get('Action'), 'logout');
    assert.equal(searchParams.get('redirect_uri'), link);
  });
});
