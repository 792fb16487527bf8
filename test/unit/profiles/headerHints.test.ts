import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { missingPrefixes, needlessPrefixes } from '../../../src/profiles/headerHints.ts';

type Hints = typeof missingPrefixes;

function hintsIn(hints: Hints, title: string, body: string): unknown {
  const found = hints('/file', parseConfig(`# c\n[${title}]\n${body}\n`));
  return found.map((each) => {
    assert.ok('line' in each && each.line === 2);
    return 'meant' in each ? each.meant : each.code;
  });
}

/** What each title of the config file should be. */
const configTitles: Readonly<Record<string, readonly string[]>> = {
  dev: ['noPrefix'],
  'Profile x': ['profile x'],
  'PROFILE x': ['profile x'],
  'profiles x': ['profile x'],
  'profil x': ['profile x'],
  'porfile "my x"': ['profile "my x"'],
  'profile:x': ['profile x'],
  'profile.x': ['profile x'],
  'profile= x': ['profile x'],
  'sso_session x': ['sso-session x'],
  'sso-sessions x': ['sso-session x'],
  'SSO-Session x': ['sso-session x'],
  'sso session x': ['sso-session x'],
  'ssosession x': ['sso-session x'],
  'sso-session.x': ['sso-session x'],
  'service x': ['services x'],
  Default: ['default'],
  default: [],
  DEFAULT: ['default'],
  'profile x': [],
  'sso-session x': [],
  'services x': [],
  plugins: ['noPrefix'],
  preview: ['noPrefix'],
  'toolkit x': [],
  profile: ['noPrefix'],
};

/** What each title of the config file should be, if it has these keys. */
const titlesWithKeys: Readonly<Record<string, readonly [body: string, ...expected: readonly string[]]>> = {
  開発: ['role_arn = x', 'noPrefix'],
  '🚀': ['region = r', 'noPrefix'],
  'my dev': ['role_arn = x', 'profile "my dev"'],
  'プロファイル dev': ['role_arn = x', 'profile dev'],
  プロファイルdev: ['role_arn = x', 'profile dev'],
  'prof dev': ['role_arn = x', 'profile dev'],
  'dev profile': ['role_arn = x', 'profile dev'],
  'default profile': ['role_arn = x', 'default'],
  'aws profile dev': ['role_arn = x', 'profile dev'],
  'aws-profile dev': ['role_arn = x', 'profile dev'],
  'ｐｒｏｆｉｌｅ dev': ['role_arn = x', 'profile dev'],
  profile_dev: ['role_arn = x', 'profile dev'],
  'profile-dev': ['role_arn = x', 'profile dev'],
  profiledev: ['role_arn = x', 'profile dev'],
  'profile: dev': ['role_arn = x', 'profile dev'],
  'profilex dev': ['role_arn = x', 'profile dev'],
  'sso corp': ['sso_start_url = x', 'sso-session corp'],
  'session corp': ['sso_region = x', 'sso-session corp'],
  'corp session': ['sso_region = x', 'sso-session corp'],
  'sso-session: corp': ['sso_region = x', 'sso-session corp'],
  'session manager': ['region = x'],
  'sso tool': ['color = x'],
  profiler: ['interval = 1'],
  'my tool': ['region = x'],
};

/** What each title of the credentials file should be. */
const credentialsTitles: Readonly<Record<string, readonly string[]>> = {
  'profile x': ['x'],
  'profile "my x"': ['my x'],
  'Profile x': ['x'],
  'sso-session x': ['titleOfConfigFile'],
  'sso_session x': ['titleOfConfigFile'],
  'services x': ['titleOfConfigFile'],
  x: [],
  default: [],
  Default: [],
  DEFAULT: ['default'],
  'my profile': [],
  'prof dev': [],
  'session corp': [],
  開発: [],
  'profile-x': [],
  'profile.x': [],
  'service:x': [],
  'services/x': [],
};

describe('hints at headers', () => {
  for (const [title, expected] of Object.entries(configTitles))
    it(`tell what [${title}] of the config file should be`, () => {
      assert.deepEqual(hintsIn(missingPrefixes, title, 'region = r'), expected);
    });

  for (const [title, [body, ...expected]] of Object.entries(titlesWithKeys))
    it(`tell what [${title}] should be with ${body}`, () => {
      assert.deepEqual(hintsIn(missingPrefixes, title, body), expected);
    });

  it('tell that text follows a title, which only the CLI ignores', () => {
    for (const hints of [missingPrefixes, needlessPrefixes]) {
      assert.deepEqual(hintsIn(hints, 'default] text [', 'region = r'), []);
      const found = (line: string) =>
        hints('/file', parseConfig(`${line}\nregion = r\n`)).map(({ code }) => code);
      assert.deepEqual(found('[default] text'), ['textAfterTitle']);
      assert.deepEqual(found('[default]text # c'), ['textAfterTitle']);
      for (const line of ['[default]', '[default] # c', '[default]; c', ' [ default ]\t'])
        assert.deepEqual(found(line), []);
    }
  });

  for (const [title, expected] of Object.entries(credentialsTitles))
    it(`tell what [${title}] of the credentials file should be`, () => {
      assert.deepEqual(hintsIn(needlessPrefixes, title, 'region = r'), expected);
    });

  it('say nothing about a profile of the credentials file with a name like “service account”', () => {
    const hints = hintsIn(needlessPrefixes, 'service account', 'aws_access_key_id = A');
    assert.deepEqual(hints, []);
  });

  it('tell that [DEFAULT] should be [default] only if it gives its keys to no section', () => {
    for (const hints of [missingPrefixes, needlessPrefixes]) {
      assert.deepEqual(hintsIn(hints, 'DEFAULT', 'region = r\n[default]\n'), []);
      assert.deepEqual(hintsIn(hints, 'DEFAULT', 'cli_pager ='), []);
    }
  });

  it('say nothing about sections of other tools', () => {
    for (const title of ['plugins', 'preview', 'toolkit x', 'Default'])
      assert.deepEqual(hintsIn(missingPrefixes, title, 'cli_legacy_plugin_path = /x'), []);
  });

  it('show no secret that a title contains', () => {
    const title = 'Profile token=abcDEF0123456789ghiJKL';
    const [hint] = missingPrefixes('/file', parseConfig(`[${title}]\nregion = r\n`));
    assert.ok(hint && !JSON.stringify(hint).includes('abcDEF'));
  });
});
