import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';
import { type Below, type SectionTree, buildSectionTree } from '../../../../src/views/tree/sectionTree.ts';
import { nodeKey } from '../../../../src/views/tree/treeNodes.ts';
import type { TreeNode } from '../../../../src/views/tree/treeNodes.ts';

function grow(config: string): SectionTree {
  return buildSectionTree(buildProfiles(parseConfig(config), parseConfig('')));
}

/** `a(b(c) d)`: what is in what. */
function print({ roots, children }: SectionTree): string {
  const printNode = (node: TreeNode): string => {
    const inside = children.get(nodeKey(node)) ?? [];
    return (
      (node.kind === 'profile' || node.kind === 'ssoSession' ? node.name : node.kind) +
      (inside.length > 0 ? `(${inside.map(printNode).join(' ')})` : '')
    );
  };
  return roots.map(printNode).join(' ');
}

function arranges(what: string, config: string, expected: string): void {
  it(what, () => assert.equal(print(grow(config)), expected));
}

function role(name: string, source: string): string {
  return `[profile ${name}]\nrole_arn = r\nsource_profile = ${source}\n`;
}

/** What is below a row with so many roles, beside so many other profiles. */
function below(count: number, others = 0): Below {
  const roles = Array.from({ length: count }, (_, i) => role(`p${i}`, 'keys'));
  const beside = Array.from({ length: others }, (_, i) => `[profile q${i}]\n`);
  const sections = grow(['[profile keys]\n', ...roles, ...beside].join(''));
  return sections.below({ kind: 'profile', name: 'keys' });
}

describe('the tree', () => {
  arranges('has every profile', '[profile b]\n[default]\n[profile a]\n', 'b default a');
  arranges(
    'has roles below their source, wherever that is',
    role('c', 'b') + role('b', 'a') + '[profile a]',
    'a(b(c))',
  );
  arranges('has a role whose source is missing by itself', role('b', 'gone'), 'b');
  arranges('takes a source that is not used for none', '[profile a]\n[profile b]\nsource_profile = a', 'a b');
  arranges('hides no circle in itself', role('a', 'b') + role('b', 'a') + role('c', 'a'), 'a(c) b');
  arranges('has a role on itself by itself', role('a', 'a'), 'a');
  arranges(
    'has permission sets below their sign-in',
    '[profile a]\nsso_session = s\n[sso-session s]\n[profile b]\nsso_session = gone\n',
    's(a) b',
  );
  arranges(
    'has those of older profiles below their start URL',
    '[profile a]\nsso_start_url = https://x.awsapps.com/start\n[profile b]\nsso_start_url = https://x.awsapps.com/start',
    'https://x.awsapps.com/start(a b)',
  );

  it('is open where that is little to draw', () => {
    assert.deepEqual(
      [0, 1, 50, 51].map((count) => below(count)),
      ['none', 'open', 'open', 'closed'],
    );
    assert.deepEqual([below(1, 498), below(1, 499)], ['open', 'closed']);
  });

  it('is arranged in time that grows with the profiles', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => role(`p${i}`, i % 50 === 0 ? 'keys' : `p${i - 1}`));
    const start = performance.now();
    const { roots, children } = grow(`[profile keys]\n${many.join('')}`);
    assert.deepEqual(roots, [{ kind: 'profile', name: 'keys' }]);
    assert.equal(children.get('profile keys')?.length, 400);
    assert.ok(performance.now() - start < 5000);
  });
});
