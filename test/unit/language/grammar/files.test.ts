import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageFiles, languageFolder } from '../../../../packaging/grammar/files.ts';
import { serviceIds } from '../../../../src/language/serviceIds.ts';
import { keysWhere } from '../../../../src/profiles/keys.ts';
import { keyFacts } from '../../../../src/profiles/keys/knownKeys.ts';

interface Configuration {
  readonly wordPattern: { readonly pattern: string; readonly flags: string };
  readonly onEnterRules: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly action: { readonly indent: string };
  }[];
}

function textOf(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../..', languageFolder, name), 'utf8');
}

const { wordPattern, onEnterRules }: Configuration = JSON.parse(
  textOf('aws-config.language-configuration.json'),
);

/** What the Enter key does to the indent after this text. */
function onEnter(before: string): string {
  const rule = onEnterRules.find(({ beforeText, afterText = '' }) =>
    [new RegExp(beforeText).test(before), new RegExp(afterText).test('')].every(Boolean),
  );
  return rule?.action.indent ?? 'keep';
}

function wordsIn(text: string): readonly string[] {
  return text.match(new RegExp(wordPattern.pattern, `g${wordPattern.flags}`)) ?? [];
}

describe('the files of the language', () => {
  for (const [name, text] of Object.entries(languageFiles))
    it(`are those that npm run grammar makes: ${name}`, () => assert.equal(textOf(name), text()));

  it('indent the line below a block, and below no other key', () => {
    for (const id of serviceIds) assert.equal(onEnter(`${id} =`), 'indent', id);
    for (const name of keysWhere(() => true)) {
      const expected = keyFacts(name)?.form === 'block' ? 'indent' : 'keep';
      assert.equal(onEnter(`${name} = `), expected, name);
    }
    for (const text of ['s3 =', 's3=', '  s3 = ', 'ec2 =']) assert.equal(onEnter(text), 'indent', text);
    for (const text of ['s3 = x', '[s3 =', '# s3 =', '    addressing_style = path', '[profile a]', ''])
      assert.equal(onEnter(text), 'keep', text);
    assert.equal(onEnter('    '), 'outdent');
  });

  it('have names, keys, and values as words', () => {
    const words: Readonly<Record<string, readonly string[]>> = {
      '[profile team-a.dev@x/1]': ['profile', 'team-a.dev@x/1'],
      '[本番]': ['本番'],
      'region = us-east-1': ['region', 'us-east-1'],
      'region: us-east-1': ['region', 'us-east-1'],
      'role_arn=arn:aws:iam::123456789012:role/Dev': ['role_arn', 'arn:aws:iam::123456789012:role/Dev'],
      'auth_scheme_preference = sigv4a,sigv4': ['auth_scheme_preference', 'sigv4a', 'sigv4'],
    };
    for (const [text, expected] of Object.entries(words)) assert.deepEqual(wordsIn(text), expected);
  });
});
