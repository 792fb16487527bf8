import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { accountOf } from '../../../src/plan/planFacts.ts';
import { productionMatch, readPatterns } from '../../../src/plan/production.ts';
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

function accountWith(facts: { readonly id?: string; readonly name?: string; readonly email?: string }) {
  return { id: undefined, name: undefined, email: undefined, ...facts };
}

function isProduction(plan: Planned, patterns: readonly string[]): boolean {
  const account = isPlan(plan) ? accountWith({ id: accountOf(plan) ?? '' }) : undefined;
  return productionMatch(plan, readPatterns(patterns), account) !== undefined;
}

/** Expects that all or none of the names, separated by spaces, are production. */
function check(what: boolean, names: string): void {
  for (const name of names.trim().split(/\s+/u))
    it(`is ${what ? '' : 'not '}${name}`, () => assert.equal(isProduction(planned(name), byDefault), what));
}

describe('production by default', () => {
  check(
    true,
    'prod production prd live PROD acme-prod prod-acme acme_prod.eu acme/production/admin prod2 2prod',
  );
  check(
    true,
    'acme-live canon-prod info-prod AcmeProd ProdAdmin acmeProductionAdmin ACMEProd prod-readonly live1',
  );
  check(
    false,
    'nonprod non-prod non_prod non.production NonProd nonProdAdmin NON-PROD preprod pre-prod PreProd',
  );
  check(
    false,
    'not-prod no-prod pre-live noprod dev staging product products reproduction prodigy deliver alive',
  );
  check(true, '本番 本番環境 acme-本番 本番.Admin ACME本番2');
  check(false, '非本番 準本番 プレ本番 本番前 本番以外 開発 検証');
  check(false, 'olive livestock default sandbox');
});

describe('production with a disguised name', () => {
  for (const name of [
    'pr\u200Bod',
    'acme-pr\u2060od',
    'p\u00ADrod',
    'prod\u202E',
    'ｐｒｏｄ',
    'Acme\uFEFFProd',
    'non\u200Bprod',
    'p\u0301rod',
    'pr\u0332od',
    'PRO\u0323D',
    'pr\u20DDod',
    'pröd',
    'pr\u{16FE4}od',
    'pr\u200Aod',
    'pr\u00A0od',
    'acme\u2009prod',
    'pr\u2800od',
    'pr\u{1D159}od',
    'Acme\u200APro\u0301d',
  ])
    it(`is ${JSON.stringify(name)}`, () => assert.equal(isProduction(planned(name), byDefault), true));
});

describe('production with custom patterns', () => {
  it('matches the account if an ARN contains it', () => {
    assert.equal(isProduction(planned('a', '444455556666'), ['^4444']), true);
    assert.equal(isProduction(planned('a', '111122223333'), ['444455556666']), false);
    assert.equal(isProduction(planned('a'), ['444455556666']), false);
  });

  it('matches the name case-insensitively with any pattern', () => {
    assert.equal(isProduction(planned('Main-Account'), ['x', '^main-']), true);
  });

  it('matches nothing without patterns', () => {
    assert.equal(isProduction(planned('prod'), []), false);
  });

  it('ignores invalid patterns and uses the others', () => {
    const odd = ['(', '', 7, null, {}] as unknown as readonly string[];
    assert.equal(isProduction(planned('prod'), odd), false);
    assert.equal(isProduction(planned('prod'), [...odd, 'prod']), true);
    for (const none of [undefined, null, { 0: 'prod' }] as unknown as (readonly string[])[])
      assert.equal(isProduction(planned('prod'), none), false);
  });

  it('takes a single pattern for a list, and a number for an account ID', () => {
    const single = 'prod' as unknown as readonly string[];
    assert.equal(isProduction(planned('prod'), single), true);
    assert.equal(isProduction(planned('dev'), single), false);
    const account = (id: number) =>
      isProduction(planned('a', '444455556666'), [id] as unknown as readonly string[]);
    assert.deepEqual([account(444455556666), account(4444), account(111122223333)], [true, false, false]);
  });

  it('includes profiles that cannot be planned', () => {
    const broken = planFor({
      config: '[profile prod]\nrole_arn = x',
      target: { kind: 'profile', name: 'prod' },
    });
    assert.ok('failure' in broken);
    assert.equal(isProduction(broken, byDefault), true);
  });
});

