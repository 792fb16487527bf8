import assert from 'node:assert/strict';
import { linkedNames } from '../../../../src/language/navigation/linkedNames.ts';
import {
  definitionsOf,
  documentOf,
  nameAt,
  type NamePlace,
  placesOf,
} from '../../../../src/language/navigation/namedPlaces.ts';
import type { AwsText } from '../../../../src/language/awsText.ts';
import { marked } from '../cursor.ts';

/** `config:3 maya`: the file, the line counted from 1, and the name as it is written. */
function placeWords(text: AwsText, { file, start, end, role }: NamePlace): string {
  const { text: whole } = documentOf(text, file);
  const line = whole.slice(0, start).split('\n').length;
  return `${role === 'definition' ? '*' : ''}${file}:${line} ${whole.slice(start, end)}`;
}

type Texts = readonly [config: string, credentials?: string];

/** Tests what is at the mark, where it is defined, and all of its places; a definition begins with `*`. */
function leads(texts: Texts, kind: string, definitions: string, places: string): void {
  it(`leads from ${JSON.stringify(texts)} to ${definitions || 'nothing'}`, () => {
    const { text, offset } = marked(...texts);
    const found = nameAt(text, offset);
    assert.ok(found);
    assert.equal(found.subject.kind, kind);
    const defined = definitionsOf(text, found.subject);
    assert.equal(defined.map(({ name }) => placeWords(text, name)).join(', '), definitions);
    const all = placesOf(text, found.subject);
    assert.equal(all.map((place) => placeWords(text, place)).join(', '), places);
    for (const { name, section } of defined)
      assert.ok(section.start <= name.start && name.end <= section.end && section.file === name.file);
  });
}

function nothing(...texts: Texts): void {
  it(`finds no name at ${JSON.stringify(texts)}`, () => {
    const { text, offset } = marked(...texts);
    assert.equal(nameAt(text, offset), undefined);
  });
}

describe('the name at the cursor', () => {
  const ops = '[profile ops]\nsource_profile = maya\n';
  const keys = '[maya]\naws_access_key_id = x\n';
  leads(
    [`[profile ops]\nsource_profile = ma|ya\n[profile maya]\nregion = x\n`, keys],
    'profile',
    '*config:3 maya, *credentials:1 maya',
    'config:2 maya, *config:3 maya, *credentials:1 maya',
  );
  leads(
    [ops, '[m|aya]\naws_access_key_id = x\n'],
    'profile',
    '*credentials:1 maya',
    'config:2 maya, *credentials:1 maya',
  );
  leads(['[profile "my |prof"]\n'], 'profile', '*config:1 my prof', '*config:1 my prof');
  leads(["[profile 'a']|\n".replace("'a']|", "'a|']")], 'profile', '*config:1 a', '*config:1 a');
  leads(['[ profile   |a ] # note\n'], 'profile', '*config:1 a', '*config:1 a');
  leads(['[de|fault]\n'], 'profile', '*config:1 default', '*config:1 default');
  leads(['[default]\n[profile d|efault]\n'], 'profile', '*config:2 default', '*config:2 default');
  leads(
    ['[DEFAULT]\nsource_profile = |maya\n[profile maya]\n', '[DEFAULT]\nsource_profile = maya\n'],
    'profile',
    '*config:3 maya',
    'config:2 maya, *config:3 maya, credentials:2 maya',
  );
  leads(
    ['[profile a]\ninclude_profile = b|\n[profile b]\n[profile b]\n'],
    'profile',
    '*config:3 b, *config:4 b',
    'config:2 b, *config:3 b, *config:4 b',
  );
  leads(
    ['[profile a]\nSSO_Session = corp| # ours\n[profile corp]\n[sso-session corp]\n[services corp]\n'],
    'sso-session',
    '*config:4 corp',
    'config:2 corp, *config:4 corp',
  );
  leads(
    ['[profile a]\nservices = x\n[services |x]\n[profile x]\nsource_profile = x\n'],
    'services',
    '*config:3 x',
    'config:2 x, *config:3 x',
  );
  leads(['[profile a]\nsource_profile = g|one\n'], 'profile', '', 'config:2 gone');
  leads(['[a]\n', '[b]\nsso_session = |corp'], 'sso-session', '', 'credentials:2 corp');

  nothing('|');
  nothing('k = 1\n|[a]\n');
  nothing('[pro|file a]\n');
  nothing('[profile a]\nsource_pro|file = a\n');
  nothing('[profile a]\nsource_profile = |\n');
  nothing('[profile a]\nregion = eu-|west-1\n');
  nothing('[other]\nsource_profile = a|\n');
  nothing('[sso-session a]\nsource_profile = a|\n');
  nothing('[D|EFAULT]\n');
  nothing('', '[D|EFAULT]\n');
  nothing('[profile a]\n# source_profile = a|\n');
});

function links(texts: Texts, ...expected: readonly number[]): void {
  it(`links ${expected.length} names in ${JSON.stringify(texts)}`, () => {
    const { text, offset } = marked(...texts);
    const lines = linkedNames(text, offset).map(
      ({ start }) => text.document.text.slice(0, start).split('\n').length,
    );
    assert.deepEqual(lines, expected);
  });
}

describe('linked names', () => {
  links(['[profile m|aya]\n[profile ops]\nsource_profile = maya\n'], 1, 3);
  links(['[sso-session |corp]\n[profile ops]\nsso_session = corp\n'], 1, 3);
  // Who types here means another profile.
  links(['[profile maya]\n[profile ops]\nsource_profile = m|aya\n']);
  links(['[profile m|aya]\n[profile ops]\nsource_profile = maya\n', '[maya]\n']);
  links(['[profile m|aya]\n']);
  links(['[def|ault]\n[profile ops]\nsource_profile = default\n']);
  links(['[profile "a |b"]\n[profile ops]\nsource_profile = a b\n']);
});
