import { linesUnder } from '../../../../src/config/layout.ts';
import type { ConfigDocument, Section } from '../../../../src/config/syntax.ts';
import { readTitle } from '../../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import type { Rejection } from '../../../../src/profiles/readers/reading.ts';
import { anyAssignment, anyHeader, anyLine, type Exception, type Files, headers } from './exception.ts';

function rejection({ config, credentials }: Files): Rejection | undefined {
  const reading = readBotocore({ config: config.text, credentials: credentials.text });
  return reading.kind === 'fails' ? reading.why : undefined;
}

/** The CLI stops at such a line, and reads nothing of either file. */
function stopsAt(why: Rejection, what: string, config: string, here: string): Exception {
  return {
    what: `${what}, so that the others can be used and it be mended`,
    isIn: (files) => rejection(files) === why,
    example: { config },
    there: 'fails',
    here,
  };
}

function anySection(
  { config, credentials }: Files,
  is: (section: Section, document: ConfigDocument) => boolean,
): boolean {
  return [config, credentials].some((document) => document.sections.some((section) => is(section, document)));
}

/** Whether there is a key that deeper lines follow which are no block of it here. */
export function isContinued(files: Files): boolean {
  return anySection(files, (section, document) =>
    section.entries.some(({ line, nested }) =>
      linesUnder(document, section, line).some(
        (below) => below.kind !== 'comment' && !nested.some((inner) => inner === below),
      ),
    ),
  );
}

/** What the titles of the config file name that have a prefix, with the titles. */
function prefixed({ config }: Files): readonly { readonly title: string; readonly id: string }[] {
  return headers(config).flatMap(({ title }) => {
    const { kind, name } = readTitle(title);
    return kind === 'other' ? [] : [{ title, id: `${kind === 'default' ? 'profile' : kind} ${name}` }];
  });
}

/** The name as it is written, behind a prefix. */
function writtenNames(files: Files): readonly string[] {
  return prefixed(files).map(({ title }) => title.replace(/^(?:profile|sso-session|services)\s+/u, ''));
}

/** White space to Python alone, or to JavaScript alone; and what ends a line of a block for the CLI. */
const separators = String.fromCharCode(0x1c, 0x1d, 0x1e, 0x1f);
const oddSpace = new RegExp(`[\\v\\f${separators}\\x85\\u2028\\u2029\\uFEFF]`, 'u');