/** What makes a profile with this role production by default. */
function matchOfRole(role: string): string | undefined {
  const config = `[profile base]\n${keys('AKIA1')}\n[profile dev]\nrole_arn = ${role}\nsource_profile = base`;
  return productionMatch(planFor({ config }), readPatterns(byDefault))?.text;
}

/** Whether the name is production by default with these further patterns. */
function is(name: string, ...patterns: readonly string[]): boolean {
  return isProduction(planned(name), [...byDefault, ...patterns]);
}

/** What makes a profile in this account production by default. */
function matchIn(account: Parameters<typeof accountWith>[0]): string | undefined {
  const match = productionMatch(planned('dev'), readPatterns(byDefault), accountWith(account));
  return match && `${match.by} ${match.text}`;
}

describe('production by its account and role', () => {
  it('is known by the name of the account, and by its email address', () => {
    assert.equal(matchIn({ name: 'Production (EU)' }), 'accountName Production (EU)');
    assert.equal(matchIn({ name: 'Acme 本番' }), 'accountName Acme 本番');
    assert.equal(
      matchIn({ name: 'Sandbox', email: 'aws+prod-eu@acme.example' }),
      'email aws+prod-eu@acme.example',
    );
    assert.equal(matchIn({ name: 'Sandbox', email: 'maya@live.com' }), undefined);
    assert.equal(matchIn({ name: 'Non-Production', email: 'nonprod@acme.example' }), undefined);
  });

  it('is known by the role at the end of the plan, and by its path', () => {
    assert.equal(matchOfRole('arn:aws:iam::444455556666:role/ProdAdmin'), 'ProdAdmin');
    assert.equal(matchOfRole('arn:aws:iam::444455556666:role/live/Admin'), 'live/Admin');
    assert.equal(matchOfRole('arn:aws:iam::444455556666:role/Products'), undefined);
  });

  it('says which pattern matches', () => {
    const match = productionMatch(planned('main'), readPatterns(['x', '^main$']));
    assert.deepEqual(match, { by: 'name', text: 'main', pattern: '^main$' });
  });
});

describe('exceptions from production', () => {
  it('count for what they match, in any case', () => {
    assert.equal(is('live-demo', '!^live-demo$'), false);
    assert.equal(is('Live-Demo', '!^live-demo$'), false);
    assert.equal(is('live-demo2', '!^live-demo$'), true);
  });

  it('give way to a pattern after them, as in .gitignore', () => {
    assert.equal(is('live-demo', '!demo', '^live-demo$'), true);
    assert.equal(isProduction(planned('live-demo'), ['!demo', ...byDefault]), true);
  });

  it('do not count for a disguised name', () => {
    assert.equal(is('li\u200Bve', '!^live$'), true);
    assert.equal(is('ｌｉｖｅ', '!^live$'), true);
  });

  it('do not count if they are empty or invalid', () => {
    for (const odd of ['!', '!(']) assert.equal(is('live', odd), true);
  });
});

describe('the color of a terminal', () => {
  it('is red only for production', () => {
    assert.equal(terminalColor(planned('prod'), true), 'terminal.ansiRed');
    const colors = new Set(Array.from({ length: 50 }, (_, i) => terminalColor(planned(`p${i}`), false)));
    assert.deepEqual(
      [...colors].toSorted(),
      ['Blue', 'Cyan', 'Green', 'Magenta', 'Yellow'].map((name) => `terminal.ansi${name}`),
    );
  });

  it('depends only on the account', () => {
    const color = terminalColor(planned('dev', '444455556666'), false);
    assert.equal(terminalColor(planned('other', '444455556666'), false), color);
    assert.equal(color, 'terminal.ansiGreen');
  });
});
