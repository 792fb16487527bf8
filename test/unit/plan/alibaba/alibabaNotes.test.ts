import assert from 'node:assert/strict';
import type { AlibabaNote } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { alibabaProfilesOf, type GivenFiles } from './alibabaProfilesOf.ts';

const keys = { access_key_id: 'LTAI1', access_key_secret: 'secret' };
const role = { ram_role_arn: 'acs:ram::1:role/x' };
const sdks = ['node', 'python', 'go', 'java'];

function notesOf(given: GivenFiles, name = 'p'): readonly AlibabaNote[] {
  const profiles = alibabaProfilesOf(given);
  const target = profiles.sources.find((source) => 'name' in source && source.name === name);
  assert.ok(target);
  const planned = planAlibaba(profiles, target, { sessionName: 'me' });
  assert.ok(isPlan(planned), JSON.stringify(planned));
  return planned.notes;
}

const cliNotes = (fields: object) => notesOf({ cli: [{ name: 'p', ...fields }] });
const iniNotes = (file: 'credentials' | 'credentials.ini', lines: string, name = 'p') =>
  notesOf({ ini: { [file]: `[${name}]\n${lines}\n` } }, name);

const unreadable = (notes: readonly AlibabaNote[]) =>
  notes.find(({ code }) => code === 'unreadableBy')?.tools;

describe('the notes on a profile of the CLI', () => {
  for (const [what, fields, expected] of [
    ['access keys', { mode: 'AK', ...keys }, []],
    ['a mode in another case', { mode: 'ak', ...keys }, [{ code: 'unreadableBy', tools: sdks }]],
    ['no mode', keys, [{ code: 'unreadableBy', tools: sdks }]],
    [
      'a credentials URI',
      { mode: 'CredentialsURI', credentials_uri: 'http://x/' },
      [{ code: 'unreadableBy', tools: [...sdks, 'terraform'] }],
    ],
    [
      'a deprecated mode',
      { mode: 'RamRoleArnWithRoleName', ...role },
      [{ code: 'unreadableBy', tools: [...sdks, 'terraform'] }],
    ],
    [
      'CloudSSO',
      {
        mode: 'CloudSSO',
        cloud_sso_sign_in_url: 'https://x',
        cloud_sso_account_id: '1',
        cloud_sso_access_config: 'a',
      },
      [{ code: 'unreadableBy', tools: ['node'] }],
    ],
    [
      'an external ID and a policy',
      { mode: 'RamRoleArn', ...keys, ...role, external_id: 'ab', policy: '{"Version":"1","Statement":[]}' },
      [
        { code: 'ignoredKey', key: 'external_id', tools: ['node'] },
        { code: 'ignoredKey', key: 'policy', tools: ['node', 'cli'] },
      ],
    ],
    [
      'STS keys for a role',
      { mode: 'RamRoleArn', ...keys, ...role, sts_token: 't' },
      [{ code: 'ignoredKey', key: 'sts_token', tools: sdks }],
    ],
    [
      'a session name for OIDC',
      {
        mode: 'OIDC',
        ...role,
        oidc_provider_arn: 'acs:ram::1:oidc-provider/x',
        oidc_token_file: '/t',
        ram_session_name: 'ab',
      },
      [{ code: 'ignoredKey', key: 'ram_session_name', tools: ['python'] }],
    ],
    [
      'what a tool ignores that cannot read the profile anyway',
      { mode: 'ramrolearn', ...keys, ...role, external_id: 'ab', sts_token: 't' },
      [{ code: 'unreadableBy', tools: sdks }],
    ],
  ] as const)
    it(`tell about ${what}`, () => {
      assert.deepEqual(cliNotes(fields), expected);
    });

  it('also tell about the profiles that it names', () => {
    const given = {
      cli: [
        { name: 'p', mode: 'ChainableRamRoleArn', source_profile: 'q', ...role },
        { name: 'q', mode: 'CredentialsURI', credentials_uri: 'http://x/' },
      ],
    };
    assert.deepEqual(notesOf(given), [{ code: 'unreadableBy', tools: [...sdks, 'terraform'] }]);
  });
});

describe('the notes on a section', () => {
  const section = 'type = access_key\naccess_key_id = LTAI1\naccess_key_secret = secret';
  const others = ['cli', 'terraform'];

  it('tell which SDKs read its file', () => {
    assert.deepEqual(unreadable(iniNotes('credentials', section)), ['python', 'java', ...others]);
    assert.deepEqual(unreadable(iniNotes('credentials.ini', section)), ['node', 'go', 'java', ...others]);
    assert.deepEqual(unreadable(iniNotes('credentials.ini', `${section}\nenable = true`)), [
      'node',
      'go',
      ...others,
    ]);
  });

  it('tell that the SDK for Node.js finds no name with dots', () => {
    assert.deepEqual(unreadable(iniNotes('credentials', section, 'a.b')), [
      'node',
      'python',
      'java',
      ...others,
    ]);
  });

  it('tell what the SDK for Go needs', () => {
    assert.deepEqual(unreadable(iniNotes('credentials', 'type = ecs_ram_role')), [
      'python',
      'go',
      'java',
      ...others,
    ]);
    const named = iniNotes('credentials', 'type = ecs_ram_role\nrole_name = x');
    assert.deepEqual(unreadable(named), ['python', 'java', ...others]);
  });

  it('tell that no reader knows STS keys', () => {
    const sts = `${section.replace('access_key\n', 'sts\n')}\nsecurity_token = t`;
    assert.deepEqual(unreadable(iniNotes('credentials', sts)), [...sdks, ...others]);
  });

  it('tell about keys that no reader knows', () => {
    const notes = iniNotes('credentials', `${section}\nexternal_id = ab`);
    assert.deepEqual(notes[1], { code: 'ignoredKey', key: 'external_id', tools: sdks });
  });
});
