import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import { SigninClient } from '@aws-sdk/nested-clients/signin';
import assert from 'node:assert/strict';
import { serviceHost } from '../../../src/plan/endpoints/regions.ts';
import { signinHost } from '../../../src/plan/endpoints/signinEndpoint.ts';
import { keys, type PlanInput, planFor, workingPlan } from './planText.ts';

const regions = [
  'us-east-1',
  'eu-west-1',
  'ap-southeast-7',
  'mx-central-1',
  'cn-north-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
];
const clients = { sts: STSClient, 'portal.sso': SSOClient, oidc: SSOOIDCClient, signin: SigninClient };

describe('the host of a service', () => {
  for (const region of regions) {
    it(`in ${region} is that of the SDK`, async () => {
      for (const [service, Client] of Object.entries(clients)) {
        for (const fips of [false, true]) {
          for (const dualstack of [false, true]) {
            const variant = { useFipsEndpoint: fips, useDualstackEndpoint: dualstack };
            const { config } = new Client({ region, ...variant });
            const { url } = config.endpointProvider({
              Region: region,
              UseFIPS: fips,
              UseDualStack: dualstack,
            });
            const endpoint = { region, fips, dualstack, url: undefined, caBundle: undefined };
            const host = service === 'signin' ? signinHost(endpoint) : serviceHost(service, endpoint);
            assert.equal(host, url.host);
          }
        }
      }
    });
  }
});

/** Expects the region of the calls of profile `dev`, which names none. */
function calls(what: string, input: PlanInput, expected: string): void {
  it(`is ${expected} for ${what}`, () => assert.equal(workingPlan(input).sts.region, expected));
}

const signIn = (region: string) => `[sso-session corp]\nsso_start_url = https://x\nsso_region = ${region}\n`;
const assigned = '[profile dev]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin\n';

describe('the region of a plan without one', () => {
  for (const [partition, region] of [
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-eusc', 'eusc-de-east-1'],
    ['aws-iso', 'us-iso-east-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-iso-e', 'eu-isoe-west-1'],
    ['aws-iso-f', 'us-isof-south-1'],
  ] as const) {
    const arn = (resource: string): string => `arn:${partition}:iam::111111111111:${resource}`;
    calls('a login', { config: `[profile dev]\nlogin_session = ${arn('user/x')}` }, region);
    calls('a sign-in', { config: signIn(region) + assigned }, region);
    calls('a device', { config: `[profile dev]\n${keys('A')}\nmfa_serial = ${arn('mfa/x')}` }, region);
    calls(
      'a device that is not used',
      { config: `[profile dev]\n${keys('A')}\naws_session_token = t\nmfa_serial = ${arn('mfa/x')}` },
      region,
    );
    const role = `[profile dev]\nrole_arn = ${arn('role/x')}\n`;
    calls('a role', { config: `${role}credential_source = Ec2InstanceMetadata` }, region);
    calls('a web identity', { config: `${role}web_identity_token_file = /t` }, region);
    calls(
      'a web identity of the environment',
      {
        target: { kind: 'environment' },
        environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: arn('role/x') },
      },
      region,
    );
    calls(
      'an assignment without a profile',
      {
        config: signIn(region),
        target: { kind: 'assignment', signIn: 'corp', accountId: '111111111111', roleName: 'Admin' },
      },
      region,
    );
  }

  it('is that of most users if nothing tells the partition', () => {
    assert.equal(workingPlan({ config: `[profile dev]\n${keys('A')}` }).sts.region, 'us-east-1');
    assert.ok('failure' in planFor({ config: '' }));
  });
});
