import { unzipSync } from 'fflate';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { billOfMaterials } from '../packaging/billOfMaterials.ts';
import { bundledPackages, thirdPartyNotices } from '../packaging/bundledPackages.ts';
import { linkOptions, withoutHiddenPictures, withPackagedDocuments } from '../packaging/packagedDocuments.ts';
import { reproducibleZip } from '../packaging/reproducibleZip.ts';
import { projectRoot } from './typescriptTokens.ts';
import { deadLinks, hiddenPictures, tracesOf } from './vscode/packageChecks.ts';

/** Tests the dead links of a readme in a package with a picture and another document. */
function testDeadLinks(what: string, text: string, ...dead: string[]): void {
  it(what, () => {
    const files = {
      'extension/readme.md': Buffer.from(text),
      'extension/docs/a picture.png': Buffer.from(''),
      'extension/docs/more.md': Buffer.from(''),
    };
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

function hiddenIn(text: string): readonly string[] {
  return hiddenPictures({ 'extension/readme.md': Buffer.from(text) });
}

describe('the pictures of a package', () => {
  it('come from https: addresses, as VS Code and the marketplaces show no others', () => {
    const shown = '![a](https://example.com/a.png) <img alt="" src="https://example.com/b.gif"> [c](c.md)';
    assert.deepEqual(hiddenIn(shown), []);
    assert.deepEqual(
      hiddenIn('![a](docs/images/a.png) ![b](http://example.com/b.png)\n![c](data:image/png;base64,AA==)'),
      ['docs/images/a.png', 'http://example.com/b.png', 'data:image/png;base64,AA=='].map(
        (link) => `extension/readme.md → ${link}`,
      ),
    );
    assert.deepEqual(hiddenIn('![a](https://example.com/a.svg)'), [
      'extension/readme.md → https://example.com/a.svg',
    ]);
  });

  it('are not files that no page shows', () => {
    const path = 'extension/docs/images/a.png';
    assert.deepEqual(hiddenPictures({ [path]: Buffer.from('') }), [path]);
  });

  it('are taken out of the documents otherwise, and nothing else is', () => {
    const [shown, text] = ['![b](https://example.com/b.png)\n', 'See `![c](c.png)` and [d](d.md).\n'];
    assert.equal(
      withoutHiddenPictures(`# A\n\n![a](docs/a.png)\n\n${shown}\n${text}![e](e.png)\n`),
      `# A\n\n${shown}\n${text}`,
    );
  });
});

describe('the documents of this package', () => {
  it('link to the README by the name that vsce gives it', () => {
    const files = { 'extension/docs/a.md': Buffer.from('[a](../README.md#b) [b](README.ja.md)') };
    const { 'extension/docs/a.md': text } = withPackagedDocuments(files);
    assert.equal(Buffer.from(text ?? []).toString(), '[a](../readme.md#b) [b](README.ja.md)');
  });

  it('name files instead of linking to them where nobody can follow', () => {
    const text = 'See [a b](docs/a.md#c), [web](https://example.com), and [d](#d).\n';
    const files = withPackagedDocuments({
      'extension/readme.md': Buffer.from(text),
      'extension/docs/e.md': Buffer.from(text),
    });
    const named = 'See a b (docs/a.md), [web](https://example.com), and [d](#d).\n';
    assert.equal(Buffer.from(files['extension/readme.md'] ?? []).toString(), named);
    assert.equal(Buffer.from(files['extension/docs/e.md'] ?? []).toString(), text);
  });

  it('include the security policy and the threat model, to which the README links', function () {
    this.timeout(30_000);
    const names = vsce(projectRoot, 'ls', '--no-dependencies')
      .split('\n')
      .filter((name) => name.endsWith('.md'));
    const files = withPackagedDocuments(
      Object.fromEntries(
        names.map((name) => [name.replace('README.md', 'readme.md'), readFileSync(join(projectRoot, name))]),
      ),
    );
    const readme = Buffer.from(files['readme.md'] ?? []).toString();
    for (const name of ['SECURITY.md', 'docs/threat-model.md']) {
      assert.ok(names.includes(name), name);
      assert.ok(readme.includes(`](${name})`), name);
    }
    assert.deepEqual([...deadLinks(files), ...hiddenPictures(files)], []);
  });
});

describe('a package of a project with a repository', function () {
  this.timeout(30_000);
  let root: string;
  before(() => (root = mkdtempSync(join(tmpdir(), 'rolecall-'))));
  after(() => rmSync(root, { recursive: true }));

  /** The README of a package with a picture and a link. */
  function packagedReadme(fields: Readonly<Record<string, string>>): string {
    const engines = { vscode: '^1.105.0' };
    const manifest = { name: 'roles', publisher: 'ada', version: '1.2.3', engines, ...fields };
    writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(root, 'README.md'), '![p](docs/images/p.png)\n\n[more](docs/more.md#part)\n');
    writeFileSync(join(root, 'LICENSE'), 'MIT…');
    vsce(root, 'package', '--no-dependencies', ...linkOptions(manifest), '--out', 'a.vsix');
    const files = unzipSync(readFileSync(join(root, 'a.vsix')));
    return withoutHiddenPictures(Buffer.from(files['extension/readme.md'] ?? []).toString());
  }

  it('shows the pictures and the documents of its release', () => {
    const readme = packagedReadme({ repository: 'https://github.com/ada/roles' });
    assert.equal(
      readme,
      '![p](https://github.com/ada/roles/raw/v1.2.3/docs/images/p.png)\n\n' +
        '[more](https://github.com/ada/roles/blob/v1.2.3/docs/more.md#part)\n',
    );
    assert.deepEqual(hiddenPictures({ 'extension/readme.md': Buffer.from(readme) }), []);
  });

  it('has no pictures without a repository', () => {
    assert.equal(packagedReadme({}), '[more](docs/more.md#part)\n');
  });
});

describe('the entry in a marketplace', () => {
  const { keywords, galleryBanner } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

  it('has no more keywords than the Marketplace takes, and each once', () => {
    assert.ok(keywords.length <= 30);
    assert.equal(new Set(keywords).size, keywords.length);
  });

  it('has a banner in a color of the icon', () => {
    const icon = readFileSync(join(projectRoot, 'media/rolecall-icon.svg'), 'utf8');
    assert.ok(icon.includes(galleryBanner.color));
    assert.equal(galleryBanner.theme, 'dark');
  });
});

/** Runs vsce and returns what it prints. */
function vsce(cwd: string, ...args: readonly string[]): string {
  const path = join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  return execFileSync(process.execPath, [path, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
}

function traces(path: string, text: string): readonly string[] {
  return tracesOf(['/home/ada/', 'mirror.example.com'], { [path]: Buffer.from(text) });
}

describe('the files of a package', () => {
  it('may not be source maps or refer to them', () => {
    assert.deepEqual(traces('a.js.map', '{}'), ['a.js.map has a source map']);
    assert.deepEqual(traces('a.js', 'f();\n//# sourceMappingURL=a.js.map'), ['a.js has a source map']);
  });

  it('may not name the machine that made them', () => {
    assert.deepEqual(traces('a.js', 'f("/home/ada/rolecall/src/a.ts");'), ['a.js names this machine']);
    assert.deepEqual(traces('a.json', '"https://mirror.example.com/a"'), ['a.json names this machine']);
    assert.deepEqual(traces('a.js', 'f("/home/");'), []);
  });
});

describe('a reproducible archive', () => {
  const [a, b] = [Buffer.from('a'), Buffer.from('b'.repeat(1000))];

  it('does not depend on the order of the files', () => {
    assert.deepEqual(reproducibleZip({ 'x/a': a, b }), reproducibleZip({ b, 'x/a': a }));
  });

  it('contains the same files', () => {
    const files = unzipSync(reproducibleZip({ 'x/a': a, b }));
    assert.deepEqual(
      Object.entries(files).map(([path, content]) => [path, Buffer.from(content).toString()]),
      [
        ['b', b.toString()],
        ['x/a', 'a'],
      ],
    );
  });
});

describe('the packages in the bundles', () => {
  let root: string;
  let lock: { packages: Record<string, { integrity?: string }> };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rolecall-'));
    lock = { packages: {} };
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  const hash = Buffer.alloc(64, 'hash');

  type Texts = Readonly<Record<string, string>>;

  function install(name: string, license: string, files: Texts, dependencies: Texts = {}): void {
    const manifest = JSON.stringify({ name, version: '1.2.3', license, dependencies });
    write(`node_modules/${name}/package.json`, manifest);
    lock.packages[`node_modules/${name}`] = { integrity: `sha512-${hash.toString('base64')}` };
    for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
  }

  function bundle(...paths: readonly string[]): ReturnType<typeof bundledPackages> {
    const inputs = Object.fromEntries(paths.map((path) => [path, {}]));
    return bundledPackages(root, { outputs: { 'dist/a.js': { inputs } } }, lock);
  }

  it('are named once, with their license and NOTICE files', () => {
    install('@scope/one', 'Apache-2.0', {
      LICENSE: 'Apache…',
      'NOTICE.txt': 'Made by one',
      'readme.md': 'Hi',
    });
    install('other', 'MIT', { 'license.md': 'MIT…' });
    const packages = bundle(
      'src/a.ts',
      'node_modules/@scope/one/a.js',
      'node_modules/@scope/one/lib/b.js',
      'node_modules/other/a.js',
    );
    const named = packages.map(({ name, version, texts }) => [`${name} ${version}`, ...texts]);
    assert.deepEqual(named, [
      ['@scope/one 1.2.3', 'Apache…', 'Made by one'],
      ['other 1.2.3', 'MIT…'],
    ]);
    const notices = thirdPartyNotices(packages);
    for (const text of named.flat()) assert.ok(notices.includes(text), text);
  });

  it('include packages inside others', () => {
    install('other', 'MIT', { LICENSE: 'MIT…' });
    install('other/node_modules/@scope/inner', 'ISC', { LICENCE: 'ISC…' });
    assert.deepEqual(
      bundle('node_modules/other/node_modules/@scope/inner/a.js').map(({ texts }) => texts),
      [['ISC…']],
    );
  });

  it('may not have a license that is not allowed', () => {
    install('strict', 'GPL-3.0-only', { LICENSE: 'GPL…' });
    assert.throws(() => bundle('node_modules/strict/a.js'), /strict 1\.2\.3 has the license GPL-3\.0-only/);
  });

  it('may not lack their license text', () => {
    install('bare', 'MIT', { NOTICE: 'Made by bare' });
    assert.throws(() => bundle('node_modules/bare/a.js'), /bare 1\.2\.3 has no license file/);
  });

  it('may not lack their hash', () => {
    install('loose', 'MIT', { LICENSE: 'MIT…' });
    lock.packages = { 'node_modules/loose': { integrity: 'sha1-AP8=' } };
    assert.throws(() => bundle('node_modules/loose/a.js'), /loose 1\.2\.3 has no SHA-512 hash/);
  });

  it('are in the bill of materials, with what they depend on', () => {
    install('@scope/one', 'Apache-2.0', { LICENSE: 'Apache…' }, { other: '^1.0.0', unbundled: '^1.0.0' });
    install('other', 'MIT', { LICENSE: 'MIT…' });
    const extension = {
      publisher: 'ada',
      name: 'roles',
      version: '0.1.0',
      license: 'MIT',
      devDependencies: { '@scope/one': '^1.0.0', mocha: '^12.0.0' },
    };
    const packages = bundle('node_modules/@scope/one/a.js', 'node_modules/other/a.js');
    const { components, dependencies } = JSON.parse(billOfMaterials(extension, packages));
    const [one, other] = ['pkg:npm/%40scope/one@1.2.3', 'pkg:npm/other@1.2.3'];
    assert.deepEqual(components[0], {
      type: 'library',
      name: 'one',
      group: '@scope',
      version: '1.2.3',
      'bom-ref': one,
      hashes: [{ alg: 'SHA-512', content: hash.toString('hex') }],
      licenses: [{ license: { id: 'Apache-2.0' } }],
      purl: one,
    });
    assert.deepEqual(dependencies, [
      { ref: one, dependsOn: [other] },
      { ref: other },
      { ref: 'pkg:vscode-extension/ada/roles@0.1.0', dependsOn: [one] },
    ]);
  });
});