/** Beside the AWS CLI. */
export const botocoreExceptions: readonly Exception[] = [
  stopsAt('byteOrderMark', 'a byte order mark is passed over', '\uFEFF[profile a]\nk = 1', 'a(k=1)'),
  stopsAt(
    'beforeFirstSection',
    'what stands before any section is passed over',
    'l = 2\n[profile a]\nk = 1',
    'a(k=1)',
  ),
  stopsAt(
    'sectionTwice',
    'a section given twice is one',
    '[profile a]\nk = 1\n[profile a]\nl = 2',
    'a(k=1, l=2)',
  ),
  stopsAt('keyTwice', 'of a key given twice the last counts', '[profile a]\nk = 1\nK = 2', 'a(k=2)'),
  stopsAt('noSeparator', 'a line without = is passed over', '[profile a]\noops\nk = 1', 'a(k=1)'),
  stopsAt('noKey', 'a line without a key is passed over', '[profile a]\n= 2\nk = 1', 'a(k=1)'),
  {
    what: 'a comment may follow a value, as the SDKs have it',
    isIn: (files) =>
      anyAssignment(files, ({ valueEnd, end }, text) => text.slice(valueEnd, end).trim() !== ''),
    example: { config: '[profile a]\nk = 1 # c\nl = # d' },
    there: 'a(k=1 # c, l=# d)',
    here: 'a(k=1)',
  },
  {
    what: 'a deeper line is no more of the value above it, as the SDK for JavaScript has it',
    isIn: isContinued,
    example: { config: '[profile a]\nk = 1\n  l = 2\n  more' },
    there: 'a(k=1\nl = 2\nmore)',
    here: 'a(k=1, l=2)',
  },
  {
    what: 'a deeper header is a header, as the SDK for JavaScript has it',
    isIn: (files) => anyHeader(files, ({ start, end }, text) => /^[^\S\uFEFF]/u.test(text.slice(start, end))),
    example: { config: '[profile a]\nk = 1\n [profile b]\nl = 2' },
    there: 'a(k=1\n[profile b], l=2)',
    here: 'a(k=1) b(l=2)',
  },
  {
    what: 'an indented line below an empty value is in its block, however deep, as the SDKs have it',
    isIn: (files) =>
      anySection(files, (section, document) =>
        section.entries.some(({ line, nested }) => {
          const under = linesUnder(document, section, line);
          return nested.some((inner) => !under.includes(inner));
        }),
      ),
    example: { config: '[profile a]\n  s3 =\n  x = 1' },
    there: 'a(x=1)',
    here: 'a(s3.x=1)',
  },
  {
    what: 'a : separates in a block as anywhere else',
    isIn: (files) =>
      anySection(files, ({ entries }, { text }) =>
        entries.some(({ nested }) =>
          nested.some(({ keyStart, valueStart }) => !text.slice(keyStart, valueStart).includes('=')),
        ),
      ),
    example: { config: '[profile a]\ns3 =\n  x: y = 1' },
    there: 'a(s3.x: y=1)',
    here: 'a(s3.x=y = 1)',
  },
  {
    what: '[DEFAULT] gives nothing to others, as the SDKs have it',
    isIn: (files) => anyHeader(files, ({ title }) => title === 'DEFAULT'),
    example: { config: '[DEFAULT]\nl = 2\n[profile a]\nk = 1' },
    there: 'a(k=1, l=2)',
    here: 'a(k=1)',
  },
  {
    what: 'sections of one name are one, as the SDKs have it, and [profile default] counts, not [default]',
    isIn: (files) => {
      const named = prefixed(files);
      return new Set(named.map(({ id }) => id)).size < new Set(named.map(({ title }) => title)).size;
    },
    example: {
      config: '[profile "a"]\nk = 1\n[profile a]\nl = 2\n[profile default]\nk = 3\n[default]\nk = 4',
    },
    there: 'a(l=2) default(k=4)',
    here: 'a(k=1, l=2) default(k=3)',
  },
  {
    what: 'a name needs no quotes to have spaces, so that it can be seen and mended',
    isIn: (files) => writtenNames(files).some((name) => /^[^"'\\]*\s[^"'\\]*$/u.test(name)),
    example: { config: '[profile a b]\nk = 1' },
    there: '',
    here: 'a b(k=1)',
  },
  {
    what: 'quotes inside a name and backslashes are part of it, so that it can be seen and mended',
    isIn: (files) =>
      writtenNames(files).some((name) => /["'\\]/u.test(name) && !/^(["'])[^"'\\]+\1$/u.test(name)),
    example: { config: `[profile a'b']\nk = 1\n[profile c\\d]\nk = 2\n[profile "e]\nk = 3` },
    there: 'ab(k=1) cd(k=2)',
    here: `"e(k=3) a'b'(k=1) c\\d(k=2)`,
  },
  {
    what: 'a prefix is a word, as the SDKs have it',
    isIn: ({ config }) =>
      headers(config).some(({ title }) => /^(?:profile|sso-session|services)[^\s]*\S\s/u.test(title)) &&
      headers(config).some(
        ({ title }) => /^(?:profile|sso-session|services)/u.test(title) && readTitle(title).kind === 'other',
      ),
    example: { config: '[profiles a]\nk = 1\n[services-x b]\nl = 2' },
    there: 'a(k=1)',
    here: '',
  },
  {
    what: 'white space may stand inside the brackets, as the SDK for Rust has it',
    isIn: (files) =>
      anyHeader(
        files,
        ({ titleStart, titleEnd }, text) =>
          text.charAt(titleStart - 1) !== '[' || text.charAt(titleEnd) !== ']',
      ),
    example: { config: '[ profile a ]\nk = 1', credentials: '[ b ]\nk = 2' },
    there: ' b (k=2)',
    here: 'a(k=1) b(k=2)',
  },
  {
    what: 'a comment behind a header may have brackets, as the SDKs have it',
    isIn: (files) =>
      anyHeader(files, ({ titleEnd, end }, text) => /\].*\]/su.test(text.slice(titleEnd, end))),
    example: { config: '[profile a] # [c]\nk = 1' },
    there: '',
    here: 'a(k=1)',
  },
  {
    what: 'a line that begins like a header is one, or ends the section',
    isIn: (files) =>
      anyLine(
        files,
        ({ kind, start, end }, text) => kind === 'unreadable' && /^\s*\[/u.test(text.slice(start, end)),
      ),
    example: { config: '[profile a]\nk = 1\n[l = 2\n[profile b] c\nk = 3' },
    there: 'a([l=2, k=1) b(k=3)',
    here: 'a(k=1)',
  },
  {
    what: 'white space is what JavaScript has for it, and lines end nowhere else',
    isIn: (files) =>
      [files.config, files.credentials].some(({ text }) => oddSpace.test(text.replace(/^\uFEFF/u, ''))) ||
      anyHeader(files, ({ title }) => /[^\S \t]/u.test(title)),
    example: { config: '[profile a]\nk = \uFEFF1\ns3 =\n  x = 1\u2028y = 2' },
    there: 'a(k=\uFEFF1, s3.x=1, s3.y=2)',
    here: 'a(k=1, s3.x=1\u2028y = 2)',
  },
];
