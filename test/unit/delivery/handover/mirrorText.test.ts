import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { mirrorBody, mirrorCredentials, mirrorHead } from '../../../../src/delivery/handover/mirrorText.ts';
import { encodeTarget, mirrorName } from '../../../../src/delivery/handover/targetEncoding.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import { readRust } from '../../../../src/profiles/readers/rust.ts';
import { readSmithy } from '../../../../src/profiles/readers/smithy.ts';
import { hasBotocore, readByBotocore } from '../../profiles/readers/realBotocore.ts';
import { useRealSmithy } from '../../profiles/readers/realSmithy.ts';

const config = `\
# mine
[default]
region = us-east-1
output = json

[profile maya]
region = ap-northeast-1
s3 =
  max_concurrent_requests = 20
  addressing_style = path

[profile dev]
role_arn = arn:aws:iam::444455556666:role/Developer
source_profile = maya
mfa_serial = arn:aws:iam::111122223333:mfa/maya-phone
external_id = some-id
duration_seconds = 900
output = yaml ; a note

[profile broken]
role_arn = arn:aws:iam::444455556666:role/Developer
source_profile = nobody
aws_secret_access_key = half

[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1

[services local]
s3 =
  endpoint_url = http://localhost:9000

[plugins]
cli_legacy_plugin_path = /opt/plugins
endpoint = x

[stray]
aws_access_key_id = AKIASTRAY
region = eu-west-1
`;
const credentials = `\
[maya]
aws_access_key_id = AKIAMAYA
aws_secret_access_key = mayasecret
[only-keys]
aws_access_key_id = AKIAONLY
aws_secret_access_key = onlysecret
aws_session_token = onlytoken
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = defaultsecret
`;

function mirrorOf(
  active: Target | undefined,
  others: readonly Target[] = [],
  files = { config, credentials },
): string {
  const profiles = buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
  const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 43_200 };
  const sources = {
    profiles,
    configText: files.config,
    planOf: (target: Target) => planTarget(profiles, target, context),
    command: '/helper w1',
  };
  return mirrorHead(active, others, sources) + mirrorBody(sources);
}

/** Asserts that all tools find a target in use, and its source, in `[default]` and under its own name. */
function assertFound(used: Target): void {
  const written = used.kind === 'profile' ? used.name : 'x';
  const files = { config: `[default]\n[profile ${written}]\nrole_arn = x\n`, credentials: '' };
  const text = mirrorOf(used, [used], files);
  const texts = { config: text, credentials: mirrorCredentials(text) };
  for (const found of [readSmithy(texts), readBotocore(texts), readRust(texts)]) {
    assert.ok('profiles' in found, text);
    for (const section of ['default', mirrorName(used)]) {
      const valueOf = (key: string): string | undefined => found.profiles.get(section)?.values.get(key)?.text;
      assert.equal(valueOf('credential_process'), `/helper w1 ${encodeTarget(used)}`.trim(), text);
      assert.equal(valueOf('ec2_metadata_service_endpoint'), 'http://127.0.0.1:1', text);
    }
  }
}

