import assert from 'node:assert/strict';
import {
  addedProfile,
  copiedProfile,
  nameOfCopy,
  newKeys,
  newSignIn,
  noDevice,
  noRegion,
  otherRegion,
  otherRole,
  signInOf,
  sourceMark,
} from '../../../../src/commands/change/changeFromAnswers.ts';
import { applyEdits } from '../../../../src/config/edit.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { readExpiration } from '../../../../src/credentials/time.ts';
import { planChange, type ProfileChange } from '../../../../src/profiles/changes.ts';
import { buildProfiles, type ProfileSet } from '../../../../src/profiles/profiles.ts';
import type { CopiedCredentials } from '../../../../src/profiles/copied/recognizeCredentials.ts';

const config = `[profile maya]
region = eu-west-1

[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
`;
const credentials = `[maya]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = old
aws_session_token = old token
aws_security_token = older
`;

const documents = { config: parseConfig(config), credentials: parseConfig(credentials) };
const profiles = buildProfiles(documents.config, documents.credentials);

/** What a change appends to the files, with `--` between them. */
function added(change: ProfileChange): string {
  const planned = planChange(documents, change);
  assert.ok(!('failure' in planned), JSON.stringify(planned));
  const after = [applyEdits(config, planned.config), applyEdits(credentials, planned.credentials)];
  const before = [config, credentials];
  return after
    .map((text, i) => {
      assert.ok(text.startsWith(before[i]!), 'what is there stays');
      return text.slice(before[i]!.length).trimStart();
    })
    .join('--\n');
}

type Answers = Readonly<Record<string, string>>;

function adds(what: string, answers: Answers, expected: string): void {
  it(what, () => assert.equal(added(addedProfile(profiles, { name: 'new', ...answers })), expected));
}

const signIn = (startUrl: string) => signInOf({ startUrl }, profiles);

