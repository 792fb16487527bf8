import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './typescriptTokens.ts';

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
}

describe('package-lock.json', () => {
  const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
    readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'),
  );
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

  it('has the hash of every package', () => {
    assert.ok(packages.length > 100);
    const without = packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    assert.deepEqual(
      without.map(([path]) => path),
      [],
    );
  });

  it('names no other registry than the public one', () => {
    const others = packages.flatMap(([, { resolved }]) => resolved ?? []);
    assert.deepEqual(
      others.filter((url) => !url.startsWith('https://registry.npmjs.org/')),
      [],
    );
  });
});

describe('the workflows', () => {
  const folder = join(projectRoot, '.github/workflows');
  const workflows = readdirSync(folder).map((name) => ({
    name,
    lines: readFileSync(join(folder, name), 'utf8').split(/\r?\n/u),
  }));

  it('use actions at a commit, and name its version', () => {
    const uses = workflows.flatMap(({ lines }) => lines.filter((line) => /^\s*(?:- )?uses:/u.test(line)));
    assert.ok(uses.length > 5);
    const pinned = /uses: [\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u;
    assert.deepEqual(
      uses.filter((line) => !pinned.test(line)),
      [],
    );
  });

  it('can only read the repository', () => {
    for (const { name, lines } of workflows) {
      const at = lines.indexOf('permissions:');
      assert.deepEqual(lines.slice(at, at + 3), ['permissions:', '  contents: read', ''], name);
    }
  });

  it('have jobs with no more rights than these', () => {
    const rights = workflows.flatMap(({ name, lines }) =>
      lines.filter((line) => /^[^#]*:.*\bwrite/u.test(line)).map((line) => `${name}: ${line.trim()}`),
    );
    assert.deepEqual(rights, [
      // For the attestation
      'release.yml: id-token: write',
      'release.yml: attestations: write',
      // For the Marketplace, which trusts the workflow
      'release.yml: id-token: write',
      // For the release on GitHub
      'release.yml: contents: write',
    ]);
  });

  it('put no text of an event into a script', () => {
    const expressions = workflows.flatMap(({ lines }) => lines.filter((line) => /run:.*\$\{\{/u.test(line)));
    assert.deepEqual(expressions, []);
  });
});
