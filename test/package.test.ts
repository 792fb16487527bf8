import assert from 'node:assert/strict';
import { deadLinks } from './vscode/packageChecks.ts';

/** Tests the dead links of a readme in a package with a picture and another document. */
function testDeadLinks(what: string, text: string, ...dead: string[]): void {
  it(what, () => {
    const files = new Map([
      ['extension/readme.md', Buffer.from(text)],
      ['extension/docs/a picture.png', Buffer.from('')],
      ['extension/docs/more.md', Buffer.from('')],
    ]);
    assert.deepEqual(
      deadLinks(files),
      dead.map((link) => `extension/readme.md → ${link}`),
    );
  });
}

describe('the documents of a package', () => {
  testDeadLinks('may have no links', 'Nothing [here] (really).');
  testDeadLinks(
    'may link to files in the package',
    '![p](docs/a%20picture.png) [m](./docs/more.md#part) <img src="docs/more.md">',
  );
  testDeadLinks(
    'may link to the web and to their own sections',
    '[a](https://example.com) [b](#part) [c](mailto:a@example.com)',
  );
  testDeadLinks('may not link to files outside the package', '![p](docs/other.png)', 'docs/other.png');
  testDeadLinks(
    'may not do so in HTML either',
    'An <img alt="" src="docs/other.png"> here',
    'docs/other.png',
  );
  testDeadLinks('may contain such links in code', '`[a](b.png)`\n```\n[c](d.png)\n```\n[e](f.png)', 'f.png');
});
