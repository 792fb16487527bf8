import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

describe('the threat model', () => {
  const lines = linesOf(text);

  it('has lines', () => assert.ok(lines.length > 20, `${lines.length}`));

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
