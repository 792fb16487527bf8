import { unzipSync, zipSync } from 'fflate';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { billOfMaterials } from '../packaging/billOfMaterials.ts';
import { bundledPackages, thirdPartyNotices } from '../packaging/bundledPackages.ts';
import { reproducibleZip } from '../packaging/reproducibleZip.ts';
import { deadLinks, tracesOf } from './vscode/packageChecks.ts';

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

describe('the documents of this package', () => {
  const root = join(import.meta.dirname, '..');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

  it('include the security policy and the threat model, to which the README links', function () {
    this.timeout(30_000);
    const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      cwd: root,
    }).toString();
    const names = listed.split('\n').filter((name) => name.endsWith('.md'));
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name))]));
    const readme = files['README.md']?.toString() ?? '';
    for (const name of ['SECURITY.md', 'docs/threat-model.md']) {
      assert.ok(names.includes(name), name);
      assert.ok(readme.includes(`](${name})`), name);
    }
    assert.deepEqual(
      deadLinks(files).filter((link) => link.endsWith('.md')),
      [],
    );
  });
});

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

  it('does not depend on the order, the times, and the modes of the files', () => {
    const [early, late] = [new Date(2001, 1, 3, 4, 5, 6), new Date(2031, 6, 5, 4, 3, 2)];
    const one = zipSync({ 'x/a': a, b }, { mtime: early, level: 1 });
    const other = zipSync({ b: [b, { attrs: 0o100755 << 16, os: 3 }], 'x/a': a }, { mtime: late });
    assert.notDeepEqual(one, other);
    assert.deepEqual(reproducibleZip(one), reproducibleZip(other));
  });

  it('contains the same files', () => {
    const files = unzipSync(reproducibleZip(zipSync({ 'x/a': a, b })));
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
