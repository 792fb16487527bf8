import assert from 'node:assert/strict';
import { deadLinks } from './vscode/packageChecks.ts';

/** A package with one picture, and a text that says this. */
function leads(what: string, text: string, ...dead: string[]): void {
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

describe('the texts of a package', () => {
  leads('may have no link', 'Nothing [here] (really).');
  leads(
    'may lead to what is in it',
    '![p](docs/a%20picture.png) [m](./docs/more.md#part) <img src="docs/more.md">',
  );
  leads(
    'may lead to the web and to themselves',
    '[a](https://example.com) [b](#part) [c](mailto:a@example.com)',
  );
  leads('may not lead to what is not in it', '![p](docs/other.png)', 'docs/other.png');
  leads('may not do so in HTML', 'An <img alt="" src="docs/other.png"> here', 'docs/other.png');
  leads('may say so in code', '`[a](b.png)`\n```\n[c](d.png)\n```\n[e](f.png)', 'f.png');
});