describe('the mirror', () => {
  it('has exactly one source for each profile, and keeps everything else', () => {
    assert.equal(
      mirrorOf({ kind: 'profile', name: 'dev' }),
      `\
[default]
output = yaml
region = ap-northeast-1
credential_process = /helper w1 dev

[profile maya]
s3 =
  max_concurrent_requests = 20
  addressing_style = path
region = ap-northeast-1
credential_process = /helper w1 maya

[profile dev]
output = yaml
region = ap-northeast-1
credential_process = /helper w1 dev

[profile broken]
credential_process = /helper w1 broken

[profile only-keys]
credential_process = /helper w1 only-keys

[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1

[services local]
s3 =
  endpoint_url = http://localhost:9000

[plugins]
cli_legacy_plugin_path = /opt/plugins
endpoint = x

[stray]
region = eu-west-1

`,
    );
  });

  it('keeps sections of other kinds that are called default', () => {
    const files = {
      config: '[sso-session default]\nsso_region = x\n[services default]\ns3 =\n',
      credentials: '',
    };
    const others = '[sso-session default]\nsso_region = x\n\n[services default]\ns3 =\n\n';
    assert.equal(mirrorOf(undefined, [], files), `[default]\n\n${others}`);
  });

  it('has each section once, also if a profile is called like a section of another kind', () => {
    const files = { config: '[sso-session b]\ncredential_process = a\n', credentials: '[sso-session b]\n' };
    const closed = 'ec2_metadata_service_endpoint = http://127.0.0.1:1';
    assert.equal(mirrorCredentials(mirrorOf(undefined, [], files)), `[sso-session b]\n${closed}\n\n`);
  });

  it('omits names with which the SDK for JavaScript rejects the whole file', () => {
    const files = { config: '[__proto__]\nk = v\n', credentials: '[profile __proto__]\n[__proto__]\n' };
    assert.equal(mirrorOf(undefined, [], files), '[default]\n\n');
  });

  it('omits a value with a line that the SDK for JavaScript takes for a title', () => {
    const lines = 'mfa_process = run\n  [profile b]\n  aws_access_key_id = AKIA1\nsso_region = x\n';
    const files = { config: `[sso-session a]\n${lines}`, credentials: '' };
    assert.equal(mirrorOf(undefined, [], files), '[default]\n\n[sso-session a]\nsso_region = x\n\n');
  });

  it('has the user’s own [default] while no profile is in use', () => {
    assert.match(
      mirrorOf(undefined),
      /^\[default\]\noutput = json\nregion = us-east-1\ncredential_process = \/helper w1 default\n/u,
    );
  });

  it('makes tools report a profile in use that is missing from the files, instead of looking elsewhere', () => {
    const gone = { kind: 'profile', name: 'gone' } as const;
    const text = mirrorOf(gone, [gone]);
    assert.match(text, /^\[default\]\ncredential_process = \/helper w1 gone\n/u);
    assert.match(text, /^\[profile gone\]\ncredential_process = \/helper w1 gone\n/mu);
    const noDefault = { config: '[profile maya]\n', credentials: '' };
    assert.match(mirrorOf(undefined, [], noDefault), /^\[default\]\n\n/u);
  });

  it('has no [default] without a source unless no profile is in use', () => {
    const files = { config: '[profile maya]\n', credentials: '' };
    const gone = { kind: 'profile', name: 'default' } as const;
    assert.match(mirrorOf(gone, [], files), /^\[default\]\ncredential_process = \/helper w1 default\n/u);
    const broken = { config: '[default]\nrole_arn = x\n', credentials: '' };
    assert.match(
      mirrorOf(undefined, [], broken),
      /^\[default\]\ncredential_process = \/helper w1 default\n/u,
    );
  });

  it('has a source for every profile without a plan, and none of its values that tools would reject first', () => {
    const keys = 'aws_access_key_id = AKIA1\naws_secret_access_key = s1\n';
    const profiles = {
      passkey: `${keys}mfa_serial = arn:aws:iam::111122223333:u2f/user/maya/key\noutput = json`,
      region: `${keys}region = us east\noutput = json`,
      serial: `${keys}mfa_serial = ???\noutput = json`,
      half: 'aws_access_key_id = AKIA1\noutput = json',
      endpoint: `${keys}endpoint_url = nowhere\noutput = json`,
      orphan:
        'role_arn = arn:aws:iam::444455556666:role/A\noutput = json\nec2_metadata_service_endpoint = http://x',
    };
    for (const [name, lines] of Object.entries(profiles)) {
      const text = mirrorOf({ kind: 'profile', name }, [], {
        config: `[profile ${name}]\n${lines}\n`,
        credentials: '',
      });
      const section = `output = json\ncredential_process = /helper w1 ${name}\n\n`;
      assert.equal(text, `[default]\n${section}[profile ${name}]\n${section}`);
    }
  });

  it('lets every tool find a target under its name, and [default], whatever its name is', () => {
    const name = fc.oneof(
      fc.constantFrom(
        "maya's role",
        'a"b',
        'a\\b',
        'a]',
        '[a',
        'b c',
        ' x ',
        '#',
        'a ;b',
        '-x',
        '開発',
        '',
        'DEFAULT',
      ),
      fc.constantFrom(
        '__proto__',
        'constructor',
        'a\u0007',
        'a\rb',
        'a\nb',
        '\uD800',
        'profile',
        'default',
        'gone',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const target = fc.oneof(
      name.map((each) => ({ kind: 'profile', name: each }) as const),
      name.map((each) => ({ kind: 'assignment', signIn: 'x', accountId: '1', roleName: each }) as const),
    );
    fc.assert(fc.property(target, assertFound));
  });

  it('has a section for a target in use that is not a profile', () => {
    const role = {
      kind: 'role',
      roleArn: 'arn:aws:iam::444455556666:role/ReadOnly',
      sourceProfile: 'maya',
      sessionName: 'me',
    } as const;
    const text = mirrorOf(role, [
      role,
      { kind: 'profile', name: 'maya' },
      { kind: 'profile', name: 'default' },
    ]);
    assert.match(text, /^\[default\]\n(?:.*\n)*?credential_process = \/helper w1 \+role-\S+\n/u);
    assert.match(text, /^\[profile rolecall:ReadOnly@444455556666:[0-9a-f]{8}\]$/mu);
    assert.match(
      text,
      /^\[profile rolecall:default\]\n(?:.+\n)*credential_process = \/helper w1 default\n/mu,
    );
    assert.equal(text.match(/^\[profile maya\]$/gmu)?.length, 1);
  });

  it('contains no secrets from the files', () => {
    assert.doesNotMatch(mirrorOf(undefined), /AKIA|secret|token|half/u);
  });

  const line = fc.oneof(
    fc.constantFrom(
      '[default]',
      '[profile a]',
      '[profile "b c"]',
      '[x]',
      '[profile d]]',
      '[DEFAULT]',
      'broken',
    ),
    fc.constantFrom(
      'region = r',
      'role_arn = x',
      's3 =',
      '  k = v',
      '  = v',
      'credential_process = y',
      '# c',
      '',
    ),
    fc.constantFrom('aws_access_key_id = AKIA', 'aws_secret_access_key = s', '[sso-session s]', 'Region : x'),
    fc.string({ maxLength: 12 }),
  );
  const file = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
  const files = fc.record({ config: file, credentials: file });
  const smithy = useRealSmithy();

  it('has no keys for the SDK, regardless of the files', async () => {
    const property = fc.asyncProperty(files, async (broken) => {
      const { profiles } = await smithy({ config: mirrorOf(undefined, [], broken), credentials: '' });
      for (const values of profiles.values()) assert.ok(!values.has('aws_access_key_id'));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('is readable by the AWS CLI even if the files are not', function () {
    if (!hasBotocore()) this.skip();
    const texts = fc.sample(files, 300).map((broken) => ({
      config: mirrorOf(undefined, [], broken),
      credentials: '',
    }));
    const readings = readByBotocore(texts);
    for (const [i, reading] of readings.entries()) assert.notEqual(reading, 'fails', texts[i]?.config);
  });
});
