import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProduction } from '../../../src/plan/production.ts';
import { terminalColor } from '../../../src/views/terminalColor.ts';
import { projectRoot } from '../../typescriptTokens.ts';
import { keys, planFor } from './planText.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: readonly string[] }>>;
    };
  };
}

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
const byDefault = manifest.contributes.configuration.properties['rolecall.production']!.default;

function planned(name: string, account?: string) {
  const role = account ? `role_arn = arn:aws:iam::${account}:role/R\nsource_profile = base` : keys('AKIA1');
  const config = `[profile base]\n${keys('AKIA2')}\n[profile ${name}]\n${role}`;
  return planFor({ config, target: { kind: 'profile', name } });
}

/** Names in a line, of which all or none are production. */
function says(what: boolean, names: string): void {
  for (const name of names.trim().split(/\s+/u))
    it(`is ${what ? '' : 'not '}${name}`, () => assert.equal(isProduction(planned(name), byDefault), what));
}

describe('production, unless a person says otherwise', () => {
  says(
    true,
    'prod production prd live PROD acme-prod prod-acme acme_prod.eu acme/production/admin prod2 2prod',
  );
  says(
    true,
    'acme-live canon-prod info-prod AcmeProd ProdAdmin acmeProductionAdmin ACMEProd prod-readonly live1',
  );
  says(
    false,
    'nonprod non-prod non_prod non.production NonProd nonProdAdmin NON-PROD preprod pre-prod PreProd',
  );
  says(
    false,
    'not-prod no-prod pre-live noprod dev staging product products reproduction prodigy deliver alive',
  );
  says(false, 'olive livestock default sandbox');
});

describe('production, as a person says', () => {
  it('is found in the account, where ARNs tell it', () => {
    assert.equal(isProduction(planned('a', '444455556666'), ['^4444']), true);
    assert.equal(isProduction(planned('a', '111122223333'), ['444455556666']), false);
    assert.equal(isProduction(planned('a'), ['444455556666']), false);
  });

  it('is found in the name, in capitals or not, by any of the patterns', () => {
    assert.equal(isProduction(planned('Main-Account'), ['x', '^main-']), true);
  });

  it('is nothing where there is no pattern', () => {
    assert.equal(isProduction(planned('prod'), []), false);
  });

  it('is told by the other patterns where one of them is none', () => {
    const odd = ['(', '', 7, null, {}] as unknown as readonly string[];
    assert.equal(isProduction(planned('prod'), odd), false);
    assert.equal(isProduction(planned('prod'), [...odd, 'prod']), true);
    for (const none of [undefined, null, 'prod', { 0: 'prod' }] as unknown as (readonly string[])[])
      assert.equal(isProduction(planned('prod'), none), false);
  });

  it('may be what cannot be used', () => {
    const broken = planFor({
      config: '[profile prod]\nrole_arn = x',
      target: { kind: 'profile', name: 'prod' },
    });
    assert.ok('failure' in broken);
    assert.equal(isProduction(broken, byDefault), true);
  });
});

describe('the colour of a terminal', () => {
  it('is red for production, and for nothing else', () => {
    assert.equal(terminalColor(planned('prod'), byDefault), 'terminal.ansiRed');
    const colors = new Set(Array.from({ length: 50 }, (_, i) => terminalColor(planned(`p${i}`), byDefault)));
    assert.deepEqual(
      [...colors].toSorted(),
      ['Blue', 'Cyan', 'Green', 'Magenta', 'Yellow'].map((name) => `terminal.ansi${name}`),
    );
  });

  it('is that of the account, and stays the same', () => {
    const color = terminalColor(planned('dev', '444455556666'), byDefault);
    assert.equal(terminalColor(planned('other', '444455556666'), byDefault), color);
    assert.equal(color, 'terminal.ansiGreen');
  });
});
