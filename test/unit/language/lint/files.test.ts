import assert from 'node:assert/strict';
import { lintCodes } from '../../../../src/language/lint/codes.ts';
import type { Finding } from '../../../../src/language/lint/finding.ts';
import type { FileRole } from '../../../../src/profiles/profiles.ts';
import { edited } from '../../config/edited.ts';
import { findingsIn, foundIn, unmarked } from './marked.ts';

const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
const role = 'role_arn = arn:aws:iam::123456789012:role/A\n';
const account = 'sso_account_id = 123456789012\nsso_role_name = A\n';
const signIn = 'sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n';

const codesIn = (text: string, file: FileRole = 'config', other = ''): readonly string[] =>
  findingsIn(text, file, other)
    .map(({ code }) => code)
    .filter((code) => code !== 'secretInConfig');

describe('titles', () => {
  const rows: readonly (readonly [
    title: string,
    code: string,
    after: string | undefined,
    file?: FileRole,
  ])[] = [
    ['[[profile dev]]', 'mistypedProfile', '[profile dev]'],
    ['["profile dev"]', 'mistypedProfile', '[profile dev]'],
    ['[profile “dev”]', 'mistypedProfile', '[profile dev]'],
    ['[profile [dev]]', 'mistypedProfile', '[profile dev]'],
    ['[profile\u00A0dev]', 'mistypedProfile', '[profile dev]'],
    // The second letter o is Cyrillic.
    ['[pr\u043Efile dev]', 'mistypedProfile', '[profile dev]'],
    ['[defualt]', 'mistypedProfile', '[default]'],
    ['["dev"]', 'mistypedProfile', '[dev]', 'credentials'],
    ['(profile dev)', 'brokenHeader', '[profile dev]'],
    ['［profile dev］', 'brokenHeader', '[profile dev]'],
    ['profile dev]', 'brokenHeader', '[profile dev]'],
    ['<html>', 'brokenHeader', undefined],
    ['[dev', 'brokenHeader', '[dev]', 'credentials'],
    ["[profile o'brien]", 'unquotedName', `[profile "o'brien"]`],
    ['[profile]', 'noName', undefined],
    ['[]', 'noName', undefined, 'credentials'],
    ['[services]', 'unknownSection', undefined],
    ['[profile  dev]', 'headerDiffers', '[profile dev]'],
    ['[profile dev ]', 'headerDiffers', '[profile dev]'],
    ['[dev ]', 'spaceInBrackets', '[dev]', 'credentials'],
  ];
  for (const [title, code, after, file] of rows)
    it(`finds ${code} in ${title}`, () => {
      const found = foundIn(`${title}\n${keys}`, file).filter((each) => each.code === code);
      assert.equal(found.length, 1, codesIn(`${title}\n${keys}`, file).join());
      assert.equal(found[0]?.fixed?.split('\n')[0], after);
    });

  it('are those of a sign-in if profiles refer to one', () => {
    const text = `[profile dev]\nsso_session = work\n${account}\n[work]\n${signIn}`;
    const finding = findingsIn(text).find(({ code }) => code === 'noPrefix');
    assert.deepEqual(finding?.args, ['work', 'sso-session work']);
  });
});

/** Both files after the fix with this code. */
function fixed(found: readonly Finding[], code: string, text: string, other = ''): readonly string[] {
  const fix = found.flatMap(({ fixes }) => fixes).find((each) => each.code === code);
  assert.ok(fix, found.map((each) => each.code).join());
  assert.ok(fix.isOffer);
  return [edited(text, fix.edits.config), edited(other, fix.edits.credentials)];
}

describe('a section that is missing', () => {
  it('can be added as a source profile in the credentials file', () => {
    const text = `[profile dev]\n${role}source_profile = base\n`;
    assert.deepEqual(fixed(findingsIn(text), 'addSection', text), [
      text,
      '[base]\naws_access_key_id = \naws_secret_access_key = \n',
    ]);
  });

  it('can be added as a sign-in, with what the profile says', () => {
    const text = `[profile dev]\nsso_session = work\n${account}sso_region = eu-west-1\n`;
    assert.deepEqual(fixed(findingsIn(text), 'addSection', text), [
      `${text}\n[sso-session work]\nsso_start_url = \nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n`,
      '',
    ]);
  });

  it('can be added as [services]', () => {
    const text = `[profile dev]\nservices = local\n${keys}`;
    assert.deepEqual(fixed(findingsIn(text), 'addSection', text), [
      `${text}\n[services local]\ns3 =\n  endpoint_url =\n`,
      '',
    ]);
  });

  it('is not added where a similar one is meant', () => {
    const [finding] = findingsIn(`[profile dev]\n${role}source_profile = bsae\n\n[profile base]\n${keys}`);
    assert.deepEqual(
      finding?.fixes.map(({ code, isOffer }) => [code, isOffer]),
      [
        ['changeReference', undefined],
        ['addSection', true],
      ],
    );
  });
});

describe('the same mistake', () => {
  const rows: readonly (readonly [text: string, codes: readonly string[], file?: FileRole])[] = [
    [`[profile dev]\n${role}source_profile = "base"\n\n[profile base]\n${keys}`, ['rejectedQuotes']],
    [`[profile dev]\n${keys}region =\nregion = eu-west-1\n`, ['duplicateKey']],
    [`[profile dev]\n${keys}s3:\n  max_queue_size: 4\n`, ['colonSeparator', 'rejectedColon']],
    [`[profile dev]\n${keys}region: eu-west-1\n`, ['colonSeparator']],
    [`\uFEFF[profile dev]\n${keys}`, ['byteOrderMark']],
    [`[profile dev]\n${role}source_profile =\n`, ['rejectedEmpty']],
    [
      `[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n  aws_secret_access_key = x\n`,
      ['rejectedIndent'],
      'credentials',
    ],
    [`[profile dev]\n${keys}mfa_serial =\n`, ['emptyValue']],
  ];
  for (const [text, codes, file] of rows)
    it(`is found once: ${codes.join()}`, () => assert.deepEqual(codesIn(text, file), codes));
});

describe('access keys in two files', () => {
  const config = '[profile dev]\naws_secret_access_key = x\n';
  const credentials = '[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n';

  it('make no pair', () => {
    assert.deepEqual(codesIn(credentials, 'credentials', config), ['incompleteKeys']);
    assert.deepEqual(codesIn(config, 'config', credentials), []);
  });

  it('are found without an ID', () => {
    assert.deepEqual(codesIn('[dev]\naws_secret_access_key = x\n', 'credentials'), ['noKeyId']);
  });
});

describe('keys of a role in a profile without one', () => {
  for (const line of ['external_id = x', 'credential_source = environment', 'source_profile = "a"'])
    it(`are only of no use: ${line}`, () =>
      assert.deepEqual(codesIn(`[profile dev]\n${keys}${line}\n`), ['keyNeedsRole']));
});

describe('[DEFAULT]', () => {
  it('is checked as a profile', () => {
    const text = `[DEFAULT]\nregion = «eu_west_1»\n\n[profile dev]\n${keys}`;
    const found = foundIn(unmarked(text)).find(({ code }) => code === 'rejectedRegion');
    assert.equal(found?.text, text);
  });
});

describe('what may be fixed on saving', () => {
  it('changes neither credentials nor who gets them', () => {
    const codes = Object.entries<{ readonly fixOnSave?: true }>(lintCodes).flatMap(([code, { fixOnSave }]) =>
      fixOnSave ? code : [],
    );
    assert.deepEqual(codes.toSorted(), ['emptyValue', 'regionCase', 'unknownValue', 'zoneAsRegion']);
  });
});