describe('the answers to Add AWS Profile', () => {
  const role = { kind: 'role', roleArn: 'arn:aws:iam::1:role/R', source: 'maya' };
  adds(
    'become a role',
    { ...role, mfaSerial: '', externalId: '', region: 'us-east-1' },
    '[profile new]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = maya\nregion = us-east-1\n--\n',
  );
  adds(
    'become a role with an MFA device and an external ID',
    { ...role, mfaSerial: 'arn:aws:iam::1:mfa/m', externalId: 'a1b2', region: 'us-east-1' },
    '[profile new]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = maya\nmfa_serial = arn:aws:iam::1:mfa/m\n' +
      'external_id = a1b2\nregion = us-east-1\n--\n',
  );
  adds(
    'become a role with new access keys, whose profile has the same MFA device and region',
    {
      ...role,
      source: newKeys,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'secret',
      sourceName: 'ada',
      mfaSerial: 'arn:aws:iam::1:mfa/a',
      region: 'us-east-1',
    },
    '[profile ada]\nmfa_serial = arn:aws:iam::1:mfa/a\nregion = us-east-1\n\n' +
      '[profile new]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = ada\nmfa_serial = arn:aws:iam::1:mfa/a\n' +
      'region = us-east-1\n--\n[ada]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n',
  );
  for (const sourceName of ['maya', 'new'])
    it(`do not become new access keys in the profile ${sourceName}, which is taken`, () => {
      const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
      const answers = { ...role, ...keys, name: 'new', source: newKeys, sourceName };
      const change = addedProfile(profiles, answers);
      const planned = planChange(documents, change);
      assert.deepEqual(planned, { failure: { code: 'profileExists', profile: sourceName } });
    });
  adds(
    'become a role without an MFA device',
    { ...role, mfaSerial: noDevice, region: noRegion },
    '[profile new]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = maya\n--\n',
  );
  adds(
    'become a role with the credentials of the machine',
    { ...role, source: `${sourceMark}Ec2InstanceMetadata`, region: noRegion },
    '[profile new]\nrole_arn = arn:aws:iam::1:role/R\ncredential_source = Ec2InstanceMetadata\n--\n',
  );
  const permissionSet = { kind: 'identityCenter', accountId: '123456789012', roleName: 'Admin' };
  adds(
    'become a permission set with a new sign-in',
    {
      ...permissionSet,
      ssoSession: newSignIn,
      startUrl: 'https://x.awsapps.com/start',
      ssoRegion: 'eu-west-1',
      region: 'us-east-1',
    },
    '[profile new]\nsso_session = x\nsso_account_id = 123456789012\nsso_role_name = Admin\nregion = us-east-1\n\n' +
      '[sso-session x]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n' +
      'sso_registration_scopes = sso:account:access\n--\n',
  );
  adds(
    'become a permission set that was chosen from the list',
    { kind: 'identityCenter', ssoSession: 'corp', assignment: '123456789012/Admin', region: noRegion },
    '[profile new]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n--\n',
  );
  adds(
    'use the sign-in that has the same start URL',
    {
      ...permissionSet,
      assignment: otherRole,
      startUrl: 'https://corp.awsapps.com/start',
      ssoRegion: 'eu-west-1',
      region: noRegion,
    },
    '[profile new]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n--\n',
  );
  it('give a new sign-in a name that is free', () => {
    assert.deepEqual(signIn('https://corp.awsapps.com/start'), { name: 'corp', isNew: false });
    assert.deepEqual(signIn('https://corp.awsapps.cn/start'), { name: 'corp-2', isNew: true });
    assert.deepEqual(signIn('https://d-0123456789.awsapps.com/start'), { name: 'my-sso', isNew: true });
  });
  adds(
    'become a permission set, without changing an existing sign-in',
    {
      ...permissionSet,
      ssoSession: 'corp',
      startUrl: 'https://typed.before/start',
      ssoRegion: 'eu-west-1',
      region: noRegion,
    },
    '[profile new]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n--\n',
  );
  const keys = { kind: 'keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const written = '[new]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n';
  adds(
    'become access keys',
    { ...keys, mfaSerial: '', region: 'us-east-1' },
    `[profile new]\nregion = us-east-1\n--\n${written}`,
  );
  adds(
    'become access keys with an MFA device',
    { ...keys, mfaSerial: 'arn:aws:iam::1:mfa/m', region: noRegion },
    `[profile new]\nmfa_serial = arn:aws:iam::1:mfa/m\n--\n${written}`,
  );
  adds('become only access keys', { ...keys, mfaSerial: '', region: noRegion }, `--\n${written}`);
  adds(
    'become a credential process',
    { kind: 'process', process: '/usr/bin/tool --user "maya b"', region: 'us-east-1' },
    '[profile new]\ncredential_process = /usr/bin/tool --user "maya b"\nregion = us-east-1\n--\n',
  );
});

describe('the answers to Add Profile from Copied Credentials', () => {
  const copied: CopiedCredentials = {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'secret',
    sessionToken: 'token',
    region: undefined,
    profile: undefined,
  };

  function replaced(sessionToken: string | undefined): string {
    const change = copiedProfile(profiles, { ...copied, sessionToken }, { name: 'maya' });
    const planned = planChange(documents, change);
    assert.ok('credentials' in planned && planned.config.length === 0);
    return applyEdits(credentials, planned.credentials);
  }

  it('become a new profile', () => {
    const change = copiedProfile(profiles, copied, { name: 'new', region: 'us-east-1' });
    assert.equal(
      added(change),
      '[profile new]\nregion = us-east-1\n--\n' +
        '[new]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\naws_session_token = token\n',
    );
  });

  it('become a new profile with long-term keys and no region', () => {
    const lasting = { ...copied, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', sessionToken: undefined };
    const change = copiedProfile(profiles, lasting, { name: 'new', region: noRegion });
    assert.equal(
      added(change),
      '--\n[new]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n',
    );
  });

  it('replace the keys of a profile and all of its tokens', () => {
    const keys = '[maya]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n';
    assert.equal(replaced('token'), `${keys}aws_session_token = token\n`);
    assert.equal(replaced(undefined), keys);
  });

  it('become a new profile with the time at which they expire', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
      ['2030-01-01T09:00:00+09:00', '2030-01-01T09:00:00+09:00'],
      ['2030-01-01 00:00:00.5+00:00', '2030-01-01T00:00:00.5+00:00'],
      ['2030-01-01 00:00:00 UTC', '2030-01-01T00:00:00Z'],
      ['2030-01-01 00:00:00', '2030-01-01T00:00:00Z'],
      ['Tue, 01 Jan 2030 00:00:00 GMT', '2030-01-01T00:00:00Z'],
      ['Tue, 1 Jan 2030 09:00:00 +0900', '2030-01-01T09:00:00+09:00'],
      ['datetime.datetime(2030, 1, 1, 0, 0, tzinfo=tzutc())', '2030-01-01T00:00:00Z'],
      ['datetime.datetime(2030, 1, 1, 0, 0, 30, 999, tzinfo=datetime.timezone.utc)', '2030-01-01T00:00:30Z'],
      ['1893456000', '1893456000'],
      ['1893456000000', '1893456000000'],
    ];
    for (const [expires, written] of cases) {
      const change = copiedProfile(profiles, { ...copied, expires }, { name: 'new', region: noRegion });
      const lines = `aws_session_token = token\nx_security_token_expires = ${written}\n`;
      assert.ok(added(change).endsWith(lines), added(change));
      assert.ok(readExpiration(written), written);
    }
    const soon = copiedProfile(profiles, { ...copied, expires: 'soon' }, { name: 'new', region: noRegion });
    assert.ok(added(soon).endsWith('aws_session_token = token\n'));
  });

  it('replace what other tools, and Rolecall, have left with the old keys', () => {
    const left =
      '[maya]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = old\naws_session_token = old\n' +
      'expiration = 2029-01-01T00:00:00Z\naws_expiration = 2029-01-01T00:00:00Z\n' +
      'manager = rolecall\nrolecall_target = dev\n';
    const before = { config: documents.config, credentials: parseConfig(left) };
    const expires = '2030-01-01T00:00:00Z';
    const set = buildProfiles(before.config, before.credentials);
    const planned = planChange(before, copiedProfile(set, { ...copied, expires }, { name: 'maya' }));
    assert.ok('credentials' in planned && planned.config.length === 0);
    assert.equal(
      applyEdits(left, planned.credentials),
      '[maya]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\naws_session_token = token\n' +
        'x_security_token_expires = 2030-01-01T00:00:00Z\n',
    );
  });
});

describe('the answer to Set Region', () => {
  it('sets or removes the region of the profile', () => {
    const set = (region: string): string => {
      const planned = planChange(documents, otherRegion('maya', { region }));
      assert.ok('config' in planned);
      return applyEdits(config, planned.config);
    };
    assert.equal(set('us-east-1'), config.replace('eu-west-1', 'us-east-1'));
    assert.equal(set(noRegion), config.replace('region = eu-west-1\n', ''));
  });
});

function named(...names: readonly string[]): ProfileSet {
  return buildProfiles(parseConfig(names.map((name) => `[profile ${name}]\n`).join('')), parseConfig(''));
}

describe('the name of a copy', () => {
  it('is the first one that is available', () => {
    assert.equal(nameOfCopy('a', named('a')), 'a-copy');
    assert.equal(nameOfCopy('a', named('a', 'a-copy')), 'a-copy-2');
    assert.equal(nameOfCopy('a', named('a', 'a-copy', 'a-copy-2', 'a-copy-4')), 'a-copy-3');
  });
});
