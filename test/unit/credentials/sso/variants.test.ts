import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import { openIdentityCenter } from '../../../../src/credentials/sdk/open.ts';
import { signInsOf } from '../../../../src/plan/identityCenterSource.ts';
import type { SsoSession } from '../../../../src/plan/plan.ts';
import { profilesOf, workingPlan } from '../../plan/planText.ts';

const corp = '[sso-session corp]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-west-2\n';
const assigned = 'sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin\n';
const never = new AbortController().signal;

function sessionOf(config: string, environment: NodeJS.ProcessEnv = {}): SsoSession {
  const [step] = workingPlan({ config: corp + config, environment }).steps;
  assert.ok(step?.kind === 'identityCenter');
  return step.session;
}

const urls = ({ portalUrl, oidcUrl }: SsoSession) => [portalUrl, oidcUrl];

describe('calls to Identity Center', () => {
  let proxy: Server;
  let hosts: string[];
  const original = process.env['HTTPS_PROXY'];

  before(async () => {
    proxy = createServer();
    proxy.on('connect', ({ url }: IncomingMessage, socket: Duplex) => {
      hosts.push(url?.replace(/:443$/u, '') ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    hosts = [];
  });

  after(() => {
    if (original === undefined) delete process.env['HTTPS_PROXY'];
    else process.env['HTTPS_PROXY'] = original;
    proxy.close();
  });

  /** The hosts of a call for a role, of one for a token, and of the page that the browser opens. */
  async function calledBy(session: SsoSession): Promise<readonly string[]> {
    const center = await openIdentityCenter(session, { ...awsLimits, callMs: 2000 });
    const role = { accountId: '111111111111', roleName: 'Admin' };
    const client = { clientId: 'c', clientSecret: 's' };
    await assert.rejects(center.roleCredentials('token', role, never));
    await assert.rejects(center.createToken(client, { by: 'refresh', refreshToken: 'r' }, never));
    return [...new Set(hosts), new URL(center.authorizeUrl).host];
  }

  function go(what: string, session: SsoSession, portal: string, oidc: string): void {
    it(`go to the ${what} endpoints`, async () => {
      assert.deepEqual(await calledBy(session), [portal, oidc, oidc]);
    });
  }

  const fips = 'use_fips_endpoint = true\n';
  const [fipsPortal, fipsOidc] = [
    'portal.sso-fips.us-west-2.amazonaws.com',
    'oidc-fips.us-west-2.amazonaws.com',
  ];
  go(
    'ordinary',
    sessionOf(`[profile dev]\n${assigned}`),
    'portal.sso.us-west-2.amazonaws.com',
    'oidc.us-west-2.amazonaws.com',
  );
  go('FIPS', sessionOf(`[profile dev]\n${fips}${assigned}`), fipsPortal, fipsOidc);
  go(
    'dual-stack',
    sessionOf(`[profile dev]\nuse_dualstack_endpoint = true\n${assigned}`),
    'portal.sso.us-west-2.api.aws',
    'oidc.us-west-2.api.aws',
  );
  const role = 'role_arn = arn:aws:iam::222222222222:role/Dev\nsource_profile = base\n';
  go(
    'FIPS (as the chosen profile says, not the source)',
    sessionOf(`[profile dev]\n${fips}${role}[profile base]\n${assigned}`),
    fipsPortal,
    fipsOidc,
  );
  go(
    'ordinary (if only the source says FIPS)',
    sessionOf(`[profile dev]\n${role}[profile base]\n${fips}${assigned}`),
    'portal.sso.us-west-2.amazonaws.com',
    'oidc.us-west-2.amazonaws.com',
  );

  it('go to the FIPS endpoints without a profile, if the environment says so', () => {
    const signIn = signInsOf(profilesOf({ config: corp }), { AWS_USE_FIPS_ENDPOINT: 'true' }).get('corp');
    assert.ok(signIn && 'fips' in signIn && signIn.fips);
  });

  it('go to the endpoints that the chosen profile configures, as in the CLI', () => {
    const services =
      'services = s\n[services s]\nsso =\n  endpoint_url = http://s\nsso_oidc =\n  endpoint_url = http://o\n';
    assert.deepEqual(urls(sessionOf(`[profile dev]\n${assigned}${services}`)), ['http://s', 'http://o']);
    const all = 'endpoint_url = http://e\n';
    assert.deepEqual(urls(sessionOf(`[profile dev]\n${assigned}${all}`)), ['http://e', 'http://e']);
    const ignoring = 'ignore_configured_endpoint_urls = true\n';
    assert.deepEqual(urls(sessionOf(`[profile dev]\n${assigned}${all}${ignoring}`)), [undefined, undefined]);
    assert.deepEqual(urls(sessionOf(`[profile dev]\n${role}[profile base]\n${assigned}${all}`)), [
      undefined,
      undefined,
    ]);
  });
});
