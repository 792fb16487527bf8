import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { isTemporary } from '../../../src/plan/plan.ts';
import { resolveChain } from '../../../src/plan/sourceChain.ts';
import { kindOf, ownKindOf, type ProfileKind } from '../../../src/profiles/credentialKind.ts';
import { buildProfiles, type Profile, type ProfileSet } from '../../../src/profiles/profiles.ts';

function build(inConfig: string, inCredentials: string): ProfileSet {
  return buildProfiles(parseConfig(`[profile a]\n${inConfig}`), parseConfig(`[a]\n${inCredentials}`));
}

function profileA(profiles: ProfileSet): Profile {
  const profile = profiles.profiles.get('a');
  assert.ok(profile);
  return profile;
}

function is(expected: ProfileKind, inConfig: string, inCredentials = ''): void {
  it(`${expected.kind}: ${[inConfig, inCredentials].join(' | ').replaceAll('\n', ', ')}`, () =>
    assert.deepEqual(kindOf(profileA(build(inConfig, inCredentials))), expected));
}

const keys = 'aws_access_key_id = A\naws_secret_access_key = s';
const tokenProgram = 'web_identity_token_process';
const role = { kind: 'role', sourceProfile: undefined, credentialSource: undefined } as const;

describe('the kind of a profile', () => {
  is({ kind: 'none' }, 'region = r');
  is({ kind: 'keys' }, keys);
  is({ kind: 'keys' }, 'aws_access_key_id = A');
  is({ kind: 'keys' }, 'aws_secret_access_key = s');
  is({ kind: 'temporaryKeys' }, keys, 'aws_session_token = t');
  is({ kind: 'temporaryKeys' }, `${keys}\naws_security_token = t`);
  is({ kind: 'temporaryKeys' }, 'aws_session_token = t');
  is({ kind: 'process', key: 'credential_process' }, 'credential_process = tool');
  is({ kind: 'login', key: 'login_session' }, 'login_session = arn');
  is({ kind: 'identityCenter', key: 'sso_session' }, 'sso_session = s\nsso_account_id = 1');
  is({ kind: 'identityCenter', key: 'sso_start_url' }, 'sso_start_url = u\nsso_role_name = r');
  is({ kind: 'identityCenter', key: 'sso_role_name' }, 'sso_role_name = r');
  is({ kind: 'none' }, 'sso_session = s');
  is({ kind: 'none' }, 'sso_start_url = u\nsso_region = r');
  is({ kind: 'webIdentity', key: 'web_identity_token_file' }, 'web_identity_token_file = f');
  is({ kind: 'webIdentity', key: tokenProgram }, `role_arn = r\n${tokenProgram} = p`, keys);
  is({ ...role, sourceProfile: 'b' }, `role_arn = r\nsource_profile = b\n${tokenProgram} = p`);
  is(
    { ...role, credentialSource: 'Environment' },
    `role_arn = r\ncredential_source = Environment\n${tokenProgram} = p`,
  );
  is({ kind: 'keys' }, `${keys}\n${tokenProgram} = p`);
  is(
    { kind: 'webIdentity', key: 'web_identity_token_file' },
    `role_arn = r\nweb_identity_token_file = f\n${tokenProgram} = p`,
  );
  is({ ...role, sourceProfile: 'b' }, 'role_arn = r\nsource_profile = b');
  is({ ...role, credentialSource: 'Environment' }, 'role_arn = r\ncredential_source = Environment');
  is(role, 'role_arn = r');
  is({ ...role, sourceProfile: 'b' }, 'role_arn =\nsource_profile = b');

  is({ ...role, sourceProfile: 'b' }, 'role_arn = r\nsource_profile = b\nsso_session = s', keys);
  is(
    { kind: 'webIdentity', key: 'web_identity_token_file' },
    'role_arn = r\nsource_profile = b\nweb_identity_token_file = f',
    keys,
  );
  is({ kind: 'identityCenter', key: 'sso_session' }, 'sso_session = s\nsso_account_id = 1', keys);
  is({ kind: 'keys' }, 'sso_session = s', keys);
  is({ kind: 'keys' }, 'login_session = l\ncredential_process = tool', keys);
  is({ kind: 'login', key: 'login_session' }, `${keys}\ncredential_process = tool\nlogin_session = l`);
  is({ kind: 'process', key: 'credential_process' }, `${keys}\ncredential_process = tool`);

  it('is that of its keys if it is used as a source profile', () => {
    const profile = profileA(build('role_arn = r\nsource_profile = b', keys));
    assert.deepEqual(ownKindOf(profile), { kind: 'keys' });
  });

  const someKeys = fc.subarray([
    'role_arn = arn:aws:iam::123456789012:role/R',
    'source_profile = b',
    'web_identity_token_file = f',
    'sso_session = s',
    'sso_start_url = u',
    'sso_account_id = 111111111111',
    'sso_role_name = r',
    'aws_access_key_id = A',
    'aws_secret_access_key = s',
    'aws_session_token = t',
    'login_session = l',
    'credential_process = tool',
  ]);

  it('matches the source of a plan', () => {
    fc.assert(
      fc.property(someKeys, someKeys, (inConfig, inCredentials) => {
        const profiles = build(inConfig.join('\n'), inCredentials.join('\n'));
        const kind = kindOf(profileA(profiles));
        assert.ok(beginningsOf(kind).includes(beginning(profiles)), kind.kind);
      }),
    );
  });
});

/** How the planner resolves profile `a`: the source that it finds, or why it fails. */
function beginning(profiles: ProfileSet): string {
  const resolved = resolveChain(profiles, 'a', {});
  if ('code' in resolved) return resolved.code;
  if (resolved.source.kind === 'process') return 'credential_process';
  if (resolved.source.kind === 'instance') return 'none';
  if (resolved.source.kind === 'login') return 'login_session';
  if (resolved.source.kind === 'identityCenter') return 'identityCenter';
  if (resolved.source.kind === 'webIdentity') return 'web_identity_token_file';
  return isTemporary(resolved.source) ? 'temporaryKeys' : 'keys';
}

function beginningsOf(kind: ProfileKind): readonly string[] {
  switch (kind.kind) {
    case 'role':
      return [kind.sourceProfile ? 'missingSource' : 'noSource'];
    case 'keys':
    case 'temporaryKeys':
      return [kind.kind, 'incompleteKeys'];
    case 'none':
      return ['none', 'ssoIncomplete', 'strayKey'];
    case 'webIdentity':
      return [kind.key, 'noRole'];
    case 'identityCenter':
      return [kind.kind, 'missingSsoSession', 'ssoIncomplete', 'invalidValue'];
    default:
      return [kind.key];
  }
}
