import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources } from './typescriptTokens.ts';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');

/** A line of a list, with the test that it names. */
interface Line {
  readonly title: string;
  readonly file: string | undefined;
  readonly name: string | undefined;
}

/** The lines of all lists below the headings that promise something. */
function linesOf(markdown: string): readonly Line[] {
  const promises = markdown.split(/^## /mu).filter((part) => /^(?:Who is kept out|What stays)/u.test(part));
  return promises.flatMap((part) =>
    part
      .split(/^- /mu)
      .slice(1)
      .map((item) => {
        const unwrapped = item.split(/\n\n/u, 1)[0]?.replaceAll(/\s+/gu, ' ') ?? '';
        const found = /\(`(?<file>test\/[^`]+)`: “(?<name>[^”]+)”\)\s*$/u.exec(unwrapped);
        return {
          title: /^\*\*(.+?)\*\*/u.exec(unwrapped)?.[1] ?? unwrapped,
          file: found?.groups?.['file'],
          name: found?.groups?.['name'],
        };
      }),
  );
}

/** The names of the tests and groups in a file. */
function namesIn(file: string): readonly string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/\b(?:it|describe)\(\s*(['"`])(.*?)\1/gsu)].map(([, , name = '']) => name);
}

/** What the sources write apart from the AWS files: folders in the extension's storage, and other files. */
function placesInSources(): readonly string[] {
  const sources = [...readSources('src').values()].join('\n');
  const storage = /join\((?:folder|context\.globalStorageUri\.fsPath), '(?<name>[A-Za-z]+)'/gu;
  const home = /join\(home, '\.aws', '(?<first>\w+)', '(?<second>\w+)'\)/gu;
  return [
    ...[...sources.matchAll(storage)].map(([, name]) => `\`${name}\``),
    ...[...sources.matchAll(home)].map(([, first, second]) => `~/.aws/${first}/${second}`),
    ...[...sources.matchAll(/rolecall-(?:shell|backup)/gu)].map(([name]) => name),
  ];
}

describe('the threat model', () => {
  const lines = linesOf(text);

  it('has lines', () => assert.ok(lines.length > 20, `${lines.length}`));

  it('has no code that is broken across two lines', () =>
    assert.doesNotMatch(text.replaceAll(/`[^`\n]*`/gu, ''), /`/u));

  it('names all places to which Rolecall writes', () => {
    const places = placesInSources();
    assert.ok(places.length > 8, places.join());
    assert.deepEqual(
      places.filter((place) => !text.includes(place)),
      [],
    );
  });

  for (const { title, file, name } of lines)
    it(`names a test that exists: ${title}`, () => {
      assert.ok(file && name, 'no test is named');
      assert.ok(existsSync(join(root, file)), file);
      assert.ok(
        namesIn(file).some((each) => each.includes(name)),
        name,
      );
    });
});
