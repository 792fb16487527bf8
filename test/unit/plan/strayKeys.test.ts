import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { otherToolNotes } from '../../../src/plan/notes/otherTools.ts';
import { isPlan } from '../../../src/plan/plan.ts';
import { keysWhere } from '../../../src/profiles/keys.ts';
import { keys, type PlanInput, planFor, printPlan, profilesOf, role, workingPlan } from './planText.ts';

const dev = '[profile dev]\nregion = r';
const corp = '[sso-session corp]\nsso_start_url = https://x\nsso_region = r\n';
const base = `[profile base]\n${keys('AKIA9')}\n`;

function plans(what: string, input: PlanInput | string, expected: string): void {
  it(what, () =>
    assert.equal(printPlan(planFor(typeof input === 'string' ? { config: input } : input)), expected),
  );
}

/** Plans the profile `dev` with these lines, where a role of a machine is available. */
function fails(lines: string, expected: string): void {
  const config = `${base}${corp}${dev}\n${lines}`;
  for (const environment of machines)
    plans(
      `${lines.replaceAll('\n', ' ⏎ ')} (${Object.keys(environment)[0] ?? 'instance'})`,
      { config, environment },
      expected,
    );
}

const machines: readonly Environment[] = [
  {},
  { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x' },
  { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' },
];

describe('the role of the machine does not take the place of credentials that are', () => {
  describe('misspelled', () => {
    fails('sso_sesion = corp', '✗ strayKey(dev, sso_sesion, misspelled, sso_session)');
    fails('source-profile = base', '✗ strayKey(dev, source-profile, misspelled, source_profile)');
    fails('SourceProfile = base', '✗ strayKey(dev, sourceprofile, misspelled, source_profile)');
    fails('rolearn = x\nsource_profile = base', '✗ strayKey(dev, rolearn, misspelled, role_arn)');
    fails('credentials_process = x', '✗ strayKey(dev, credentials_process, misspelled, credential_process)');
    fails(
      'aws_acces_key_id = A\naws_secret_acces_key = s',
      '✗ strayKey(dev, aws_acces_key_id, misspelled, aws_access_key_id)',
    );
    fails(
      'export AWS_ACCESS_KEY_ID=A',
      '✗ strayKey(dev, export aws_access_key_id, misspelled, aws_access_key_id)',
    );
    for (const start of ['declare -x ', 'setx ', '$env:'])
      fails(
        `${start}AWS_SECRET_ACCESS_KEY = x`,
        `✗ strayKey(dev, ${start}aws_secret_access_key, misspelled, aws_secret_access_key)`,
      );
    fails('export AWS_ROLE_ARN=x', '✗ strayKey(dev, export aws_role_arn, misspelled, role_arn)');
    fails('export AWS_PROFILE=base', '✗ strayKey(dev, export aws_profile, unknown, source_profile)');
    fails('source profile base', '✗ strayKey(dev, source profile, noSeparator, source_profile)');
    fails('role_arn arn:aws:iam::1:role/x', '✗ strayKey(dev, role_arn, noSeparator, role_arn)');
  });

  describe('named as in another tool', () => {
    fails('aws_mfa_device = x', '✗ strayKey(dev, aws_mfa_device, unknown, mfa_serial)');
    fails('assume_role = x', '✗ strayKey(dev, assume_role, unknown, role_arn)');
    fails('mfa_arn = x', '✗ strayKey(dev, mfa_arn, unknown, mfa_serial)');
    fails('ｍｆａ_device = x', '✗ strayKey(dev, ｍｆａ_device, unknown, mfa_serial)');
    fails('iamrole = x', '✗ strayKey(dev, iamrole, unknown, role_arn)');
    fails('webidentity = x', '✗ strayKey(dev, webidentity, unknown)');
    fails('inherits = base', '✗ strayKey(dev, inherits, unknown)');
    fails('extends = base', '✗ strayKey(dev, extends, unknown)');
    fails('parent = base', '✗ strayKey(dev, parent, unknown)');
    fails('auth_type = x', '✗ strayKey(dev, auth_type, unknown)');
    fails('aws_key = AKIAIOSFODNN7EXAMPLE', '✗ strayKey(dev, aws_key, unknown)');
    fails('admin = arn:aws:iam::111111111111:role/Admin', '✗ strayKey(dev, admin, unknown)');
    fails('token_expiration = x', '✗ strayKey(dev, token_expiration, alone)');
    fails('azure_tenant_id = x', '✗ strayKey(dev, azure_tenant_id, unknown)');
  });

  describe('incomplete', () => {
    fails('sso_account_id = 1\nsso_role_name = r', '✗ ssoIncomplete(dev, sso_start_url)');
    fails('sso_session = corp', '✗ ssoIncomplete(dev, sso_account_id)');
    fails('sso_session = corp\nsso_role_name = r', '✗ ssoIncomplete(dev, sso_account_id)');
    fails('sso_start_url = https://x\nsso_region = r', '✗ ssoIncomplete(dev, sso_account_id)');
    fails('aws_secret_access_key = s', '✗ incompleteKeys(dev, aws_access_key_id)');
    fails('aws_session_token = t', '✗ incompleteKeys(dev, aws_access_key_id)');
    fails('aws_access_key_id = A', '✗ incompleteKeys(dev, aws_secret_access_key)');
    fails('mfa_serial = GAHT12345678', '✗ strayKey(dev, mfa_serial, alone)');
    fails('external_id = id', '✗ strayKey(dev, external_id, alone)');
    fails('credential_source = Environment', '✗ strayKey(dev, credential_source, alone)');
    fails('web_identity_token_process = x', '✗ strayKey(dev, web_identity_token_process, alone)');
  });

  describe('empty', () => {
    fails('aws_access_key_id =\naws_secret_access_key =', '✗ invalidValue(dev, aws_access_key_id)');
    fails('aws_session_token =', '✗ invalidValue(dev, aws_session_token)');
    fails('role_arn =\nsource_profile = base', '✗ invalidValue(dev, role_arn)');
    fails('role_arn =\nsource_profile =', '✗ invalidValue(dev, role_arn)');
    fails('credential_process =', '✗ invalidValue(dev, credential_process)');
    fails('web_identity_token_file =', '✗ invalidValue(dev, web_identity_token_file)');
    fails(
      `${role('R')}\nsource_profile = base\nweb_identity_token_file =`,
      '✗ invalidValue(dev, web_identity_token_file)',
    );
    fails('sso_account_id =\nsso_role_name =', '✗ invalidValue(dev, sso_account_id)');
    fails('mfa_serial =', '✗ invalidValue(dev, mfa_serial)');
  });

  describe('in the wrong place', () => {
    fails(
      's3 =\n  aws_access_key_id = A',
      '✗ strayKey(dev, aws_access_key_id, nested, aws_access_key_id, s3)',
    );
    fails('output =\n  role-arn = x', '✗ strayKey(dev, role-arn, nested, role_arn, output)');
    fails('aws_access_key_id AKIA1', '✗ strayKey(dev, aws_access_key_id, noSeparator, aws_access_key_id)');
    fails(
      '  region =\n    source_profile = base',
      '✗ strayKey(dev, source_profile, nested, source_profile, region)',
    );
  });

  plans(
    'shared by [DEFAULT]',
    `[DEFAULT]\nsource-profile = base\n${dev}`,
    '✗ strayKey(dev, source-profile, misspelled, source_profile)',
  );

  it('written with any mistake', () => {
    const leading = keysWhere(({ leadsToCredentials, namesProfile }) => leadsToCredentials && !namesProfile);
    const written = fc
      .tuple(
        fc.constantFrom(...leading),
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap', '-', 'camel', 'empty'),
      )
      .map(([key, at, how]) => mistake(key, at % key.length, how));
    fc.assert(
      fc.property(written, (line) => {
        const planned = planFor({ config: `${dev}\n${line}` });
        assert.ok(!isPlan(planned) || planned.steps[0]?.kind !== 'instance', line);
      }),
      { numRuns: 500 },
    );
  });
});

function mistake(key: string, at: number, how: string): string {
  const letters = Array.from(key);
  if (how === 'empty') return `${key} =`;
  if (how === '-') return `${key.replaceAll('_', '-')} = x`;
  if (how === 'camel') return `${key.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase())} = x`;
  if (how === 'drop') letters.splice(at, 1);
  else if (how === 'double') letters.splice(at, 0, key.charAt(at));
  else letters.splice(at, 2, ...letters.slice(at, at + 2).toReversed());
  return `${letters.join('')} = x`;
}

describe('a section that is indented as a whole', () => {
  plans(
    'has a key of its own below an empty one',
    `${base}[profile dev]\n  region =\n  ${role('R')}\n  source_profile = base`,
    'keys(AKIA9) → assumeRole(R)',
  );
  plans(
    'can begin with an empty key',
    '[profile dev]\n  aws_access_key_id =\n  aws_secret_access_key = s\n  region = r',
    '✗ invalidValue(dev, aws_access_key_id)',
  );
});

describe('the failure for a stray key', () => {
  it('says where it is, and shows nothing that may be a secret', () => {
    for (const [line, key] of [
      ['aws_secret_access_key wJalrXUtnFEMI=', 'aws_secret_access_key'],
      ['aws_secret_access_key wJalrXUtnFEMI', 'aws_secret_access_key'],
      ['secret wJalrXUtnFEMI: x', 'secret'],
      ['role-arn = wJalrXUtnFEMI', 'role-arn'],
      ['$env:AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI"', '$env:aws_secret_access_key'],
      ['export AWS_SECRET wJalrXUtnFEMI=', 'export aws_secret'],
    ] as const) {
      const planned = planFor({ config: `${dev}\n${line}` });
      assert.ok(!isPlan(planned));
      assert.partialDeepStrictEqual(planned.failure, {
        code: 'strayKey',
        key,
        place: { kind: 'config', line: 3 },
      });
      assert.doesNotMatch(JSON.stringify(planned), /wJalr/iu);
    }
  });
});

describe('the role of the machine is used for a profile', () => {
  const instance = 'instance(169.254.169.254)';

  plans('with nothing', '[profile dev]', instance);
  plans('with settings', `${dev}\noutput = json\nretry_mode = standard\nuse_fips_endpoint = true`, instance);
  plans(
    'with blocks',
    `${dev}\ns3 =\n  max_concurrent_requests = 20\n  use_accelerate_endpoint = true`,
    instance,
  );
  plans(
    'with keys of other tools about something else',
    `${dev}\ncolor = red\ngranted_icon = x\nteam = a\nauthor = b\nduotone = c\ntransparent = d\nsigning_region = r`,
    instance,
  );
  plans('with ordinary words', `${dev}\nwarn = true\nlearn = more\nstarted = 1\nextended = no`, instance);
  plans(
    'with the ARN of something else',
    `${dev}\nkms = arn:aws:kms:eu-west-1:111111111111:key/1\npolicy = arn:aws:iam::aws:policy/x`,
    instance,
  );
  plans('with a misspelled setting', `${dev}\nregoin = r\nouput = json\naccount_id = 1`, instance);
  plans('with comments about credentials', `${dev}\n# role_arn = x\n; source_profile = y`, instance);
  plans('that names it', `${dev}\ncredential_source = Ec2InstanceMetadata`, instance);
  plans('that names the container', `${dev}\ncredential_source = EcsContainer`, '✗ noContainer(dev)');
  plans(
    'that names the container, in one',
    { config: `${dev}\ncredential_source = EcsContainer`, environment: machines[1]! },
    'container(169.254.170.2)',
  );
  plans(
    'that names the instance, in a container',
    { config: `${dev}\ncredential_source = Ec2InstanceMetadata`, environment: machines[1]! },
    instance,
  );
});

describe('a misspelled key is the reason', () => {
  plans(
    'for a role without a source',
    `${base}${dev}\n${role('R')}\nsource-profile = base`,
    '✗ strayKey(dev, source-profile, misspelled, source_profile)',
  );
  plans(
    'for a role without a token',
    `${dev}\n${role('R')}\nweb-identity-token-file = x`,
    '✗ strayKey(dev, web-identity-token-file, misspelled, web_identity_token_file)',
  );
  plans(
    'for incomplete keys',
    `${dev}\naws_access_key_id = A\naws_secret_acess_key = s`,
    '✗ strayKey(dev, aws_secret_acess_key, misspelled, aws_secret_access_key)',
  );
  plans(
    'for an incomplete sign-in',
    `${corp}${dev}\nsso_sesion = corp\nsso_account_id = 1\nsso_role_name = r`,
    '✗ strayKey(dev, sso_sesion, misspelled, sso_session)',
  );
  plans(
    'for an incomplete session',
    `[sso-session corp]\nsso_start-url = https://x\nsso_region = r\n${dev}\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r`,
    '✗ strayKey(dev, sso_start-url, misspelled, sso_start_url)',
  );
  plans(
    'for a source without credentials',
    `${dev}\n${role('R')}\nsource_profile = base\n[profile base]\ncredential-process = x`,
    '✗ strayKey(base, credential-process, misspelled, credential_process)',
  );
  plans(
    'for a note, if there are other credentials',
    `${dev}\n${keys('AKIA1')}\nrole-arn = x`,
    'keys(AKIA1); strayKey(dev, role-arn, role_arn)',
  );
  plans(
    'for no note, if the right key is there, too',
    `${base}${dev}\n${role('R')}\nsource_profile = base\nsourceprofile = x`,
    'keys(AKIA9) → assumeRole(R)',
  );
});

describe('an assignment', () => {
  const assigned =
    '[sso-session corp]\nsso_start_url = https://x\nsso_region = r\nsso_account_id = 111111111111\nsso_role_name = Admin\n';
  const both = 'identityCenter(corp, 111111111111, Admin)';

  plans(
    'takes the account from its session',
    `${assigned}${dev}\nsso_session = corp\nsso_role_name = Admin`,
    both,
  );
  plans(
    'takes the role from its session',
    `${assigned}${dev}\nsso_session = corp\nsso_account_id = 111111111111`,
    both,
  );
  plans(
    'needs one of them in the profile',
    `${assigned}${dev}\nsso_session = corp`,
    '✗ ssoIncomplete(dev, sso_account_id, true)',
  );
  plans(
    'cannot contradict its session',
    `${assigned}${dev}\nsso_session = corp\nsso_account_id = 222222222222`,
    '✗ invalidValue(dev, sso_account_id)',
  );
  plans(
    'fails without the account, although there are keys',
    `${corp}${dev}\nsso_session = corp\nsso_role_name = Admin\n${keys('AKIA1')}`,
    '✗ ssoIncomplete(dev, sso_account_id)',
  );
});

describe('a sign-in that a profile does not need', () => {
  plans(
    'can be for bearer tokens',
    `${corp}${dev}\nsso_session = corp\n${keys('AKIA1')}`,
    'keys(AKIA1); Rust take sso_session',
  );

  it('has a note about the CLI, which rejects the profile, if it does not exist', () => {
    const config = `${dev}\nsso_session = corp\n${keys('AKIA1')}`;
    const missing = { code: 'sessionMissing', profile: 'dev', session: 'corp' };
    assert.deepEqual(otherToolNotes(workingPlan({ config }), profilesOf({ config })), [missing]);
    assert.deepEqual(
      otherToolNotes(workingPlan({ config: corp + config }), profilesOf({ config: corp + config })),
      [],
    );
  });
});
