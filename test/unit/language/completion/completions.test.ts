import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/config/edit.ts';
import type { Completion, Known } from '../../../../src/language/completion/completion.ts';
import { completionsAt, usesKnown } from '../../../../src/language/completion/completions.ts';
import { marked } from '../cursor.ts';

const nothing: Known = { signIns: [] };

function completions(config: string, credentials = '', known = nothing): readonly Completion[] {
  const { text, offset } = marked(config, credentials);
  return completionsAt(text, offset, known);
}

function labels(config: string, credentials = '', known = nothing): readonly string[] {
  return completions(config, credentials, known)
    .filter(({ about }) => about.kind !== 'snippet')
    .map(({ label }) => label);
}

/** Tests that exactly these are offered, apart from snippets. */
function offers(config: string, credentials: string, ...expected: readonly string[]): void {
  it(`${JSON.stringify(config + credentials)}: ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(labels(config, credentials), expected);
  });
}

/** Tests that these are offered first. */
function offersFirst(config: string, credentials: string, ...expected: readonly string[]): void {
  it(`${JSON.stringify(config + credentials)}: first ${expected.join(', ')}`, () => {
    assert.deepEqual(labels(config, credentials).slice(0, expected.length), expected);
  });
}

/** Tests the text after a completion. */
function writes(config: string, credentials: string, label: string, expected: string): void {
  it(`${JSON.stringify(config + credentials)} + ${label}: ${JSON.stringify(expected)}`, () => {
    const { text } = marked(config, credentials);
    const chosen = completions(config, credentials).find((each) => each.label === label);
    assert.ok(chosen, `${label} is not offered`);
    const { start, end } = chosen.replace;
    const after = applyEdits(text.document.text, [{ start, end, text: chosen.insert }]);
    assert.equal(after, expected);
    assert.doesNotMatch(text.document.text.slice(start, end), /[\r\n]/u);
  });
}

function asks(config: string): boolean {
  const { text, offset } = marked(config);
  return usesKnown(text, offset);
}

function snippet(config: string, credentials: string, label: string): string | undefined {
  const found = completions(config, credentials).find(
    (each) => each.about.kind === 'snippet' && each.label === label,
  );
  return found?.insert;
}

describe('completion of headers', () => {
  offers('[|', '', 'profile', 'sso-session', 'services', 'default');
  offers('[|]', '', 'profile', 'sso-session', 'services', 'default');
  offers('[default]\n[|', '', 'profile', 'sso-session', 'services');
  offers('', '[|', 'default');
  // What is referred to comes first, and then what only the other file has.
  offersFirst(
    '[profile a]\nsource_profile = maya\nsso_session = corp\nservices = local\n[|',
    '[ada]\n[default]\n',
    'profile maya',
    'sso-session corp',
    'services local',
    'profile ada',
    'default',
  );
  offers('[profile ops]\nsource_profile = maya\n', '[|]\n', 'maya', 'ops', 'default');
  offers(
    '[profile a]\nsource_profile = b\n[profile b]\n[profile |',
    '',
    'profile',
    'sso-session',
    'services',
    'default',
  );
  writes(
    '[profile a]\nsource_profile = b\n[pro|',
    '',
    'profile b',
    '[profile a]\nsource_profile = b\n[profile b]',
  );
  writes(
    '[profile a]\nsource_profile = b\n[pro|file x]\n',
    '',
    'profile b',
    '[profile a]\nsource_profile = b\n[profile b]\n',
  );
  writes(
    '[profile a]\nsource_profile = b c\n[|\n',
    '',
    'profile "b c"',
    '[profile a]\nsource_profile = b c\n[profile "b c"]\n',
  );
  writes('[ pro|\r\nregion = x\r\n', '', 'profile', '[ profile \r\nregion = x\r\n');
  writes('[|]', '', 'sso-session', '[sso-session ]');
  writes('[prof| a] # b\n', '', 'profile', '[profile a] # b\n');
  writes('[|profile a b]\n', '', 'services', '[services a b]\n');
  writes('\uFEFF[|', '', 'default', '\uFEFF[default]');
  offers('[profile a] |', '');
  offers('# [|', '');
});

describe('completion of keys', () => {
  offersFirst('[profile a]\n|', '', 'region', 'output', 'sso_session', 'role_arn');
  offersFirst('[profile a\n|', '', 'region', 'output');
  offersFirst('[profile a]\nreg|', '', 'region');
  offersFirst('[profile a]\nrole_arn = x\n|', '', 'source_profile', 'credential_source', 'mfa_serial');
  offersFirst('[profile a]\nrole_arn = x\nsource_profile = b\n|', '', 'mfa_serial', 'role_session_name');
  offersFirst(
    '[profile a]\nsso_session = x\n|\n[profile b]\n',
    '',
    'sso_account_id',
    'sso_role_name',
    'region',
  );
  offersFirst('[profile a]\nweb_identity_token_file = x\n|', '', 'role_arn', 'role_session_name');
  offersFirst('', '[a]\n|', 'aws_access_key_id', 'aws_secret_access_key', 'aws_session_token');
  offersFirst('', '[a]\naws_access_key_id = x\n|', 'aws_secret_access_key', 'aws_session_token', 'region');
  offers('[sso-session a]\nsso_region = x\n|', '', 'sso_start_url', 'sso_registration_scopes');
  offers('|', '');
  offers('[plugins]\n|', '');
  offers('[profile a]\n# reg|', '');
  offers('[profile a]\nregion = x # |', '');
  offers('[profile a]\ncredential_process = x\n  |', '');
  offers('[profile a]\nregion = x\n  |', '');
  offers('[profile a]\nreg |', '');

  it('leaves out what the section has, in any case, but not the key at the cursor', () => {
    assert.ok(!labels('[profile a]\nREGION = x\n|').includes('region'));
    assert.ok(labels('[profile a]\nreg|ion = x\n').includes('region'));
  });

  it('puts last what only aws-vault reads, and offers no keys of the past', () => {
    const all = labels('[profile a]\n|');
    assert.ok(all.indexOf('include_profile') > all.indexOf('retry_mode'));
    assert.ok(all.includes('cli_pager'));
    for (const key of ['aws_security_token', 'parent_profile', 'expiration'])
      assert.ok(!all.includes(key), key);
  });

  it('follows the use of keys in the file', () => {
    const all = labels('[profile b]\nretry_mode = standard\nmax_attempts = 5\n[profile a]\n|');
    assert.ok(all.indexOf('retry_mode') < all.indexOf('ca_bundle'));
    assert.ok(all.indexOf('max_attempts') < all.indexOf('ca_bundle'));
  });

  writes('[profile a]\nreg|', '', 'region', '[profile a]\nregion = ');
  writes('[profile a]\noutput=json\r\nreg|\r\n', '', 'region', '[profile a]\noutput=json\r\nregion=\r\n');
  writes('[profile a]\nreg|ion = x\n', '', 'role_arn', '[profile a]\nrole_arn = x\n');
  writes('[profile a]\nr|gion = x # why\n', '', 'region', '[profile a]\nregion = x # why\n');
  writes('[profile a\nreg|', '', 'region', '[profile a\nregion = ');
  writes('[profile a]\n|', '', 's3', '[profile a]\ns3 =\n  $0');
});

describe('completion in blocks', () => {
  offersFirst('[profile a]\ns3 =\n  |', '', 'addressing_style');
  offersFirst('[profile a]\ns3 =\n  addressing_style = |', '', 'auto', 'virtual', 'path');
  offers('[profile a]\ns3 =\n  use_accelerate_endpoint = |', '', 'true', 'false');
  offers('[services a]\ns3 =\n  |', '', 'endpoint_url');
  offers('[services a]\ns3 =\n  endpoint_url = x\n  |', '');
  offers('[profile a]\ndynamodb =\n  |', '');
  writes('[services a]\ndyn|', '', 'dynamodb', '[services a]\ndynamodb =\n  endpoint_url = $0');

  it('has the IDs of the services that are not there yet', () => {
    const all = labels('[services a]\ns3 =\n  endpoint_url = x\n|');
    assert.ok(all.includes('dynamodb') && all.includes('api_gateway'));
    assert.ok(!all.includes('s3') && !all.includes('region'));
  });
});

describe('completion of names', () => {
  offers('[profile a]\nsource_profile = |\n[profile b]\n[profile c]\n', '', 'b', 'c');
  // Those with access keys first, and what others use before them.
  offers(
    '[profile b]\n[profile c]\n[profile d]\nsource_profile = c\n[profile a]\nsource_profile = |',
    '[k]\n',
    'c',
    'k',
    'b',
    'd',
  );
  // No circles, also through others.
  offers(
    '[profile a]\nsource_profile = |\n[profile b]\nsource_profile = a\n[profile c]\nSource_Profile=b\n[profile d]\n',
    '',
    'd',
  );
  // A profile with access keys may be its own source.
  offers('[profile a]\nsource_profile = |\naws_access_key_id = x\n', '', 'a');
  offers('[profile a]\nsource_profile = |\n', '[a]\naws_access_key_id = x\n', 'a');
  offers('[profile a]\ninclude_profile = |\n[profile b]\ninclude_profile = a\n[profile c]\n', '', 'c');
  offers('[profile a]\nsso_session = |\n[sso-session corp]\n[services local]\n', '', 'corp');
  offers('[profile a]\nservices = |\n[sso-session corp]\n[services local]\n', '', 'local');
  offers('[profile a\nsource_profile = |\n[profile b]\n', '', 'b');
  writes(
    '[profile b]\n[profile a]\nsource_profile = x|y',
    '',
    'b',
    '[profile b]\n[profile a]\nsource_profile = b',
  );
  writes(
    '[profile b]\n[profile a]\nsource_profile =|\r\n',
    '',
    'b',
    '[profile b]\n[profile a]\nsource_profile = b\r\n',
  );
  writes('[profile a]\nregion = |# b', '', 'eu-west-1', '[profile a]\nregion = eu-west-1 # b');
  writes(
    '[profile a]\nrole_arn = arn:aws:iam::123456789012:role/x\nsso_account_id = |; b\r\n',
    '',
    '123456789012',
    '[profile a]\nrole_arn = arn:aws:iam::123456789012:role/x\nsso_account_id = 123456789012 ; b\r\n',
  );
  writes('[profile b]\n[profile a]\nsource_profile=|', '', 'b', '[profile b]\n[profile a]\nsource_profile=b');
  writes(
    '[profile b]\n[profile a]\nsource_profile = | # x\n',
    '',
    'b',
    '[profile b]\n[profile a]\nsource_profile = b # x\n',
  );
});

describe('completion of values', () => {
  offers('[profile a]\nuse_fips_endpoint = |', '', 'true', 'false');
  offers('[profile a]\ncredential_source = |', '', 'Environment', 'Ec2InstanceMetadata', 'EcsContainer');
  offersFirst('[profile a]\noutput = |', '', 'json', 'text', 'table', 'yaml');
  offersFirst('[profile a]\nregion = |', '', 'af-south-1', 'ap-east-1');
  offersFirst('[profile b]\nregion = eu-west-1\n[profile a]\nregion = |', '', 'eu-west-1', 'af-south-1');
  offersFirst(
    '[profile a]\nsso_region = cn-north-1\nregion = |',
    '',
    'cn-north-1',
    'cn-northwest-1',
    'af-south-1',
  );
  offersFirst(
    '[profile a]\nregion = |\nrole_arn = arn:aws-us-gov:iam::123456789012:role/x\n',
    '',
    'us-gov-east-1',
    'us-gov-west-1',
  );
  offers('[profile a]\nregion = x |', '');
  offers('[sso-session a]\nsso_registration_scopes = |', '', 'sso:account:access');
  offers('', '[a]\naws_secret_access_key = |\n[b]\naws_secret_access_key = wJalrXUtnFEMI\n');
  offers('', '[a]\naws_session_token = |\n[b]\naws_session_token = x\n');
  offers('[profile a]\nexternal_id = |\n[profile b]\nexternal_id = acme-2024\n', '');
  const device = 'arn:aws:iam::123456789012:mfa/maya';
  offers(
    `[profile a]\nmfa_serial = |\n[profile b]\nmfa_serial = ${device}\n`,
    `[b]\nMFA_SERIAL=${device}\n`,
    device,
  );
  const role = 'arn:aws:iam::123456789012:role/ops';
  offers(
    `[profile a]\nrole_arn = |\n[profile b]\nrole_arn = ${role}\n[profile c]\nrole_arn = what\n`,
    '',
    role,
  );

  it('names the default', () => {
    const [json] = completions('[profile a]\noutput = |');
    assert.deepEqual(json?.about, { kind: 'value', isDefault: true });
  });
});

describe('completion of what sign-ins have listed', () => {
  const accounts = [
    { id: '111122223333', name: 'Production', roles: ['Admin', 'ReadOnly'] },
    { id: '444455556666', name: '444455556666', roles: undefined },
  ];
  const known: Known = {
    signIns: [
      { session: 'corp', startUrl: 'https://corp.awsapps.com/start', accounts },
      {
        session: 'else',
        startUrl: 'https://else.awsapps.com/start',
        accounts: [{ id: '777788889999', name: 'Lab', roles: ['Lab'] }],
      },
    ],
  };
  const corp = '[profile a]\nsso_session = corp\n';

  it('has the accounts of the sign-in, and then those of the files', () => {
    const role = 'role_arn = arn:aws:iam::999900001111:role/x\n';
    assert.deepEqual(labels(`${corp}sso_account_id = |\n[profile b]\n${role}`, '', known), [
      '111122223333',
      '444455556666',
      '999900001111',
    ]);
    const [first] = completions(`${corp}sso_account_id =|`, '', known);
    assert.deepEqual([first?.alsoFoundBy, first?.insert], ['Production', ' 111122223333']);
  });

  it('has the permission sets of the account, or of all accounts', () => {
    const of = (id: string) => labels(`${corp}sso_account_id = ${id}\nsso_role_name = |`, '', known);
    assert.deepEqual(of('111122223333'), ['Admin', 'ReadOnly']);
    assert.deepEqual(of('444455556666'), ['Admin', 'ReadOnly']);
    const legacy = '[profile a]\nsso_start_url = https://else.awsapps.com/start\nsso_role_name = |';
    assert.deepEqual(labels(legacy, '', known), ['Lab']);
  });

  it('is asked for only where it is needed', () => {
    assert.ok(asks(`${corp}sso_account_id = |`));
    assert.ok(!asks(`${corp}region = |`) && !asks('|') && !asks(`${corp}|`));
  });
});

describe('snippets', () => {
  it('are whole sections where a header could stand', () => {
    assert.equal(
      snippet('|', '', 'process'),
      '[profile ${1:name}]\ncredential_process = ${2:/path/to/program}',
    );
    assert.equal(
      snippet('|', '', 'services'),
      '[services ${1:name}]\ns3 =\n  endpoint_url = ${3:http://localhost:4566}',
    );
    assert.equal(
      snippet('', '|', 'access keys'),
      '[${1:name}]\naws_access_key_id = $2\naws_secret_access_key = $3',
    );
    assert.equal(snippet('', '|', 'process'), undefined);
  });

  it('have a blank line before them', () => {
    assert.match(snippet('[profile a]\r\nregion = x\r\n|', '', 'role') ?? '', /^\r\n\[profile/u);
    assert.match(snippet('[profile a]\nregion = x\n\n|', '', 'role') ?? '', /^\[profile/u);
  });

  it('are only the keys below a header without keys', () => {
    const device = 'arn:aws:iam::123456789012:mfa/maya';
    const config = `[profile m$a}]\nmfa_serial = ${device}\n[profile b]\nsource_profile = m$a}\n[profile c]\n|`;
    assert.equal(
      snippet(config, '', 'role with MFA'),
      [
        'role_arn = ${1:arn:aws:iam::123456789012:role/Admin}',
        String.raw`source_profile = \${2:m\$a\}}`.replace(String.raw`\${2`, '${2'),
        'mfa_serial = ${3:arn:aws:iam::123456789012:mfa/maya}',
      ].join('\n'),
    );
  });

  it('have no MFA device that is none', () => {
    const device = 'arn:aws:iam::123456789012:mfa/maya';
    const config = `[profile a]\nmfa_serial = hunter2\n[profile b]\nmfa_serial = ${device}\n[profile c]\n|`;
    const written = snippet(config, '', 'role with MFA') ?? '';
    assert.ok(written.endsWith(`:${device}}`), written);
  });

  it('are not in lines with other text', () => {
    assert.equal(snippet('[profile a]\n|region = x', '', 'role'), undefined);
    assert.equal(snippet('[profile a]\ns3 =\n  |', '', 'role'), undefined);
  });
});
