import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { pageLinks } from '../../../../src/language/navigation/documentLinks.ts';
import { foldsOf } from '../../../../src/language/navigation/foldedLines.ts';
import { outlineOf, type OutlineSymbol } from '../../../../src/language/navigation/outline.ts';
import { selectionSpans } from '../../../../src/language/navigation/selectionSpans.ts';
import { findSections } from '../../../../src/language/navigation/symbolSearch.ts';
import type { FileRole } from '../../../../src/profiles/profiles.ts';
import { marked } from '../cursor.ts';

/** `profile a(region, s3(x))`. */
function symbolWords({ kind, name, children }: OutlineSymbol): string {
  const inside = children.map(symbolWords).join(', ');
  const word = kind === 'key' || kind === 'block' ? name : `${kind} ${name}`;
  return inside === '' ? word : `${word}(${inside})`;
}

function outlines(file: FileRole, text: string, ...expected: readonly string[]): void {
  it(`outlines ${JSON.stringify(text)}`, () => {
    const symbols = outlineOf(file, parseConfig(text));
    assert.deepEqual(symbols.map(symbolWords), expected);
    for (const all = [...symbols]; all.length > 0;) {
      const { span, nameSpan, children } = all.pop()!;
      assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end);
      for (const child of children) assert.ok(span.start <= child.span.start && child.span.end <= span.end);
      all.push(...children);
    }
  });
}

describe('the outline', () => {
  outlines(
    'config',
    '# top\n[profile a]\nregion = x\ns3 =\n  x = 1\n\n# b\n[sso-session "b c"]\nsso_region = y\n[services d]\n[plugins]\n[ ]',
    'profile a(region, s3(x))',
    'sso-session b c(sso_region)',
    'services d',
    'section plugins',
    'section []',
  );
  outlines(
    'credentials',
    '[a]\naws_secret_access_key = hunter2\n[profile b]\n',
    'profile a(aws_secret_access_key)',
    'profile profile b',
  );

  it('ends a section before the comments about the next one', () => {
    const text = '[profile a]\nregion = x\n\n# about b\n[profile b]\n';
    const [first] = outlineOf('config', parseConfig(text));
    assert.equal(text.slice(first!.span.start, first!.span.end), '[profile a]\nregion = x');
  });

  it('has no values', () => {
    const text =
      '[a]\naws_secret_access_key = hunter2\ncredential_process = tool --password hunter2 \\\n  hunter2\n' +
      'aws_session_token =\n  hunter2==\n';
    const names = JSON.stringify(outlineOf('credentials', parseConfig(text)));
    assert.doesNotMatch(names, /hunter2/u);
  });
});

function folds(text: string, ...expected: readonly string[]): void {
  it(`folds ${JSON.stringify(text)}`, () => {
    const found = foldsOf(parseConfig(text)).map(({ kind, first, last }) => `${kind} ${first}-${last}`);
    assert.deepEqual(found, expected);
  });
}

describe('folding', () => {
  folds('[a]\nk = 1\nl = 2\n\n[b]\nm = 3', 'section 0-2', 'section 4-5');
  folds('[a]\n[b]\n');
  folds('[a]\ns3 =\n  x = 1\n  y = 2\nk = 1\n', 'section 0-4', 'block 1-3');
  folds('[a]\ncredential_process = x \\\n  y\n', 'section 0-2', 'block 1-2');
  folds(
    '# one\n# two\n[a]\nk = 1\n# about b\n# and more\n[b]\n',
    'section 2-3',
    'comment 0-1',
    'comment 4-5',
  );
  folds('# one\n\n# two\n[a]\n');
  folds('[a]\r\nk = 1\r\n[b]\rl = 2\r', 'section 0-1', 'section 2-3');
  folds('[a\nk = 1\n[b]\nl = 2\n', 'section 2-3');
  folds('# rolecall: begin x\n\n[a]\nk = 1\n\n# rolecall: end x\n', 'section 2-3', 'region 0-5');
  folds('# BEGIN_AWS_SSO_CLI\n# about\n# that\n[a]\n# END_AWS_SSO_CLI\n', 'comment 1-2', 'region 0-4');
  folds('# end x\n# begin y\n[a]\n');
  folds('# begin with this profile\n# and go on\n[a]\n', 'comment 0-1');
});

function selects(config: string, ...expected: readonly string[]): void {
  it(`selects step by step at ${JSON.stringify(config)}`, () => {
    const { text, offset } = marked(config);
    const { document } = text;
    const spans = selectionSpans('config', document, offset);
    assert.deepEqual(
      spans.map(({ start, end }) => document.text.slice(start, end)),
      expected,
    );
    for (const { start, end } of spans) assert.ok(start <= offset && offset <= end);
  });
}

