import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../../../src/config/parse.ts';
import { nodeFiles } from '../../../../src/host/files/nodeFiles.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Writes each text in its encoding, and reads it as botocore does on a computer with that encoding (`configloader.py`:
 * Python's `RawConfigParser` with the encoding of the system). Prints null for a text that the encoding does not have.
 */
const script = `
import configparser, json, os, sys

def reading(path, text, encoding):
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        return None
    with open(path, 'wb') as file:
        file.write(content)
    parser = configparser.RawConfigParser()
    parser.read([path], encoding=encoding)
    return {title: dict(parser.items(title)) for title in parser.sections()}

folder = sys.argv[1]
files = json.load(sys.stdin)
json.dump([reading(os.path.join(folder, str(i)), *file) for i, file in enumerate(files)], sys.stdout)
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;
const words = ['本番', '開発環境', 'データ', 'ソース', '表示ー', '東京', 'テスト用', '予算', '能力'];
const western = ['café', 'Zürich', 'Ünïcode', 'señal'];

/** Config files with comments, names, and values in a language. */
function textsIn(language: readonly string[]): fc.Arbitrary<string> {
  const word = fc.constantFrom(...language);
  const value = fc.oneof(word, fc.constantFrom('eu-west-1', 'json', 'a [b] = c\\'));
  const section = fc
    .tuple(word, word, value, fc.boolean())
    .map(([name, comment, text, isCommented]) =>
      [
        ...(isCommented ? [`# ${comment} ${comment}`] : []),
        `[profile ${name}]`,
        `region = ${text}`,
        `rolecall_note = ${comment}${text}`,
      ].join('\n'),
    );
  return fc
    .uniqueArray(section, { minLength: 1, maxLength: 4, selector: (text) => /\[.*\]/u.exec(text)?.[0] })
    .map((sections) => `# ${language[0]}${language[1]}\n${sections.join('\n')}\n`);
}

describe('files in the encoding of the system', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-encodings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const encodings = [
    ['cp932', words],
    ['euc_jp', words],
    ['utf-16', words],
    ['utf-8', words],
    ['cp1252', western],
  ] as const;
  for (const [encoding, language] of encodings)
    it(`are read as botocore reads them there: ${encoding}`, async function () {
      if (!hasPython) return this.skip();
      const texts = fc.sample(textsIn(language), { numRuns: 60, seed: 20_261_129 });
      const expected = readByPython(folder, texts, encoding);
      for (const [i, sections] of expected.entries()) {
        if (!sections) continue;
        assert.deepEqual(await readHere(join(folder, `${i}`)), sections, texts[i]);
      }
      assert.ok(expected.filter(Boolean).length > 50);
    });
});

function readByPython(
  folder: string,
  texts: readonly string[],
  encoding: string,
): readonly (Sections | null)[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script, folder], {
    input: JSON.stringify(texts.map((text) => [text, encoding])),
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as readonly (Sections | null)[];
}

async function readHere(path: string): Promise<Sections> {
  const state = await nodeFiles.read(path);
  assert.ok(state.kind === 'text');
  const { profiles } = buildProfiles(parseConfig(state.text), parseConfig(''));
  return Object.fromEntries(
    [...profiles.values()].map(({ name, values }) => [
      `profile ${name}`,
      Object.fromEntries([...values].map(([key, { text }]) => [key, text])),
    ]),
  );
}
