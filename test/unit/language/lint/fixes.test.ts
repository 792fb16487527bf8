import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/config/edit.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { awsText } from '../../../../src/language/awsText.ts';
import { type LintCode, lintCodes } from '../../../../src/language/lint/codes.ts';
import type { Finding, Fix } from '../../../../src/language/lint/finding.ts';
import { fixAll, preferredFix } from '../../../../src/language/lint/fixAll.ts';
import { Linter } from '../../../../src/language/lint/lint.ts';
import type { FileRole } from '../../../../src/profiles/profiles.ts';
import type { FileEdits } from '../../../../src/profiles/sections.ts';
import { edited } from '../../config/edited.ts';
import { credentialsTitles, lines, titles } from './realisticParts.ts';

type Texts = Readonly<Record<FileRole, string>>;

const facts = { now: Date.UTC(2026, 0), disabled: new Set<string>() };
const files = ['config', 'credentials'] as const;

function textOf(texts: Texts, role: FileRole) {
  const [config, credentials] = [parseConfig(texts.config), parseConfig(texts.credentials)];
  return role === 'config'
    ? awsText('config', config, credentials)
    : awsText('credentials', credentials, config);
}

const lint = (texts: Texts, role: FileRole): readonly Finding[] =>
  new Linter().lint(textOf(texts, role), facts);

const fileOf = (names: readonly string[], most: number): fc.Arbitrary<string> => {
  const section = fc
    .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...lines), { maxLength: 6 }))
    .map(([title, body]) => [title, ...body, ''].join('\n'));
  return fc.array(section, { maxLength: most }).map((sections) => sections.join('\n'));
};

/** Both files; some with the line endings of Windows, some without one at the end. */
const realisticFiles: fc.Arbitrary<Texts> = fc
  .record({
    config: fileOf(titles, 4),
    credentials: fileOf(credentialsTitles, 2),
    isWindows: fc.boolean(),
    isEnded: fc.boolean(),
  })
  .map(({ config, credentials, isWindows, isEnded }) => {
    const shape = (text: string): string =>
      (isEnded ? text : text.trimEnd()).replaceAll('\n', isWindows ? '\r\n' : '\n');
    return { config: shape(config), credentials: shape(credentials) };
  });

const fixedBy = (texts: Texts, edits: FileEdits): Texts => ({
  config: edited(texts.config, edits.config),
  credentials: edited(texts.credentials, edits.credentials),
});

const errorsIn = (texts: Texts): number =>
  files.flatMap((role) => lint(texts, role)).filter(({ code }) => lintCodes[code].severity === 'error')
    .length;

/** After these fixes, tools read lines that they did not read before, with what is wrong in them. */
const revealing: ReadonlySet<LintCode> = new Set([
  'misspelledKey',
  'oldKey',
  'noPrefix',
  'needlessPrefix',
  'mistypedProfile',
  'mistypedSection',
  'looseKind',
  'brokenHeader',
  'unreadHeader',
  'spaceInBrackets',
  'unquotedName',
  'cliRejectsFile',
  'duplicateSection',
  'repeatedSection',
  'twoDefaults',
  'sectionOfConfigFile',
]);

/** These change only the lines of what was found. */
const inPlace: ReadonlySet<Fix['code']> = new Set<Fix['code']>([
  'replaceValue',
  'removeQuotes',
  'moveComment',
  'renameKey',
  'removeKey',
  'indentLines',
  'unindent',
  'useEquals',
  'straightenQuotes',
  'changeReference',
  'retitle',
  'commentOut',
  'copyRegion',
]);

const sameAs =
  ({ code, args }: Finding) =>
  (other: Finding) =>
    other.code === code && other.args.join('\n') === args.join('\n');

/** Those that are deeper than a key go with it. */
const commentsIn = ({ config, credentials }: Texts): readonly string[] =>
  `${config}\n${credentials}`.match(/^[#;][^\r\n]*/gmu) ?? [];

function checkFix(texts: Texts, role: FileRole, finding: Finding, fix: Fix): void {
  const what = `${finding.code}, ${fix.code}: ${JSON.stringify(texts)}`;
  const after = fixedBy(texts, fix.edits);
  assert.notDeepEqual(after, texts, `${what} does something`);
  const count = (of: Texts): number => lint(of, role).filter(sameAs(finding)).length;
  // Solved one after another, each of these hides the next.
  const isRepeated = lint(texts, role).some(
    ({ code, args }) => code === 'duplicateKey' && args[0] === finding.args[0],
  );
  if (finding.code !== 'cliRejectsFile' && !isRepeated)
    assert.ok(count(after) < count(texts), `${what} is gone in ${JSON.stringify(after)}`);
  if (!revealing.has(finding.code) && fix.code !== 'addSection')
    assert.ok(errorsIn(after) <= errorsIn(texts), `${what} adds no error: ${JSON.stringify(after)}`);
  if (inPlace.has(fix.code)) {
    const from = texts[role].lastIndexOf('\n', finding.span.start - 1) + 1;
    const next = texts[role].indexOf('\n', finding.span.end);
    const to = next === -1 ? texts[role].length : next + 1;
    for (const { start, end } of fix.edits[role]) assert.ok(start >= from && end <= to, what);
    assert.deepEqual(fix.edits[role === 'config' ? 'credentials' : 'config'], []);
  }
  const left = commentsIn(after).map((comment) => comment.trim());
  for (const comment of commentsIn(texts))
    assert.ok(left.includes(comment.trim()), `${what} keeps ${comment}`);
}

function oneByOne(texts: Texts, role: FileRole, code: LintCode): Texts {
  let now = texts;
  for (let i = 0; i < 100; i++) {
    const fix = lint(now, role)
      .filter((each) => each.code === code)
      .map(preferredFix)
      .find((each) => each && each.edits.config.length + each.edits.credentials.length > 0);
    if (!fix) break;
    now = fixedBy(now, fix.edits);
  }
  return now;
}

/** Other seeds find more. */
const seed = Number(process.env['ROLECALL_SEED'] ?? 20_261_130);

describe('the fixes of random files', function () {
  this.timeout(60_000);

  it('solve what they are for, add no error, and keep other lines', () => {
    fc.assert(
      fc.property(realisticFiles, (texts) => {
        for (const role of files)
          for (const finding of lint(texts, role))
            for (const fix of finding.fixes) checkFix(texts, role, finding, fix);
      }),
      { numRuns: 400, seed },
    );
  });

  it('are the same all at once and one by one', () => {
    fc.assert(
      fc.property(realisticFiles, (texts) => {
        for (const role of files)
          for (const code of new Set(lint(texts, role).map((each) => each.code))) {
            const edits = fixAll(textOf(texts, role), facts, (each) => each === code);
            const atOnce = {
              config: applyEdits(texts.config, edits.config),
              credentials: applyEdits(texts.credentials, edits.credentials),
            };
            assert.deepEqual(atOnce, oneByOne(texts, role, code), code);
          }
      }),
      { numRuns: 200, seed },
    );
  });
});
