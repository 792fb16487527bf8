import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { sampleDirectory } from './aws/identityCenter/sampleDirectory.ts';
import { projectRoot } from './typescriptTokens.ts';
import { isUrl, linksIn } from './vscode/packageChecks.ts';
import { arnsIn, mayHavePage } from '../src/plan/console/arn.ts';
import { sampleWorld } from './aws/sample.ts';
import { fillPlayground } from './vscode/playground.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const inDocs = readdirSync(join(projectRoot, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const documents = ['README.md', 'README.ja.md', 'CHANGELOG.md', 'SECURITY.md', ...inDocs];

/** The files, pictures, and sections in the checkout to which a document links, as `docs/using.md#commands`. */
function targetsOf(path: string): readonly string[] {
  return linksIn(read(path))
    .filter((link) => !isUrl(link))
    .map((link) => (link.startsWith('#') ? path + link : posix.join(posix.dirname(path), link)));
}

/** The ids that GitHub and VS Code give to the headings of a document. */
function headingIds(markdown: string): readonly string[] {
  const headings = markdown.replaceAll(/^```.*?^```/gmsu, '').matchAll(/^#+ (.+)$/gmu);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it('link to files and sections that exist', () => {
    const links = documents.flatMap((path) => targetsOf(path).map((target) => ({ path, target })));
    assert.ok(links.length > 50);
    const dead = links.filter(({ target }) => {
      const [file = '', section] = target.split('#');
      if (!existsSync(join(projectRoot, file))) return true;
      return section !== undefined && !headingIds(read(file)).includes(section);
    });
    assert.deepEqual(dead, []);
  });

  it('can all be reached from the README', () => {
    const reached = new Set(['README.md']);
    // The README names what is not in the package without a link.
    for (const [name] of read('README.md').matchAll(/\bdocs\/[\w-]+\.md\b/gu)) reached.add(name);
    for (const path of reached)
      if (path.endsWith('.md'))
        for (const target of targetsOf(path)) reached.add(target.replace(/#.*$/u, ''));
    assert.deepEqual(
      documents.filter((path) => !reached.has(path) && path !== 'CHANGELOG.md'),
      [],
    );
  });
});

describe('README.md', () => {
  it('is two screens long', () => {
    assert.ok(read('README.md').split('\n').length <= 100);
  });

  it('has the two commands for contributors', () => {
    for (const command of ['npm ci && npm start', 'npm ci && npm test'])
      for (const path of ['README.md', 'README.ja.md', 'docs/contributing.md'])
        assert.match(read(path), new RegExp(`^${command}$`, 'mu'), path);
  });
});

describe('the README of `npm start`', () => {
  it('names the keys, and how to sign in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-'));
    await fillPlayground(folder);
    const text = await readFile(join(folder, 'README.md'), 'utf8');
    await rm(folder, { recursive: true });
    const { contributes } = JSON.parse(read('package.json'));
    const keys: readonly string[] = contributes.keybindings.map(({ key }: { readonly key: string }) => key);
    assert.ok(keys.length > 0);
    const { startUrl, region } = sampleDirectory;
    const newcomers = ['Allow access', 'Sign In with AWS Console…', 'Open AWS Console…', 'infrastructure.tf'];
    for (const each of [...keys, startUrl, region, ...newcomers])
      assert.ok(text.toLowerCase().includes(each.toLowerCase()), each);
  });

  it('has a file with ARNs of all sample accounts, and of another one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-'));
    await fillPlayground(folder);
    const text = await readFile(join(folder, 'infrastructure.tf'), 'utf8');
    await rm(folder, { recursive: true });
    const links = arnsIn(text).map(({ arn }) => arn);
    assert.ok(links.every(mayHavePage));
    const accounts = links.map(({ account }) => account);
    const own = sampleWorld.accounts.map(({ id }) => id);
    assert.deepEqual([own.filter((id) => !accounts.includes(id)), accounts.length], [[], own.length + 1]);
  });
});

describe('docs/settings.md', () => {
  it('has every setting, and no other', () => {
    const { contributes } = JSON.parse(read('package.json'));
    const rows = [...read('docs/settings.md').matchAll(/^\| `(rolecall\.[\w.]+)`/gmu)].map(
      ([, key = '']) => key,
    );
    assert.deepEqual(new Set(rows), new Set(Object.keys(contributes.configuration.properties)));
  });
});

describe('docs/using.md', () => {
  it('has every command of the Command Palette', () => {
    const { contributes } = JSON.parse(read('package.json'));
    const texts: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));
    const hidden = new Set(
      contributes.menus.commandPalette.flatMap(({ command, when }: Record<string, string>) =>
        when === 'false' ? [command] : [],
      ),
    );
    const titles: readonly string[] = contributes.commands
      .filter(({ command }: { readonly command: string }) => !hidden.has(command))
      .map(({ title }: { readonly title: string }) => texts[title.slice(1, -1)] ?? title);
    const text = read('docs/using.md');
    assert.deepEqual(
      titles.filter((title) => !text.includes(title)),
      [],
    );
  });
});

describe('CHANGELOG.md', () => {
  // https://keepachangelog.com/en/1.1.0
  const headings = [...read('CHANGELOG.md').matchAll(/^(##+) (.+)$/gmu)].map(([, level, text = '']) => ({
    level,
    text,
  }));

  it('names each release with its version and its date, and this one first', () => {
    const releases = headings.filter(({ level }) => level === '##').map(({ text }) => text);
    const { version } = JSON.parse(read('package.json'));
    assert.ok(releases.find((text) => text !== 'Unreleased')?.startsWith(`${version} - `));
    for (const text of releases) assert.match(text, /^(?:Unreleased|\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2})$/u);
  });

  it('tells what was added, changed, and fixed', () => {
    const kinds = headings.filter(({ level }) => level === '###').map(({ text }) => text);
    assert.ok(kinds.length > 0);
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    assert.deepEqual(
      kinds.filter((text) => !known.includes(text)),
      [],
    );
  });
});
