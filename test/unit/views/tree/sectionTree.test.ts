import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';
import { type Below, buildSectionTree, type SectionTree } from '../../../../src/views/tree/sectionTree.ts';
import { nodeKey } from '../../../../src/views/tree/treeNodes.ts';
import type { TreeNode } from '../../../../src/views/tree/treeNodes.ts';

function treeOf(config: string): SectionTree {
  return buildSectionTree(buildProfiles(parseConfig(config), parseConfig('')));
}

/** Prints nested rows as `a(b(c) d)`. */
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
  it(what, () => assert.equal(print(treeOf(config)), expected));
}

function role(name: string, source: string): string {
  return `[profile ${name}]\nrole_arn = r\nsource_profile = ${source}\n`;
}

/** Whether a row with `count` roles is expanded, with `others` other profiles. */
function below(count: number, others = 0): Below {
  const roles = Array.from({ length: count }, (_, i) => role(`p${i}`, 'keys'));
  const beside = Array.from({ length: others }, (_, i) => `[profile q${i}]\n`);
  const sections = treeOf(['[profile keys]\n', ...roles, ...beside].join(''));
  return sections.below({ kind: 'profile', name: 'keys' });
}

describe('the tree', () => {
  arranges('has every profile', '[profile b]\n[default]\n[profile a]\n', 'b default a');
  arranges(
    'has roles below their source profile, wherever it is',
    role('c', 'b') + role('b', 'a') + '[profile a]',
    'a(b(c))',
  );
  arranges('has a role at the top level if its source profile is missing', role('b', 'gone'), 'b');
  arranges(
    'ignores a source profile that is not used',
    '[profile a]\n[profile b]\nsource_profile = a',
    'a b',
  );
  arranges(
    'shows the profiles of a loop at the top level',
    role('a', 'b') + role('b', 'a') + role('c', 'a'),
    'a(c) b',
  );
  arranges('has a role at the top level if it is its own source', role('a', 'a'), 'a');
  arranges(
    'has permission sets below their sign-in',
    '[profile a]\nsso_session = s\n[sso-session s]\n[profile b]\nsso_session = gone\n',
    'b s(a)',
  );
  arranges(
    'has legacy profiles below their start URL',
    '[profile a]\nsso_start_url = https://x.awsapps.com/start\n[profile b]\nsso_start_url = https://x.awsapps.com/start',
    'https://x.awsapps.com/start(a b)',
  );

  it('is expanded where there are few rows to draw', () => {
    assert.deepEqual(
      [0, 1, 50, 51].map((count) => below(count)),
      ['none', 'open', 'open', 'closed'],
    );
    assert.deepEqual([below(1, 498), below(1, 499)], ['open', 'closed']);
  });

  it('is arranged in linear time', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => role(`p${i}`, i % 50 === 0 ? 'keys' : `p${i - 1}`));
    const start = performance.now();
    const { roots, children } = treeOf(`[profile keys]\n${many.join('')}`);
    assert.deepEqual(roots, [{ kind: 'profile', name: 'keys' }]);
    assert.equal(children.get('profile keys')?.length, 400);
    assert.ok(performance.now() - start < 5000);
  });
});