describe('the selection', () => {
  const s3 = 's3 =\n  x = 1\n  y = 2';
  const a = `[profile a]\nregion = x # c\n${s3}`;
  selects(
    `${a.replace('x #', 'x| #')}\n\n# b\n[b]\n`,
    'x',
    'region = x',
    'region = x # c',
    a,
    `${a}\n\n# b\n`,
    `${a}\n\n# b\n[b]\n`,
  );
  selects(a.replace('y =', 'y| ='), 'y', 'y = 2', '  y = 2', s3, a);
  selects(`# a\n${a.replace('e a', 'e |a')}\n`, 'a', 'profile a', '[profile a]', a, `${a}\n`, `# a\n${a}\n`);
  selects('# a|\n', '# a\n');
  selects(
    '[b]\nk = 1\n# a|b\n[profile a]\n',
    '# ab',
    '[b]\nk = 1\n# ab\n',
    '[b]\nk = 1\n# ab\n[profile a]\n',
  );
  selects('|', '');
});

function linksOf(text: string): readonly string[] {
  return pageLinks(parseConfig(text)).map(({ to }) => to);
}

describe('links in a document', () => {
  it('lead to roles in the console, where it opens ARNs', () => {
    const arn = 'arn:aws:iam::123456789012:role/teams/Dev';
    assert.deepEqual(linksOf(`[profile a]\nrole_arn = ${arn}\nmfa_serial = ${arn}\n`), [arn]);
    assert.deepEqual(linksOf(`[profile a]\nrole_arn = ${arn.replace('aws', 'aws-cn')}\n`), []);
  });

  it('are only those of sign-ins in a long file', () => {
    const role = 'role_arn = arn:aws:iam::123456789012:role/Dev\n';
    const profiles = Array.from({ length: 1100 }, (_, i) => `[profile p${i}]\n${role}`).join('');
    const url = 'https://corp.awsapps.com/start';
    assert.deepEqual(linksOf(`${profiles}[sso-session a]\nsso_start_url = ${url}\n`), [url]);
  });

  const tests: readonly (readonly [string, readonly string[]])[] = [
    ['[sso-session a]\nsso_start_url = https://a.awsapps.com/start/#/\n', ['https://a.awsapps.com/start/#/']],
    ['[profile a]\nSSO_START_URL=https://b.awsapps.com/start # x\n', ['https://b.awsapps.com/start']],
    ['[profile a]\nendpoint_url = https://c.example.com\n', []],
    ['[profile a]\nsso_start_url = a.awsapps.com/start\n', []],
    ['[profile a]\nsso_start_url = command:workbench.action.quit\n', []],
    ['[profile a]\nsso_start_url = https://me:secret@d.example.com\n', []],
    ['[profile a]\nsso_start_url = https:////f.example.com\n', []],
    ['[profile a]\n# sso_start_url = https://e.example.com\n', []],
  ];
  for (const [text, expected] of tests)
    it(`are ${expected.join(', ') || 'none'} in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(linksOf(text), expected));
});

function inConfig(...names: readonly string[]): readonly string[] {
  return names.map((name) => `${name} config`);
}

describe('the search for sections', () => {
  const { text } = marked(
    '[profile prod-admin]\n[profile dev]\n[profile prod]\n[sso-session Prod]\n[services prod-local]\n[profile my-prod]\n',
    '[prod]\n',
  );
  const search = (query: string) =>
    findSections(text.profiles, query).map(({ kind, name, location }) => `${kind} ${name} ${location.file}`);
  const prod = [
    'profile prod config',
    'profile prod credentials',
    ...inConfig('sso-session Prod', 'profile prod-admin', 'services prod-local', 'profile my-prod'),
  ];
  const tests: readonly (readonly [string, readonly string[]])[] = [
    ['prod', prod],
    ['PROD', prod],
    ['pda', inConfig('profile prod-admin', 'services prod-local')],
    ['dev', inConfig('profile dev')],
    ['gone', []],
    ['', []],
    [' ', []],
  ];
  for (const [query, expected] of tests)
    it(`finds ${expected.length} for ${JSON.stringify(query)}`, () =>
      assert.deepEqual(search(query), expected));

  it('is limited', () => {
    const many = Array.from({ length: 2000 }, (_, i) => `[profile p${i}]\n`).join('');
    assert.equal(findSections(marked(many).text.profiles, 'p').length, 500);
  });
});
