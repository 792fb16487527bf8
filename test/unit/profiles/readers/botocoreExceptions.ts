import { linesUnder } from '../../../../src/config/layout.ts';
import type { ConfigDocument, Section } from '../../../../src/config/syntax.ts';
import { readTitle } from '../../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import type { Rejection } from '../../../../src/profiles/readers/parsedFiles.ts';
import { anyAssignment, anyHeader, anyLine, type Exception, type Files, headers } from './exception.ts';

function rejection({ config, credentials }: Files): Rejection | undefined {
  const reading = readBotocore({ config: config.text, credentials: credentials.text });
  return reading.kind === 'fails' ? reading.why : undefined;
}

/** The CLI stops at such a line and reads neither file. */
function stopsAt(why: Rejection, what: string, config: string, ours: string): Exception {
  return {
    what: `${what}, so that other profiles stay usable and the user can fix it`,
    isIn: (files) => rejection(files) === why,
    example: { config },
    theirs: 'fails',
    ours,
  };
}

function anySection(
  { config, credentials }: Files,
  is: (section: Section, document: ConfigDocument) => boolean,
): boolean {
  return [config, credentials].some((document) => document.sections.some((section) => is(section, document)));
}

/** Whether a key is followed by deeper lines that Rolecall reads neither as its block nor as the rest of a command. */
export function isContinued(files: Files): boolean {
  return anySection(files, (section, document) =>
    section.entries.some(({ line, nested, continuation }) =>
      linesUnder(document, section, line).some(
        (below) => below.kind !== 'comment' && ![...nested, ...continuation].includes(below),
      ),
    ),
  );
}

/** The titles of the config file with a prefix, and what they name. */
function prefixed({ config }: Files): readonly { readonly title: string; readonly id: string }[] {
  return headers(config).flatMap(({ title }) => {
    const { kind, name } = readTitle(title);
    return kind === 'other' ? [] : [{ title, id: `${kind === 'default' ? 'profile' : kind} ${name}` }];
  });
}

/** The names after a prefix as written. */
function writtenNames(files: Files): readonly string[] {
  return prefixed(files).map(({ title }) => title.replace(/^(?:profile|sso-session|services)\S*\s+/u, ''));
}

/** White space only in Python or only in JavaScript, and characters that end a block line in the CLI. */
const separators = String.fromCharCode(0x1c, 0x1d, 0x1e, 0x1f);
const oddSpace = new RegExp(`[\\v\\f${separators}\\x85\\u2028\\u2029\\uFEFF]`, 'u');

/** Intended differences from the AWS CLI. */
export const botocoreExceptions: readonly Exception[] = [
  stopsAt('byteOrderMark', 'a byte order mark is ignored', '\uFEFF[profile a]\nk = 1', 'a(k=1)'),
  stopsAt(
    'beforeFirstSection',
    'lines before the first section are ignored',
    'l = 2\n[profile a]\nk = 1',
    'a(k=1)',
  ),
  stopsAt(
    'sectionTwice',
    'repeated sections are merged',
    '[profile a]\nk = 1\n[profile a]\nl = 2',
    'a(k=1, l=2)',
  ),
  stopsAt('keyTwice', 'the last of repeated keys wins', '[profile a]\nk = 1\nK = 2', 'a(k=2)'),
  stopsAt('noSeparator', 'a line without = is ignored', '[profile a]\noops\nk = 1', 'a(k=1)'),
  stopsAt('noKey', 'a line without a key is ignored', '[profile a]\n= 2\nk = 1', 'a(k=1)'),
  {
    what: 'a comment can follow a value, as in the SDKs',
    isIn: (files) =>
      anyAssignment(files, ({ valueEnd, end }, text) => text.slice(valueEnd, end).trim() !== ''),
    example: { config: '[profile a]\nk = 1 # c\nl = # d' },
    theirs: 'a(k=1 # c, l=# d)',
    ours: 'a(k=1)',
  },
  {
    what: 'a deeper line does not continue the value above it, as in the SDK for JavaScript',
    isIn: isContinued,
    example: { config: '[profile a]\nk = 1\n  l = 2\n  more' },
    theirs: 'a(k=1\nl = 2\nmore)',
    ours: 'a(k=1, l=2)',
  },
  {
    what: 'an indented header is a header, as in the SDK for JavaScript',
    isIn: (files) => anyHeader(files, ({ start, end }, text) => /^[^\S\uFEFF]/u.test(text.slice(start, end))),
    example: { config: '[profile a]\nk = 1\n [profile b]\nl = 2' },
    theirs: 'a(k=1\n[profile b], l=2)',
    ours: 'a(k=1) b(l=2)',
  },
  {
    what: 'a : is a separator in blocks too',
    isIn: (files) =>
      anySection(files, ({ entries }, { text }) =>
        entries.some(({ nested }) =>
          nested.some(({ keyStart, valueStart }) => !text.slice(keyStart, valueStart).includes('=')),
        ),
      ),
    example: { config: '[profile a]\ns3 =\n  x: y = 1' },
    theirs: 'a(s3.x: y=1)',
    ours: 'a(s3.x=y = 1)',
  },
  {
    what: 'sections with the same name are merged, as in the SDKs, and [profile default] overrides [default]',
    isIn: (files) => {
      const named = prefixed(files);
      return new Set(named.map(({ id }) => id)).size < new Set(named.map(({ title }) => title)).size;
    },
    example: {
      config: '[profile "a"]\nk = 1\n[profile a]\nl = 2\n[profile default]\nk = 3\n[default]\nk = 4',
    },
    theirs: 'a(l=2) default(k=4)',
    ours: 'a(k=1, l=2) default(k=3)',
  },
  {
    what: 'a name with spaces needs no quotes, so that the user can see and fix it',
    isIn: (files) => writtenNames(files).some((name) => /^[^"'\\]*\s[^"'\\]*$/u.test(name)),
    example: { config: '[profile a b]\nk = 1' },
    theirs: '',
    ours: 'a b(k=1)',
  },
  {
    what: 'inner quotes and backslashes are part of a name, so that the user can see and fix it',
    isIn: (files) =>
      writtenNames(files).some((name) => /["'\\]/u.test(name) && !/^(["'])[^"'\\]+\1$/u.test(name)),
    example: { config: `[profile a'b']\nk = 1\n[profile c\\d]\nk = 2\n[profile "e]\nk = 3` },
    theirs: 'ab(k=1) cd(k=2)',
    ours: `"e(k=3) a'b'(k=1) c\\d(k=2)`,
  },
  {
    what: 'quotes and backslashes are not part of a prefix with other letters, nor of the name after it',
    isIn: ({ config }) =>
      headers(config).some(
        ({ title }) =>
          /^(?:profile|sso-session|services).*["'\\]/su.test(title) && readTitle(title).kind === 'other',
      ),
    example: { config: `[profile's' a]\nk = 1\n[profiles b'c']\nl = 2` },
    theirs: 'a(k=1) bc(l=2)',
    ours: '',
  },
  {
    what: 'white space is allowed inside the brackets, as in the SDK for Rust',
    isIn: (files) =>
      anyHeader(
        files,
        ({ titleStart, titleEnd }, text) =>
          text.charAt(titleStart - 1) !== '[' || text.charAt(titleEnd) !== ']',
      ),
    example: { config: '[ profile a ]\nk = 1', credentials: '[ b ]\nk = 2' },
    theirs: ' b (k=2)',
    ours: 'a(k=1) b(k=2)',
  },
  {
    what: 'a comment after a header can contain brackets, as in the SDKs',
    isIn: (files) =>
      anyHeader(files, ({ titleEnd, end }, text) => /\].*\]/su.test(text.slice(titleEnd, end))),
    example: { config: '[profile a] # [c]\nk = 1' },
    theirs: '',
    ours: 'a(k=1)',
  },
  {
    what: 'a line that begins like a header is one or ends the section',
    isIn: (files) =>
      anyLine(
        files,
        ({ kind, start, end }, text) => kind === 'unreadable' && /^\s*\[/u.test(text.slice(start, end)),
      ),
    example: { config: '[profile a]\nk = 1\n[l = 2\nm = 3' },
    theirs: 'a([l=2, k=1, m=3)',
    ours: 'a(k=1)',
  },
  {
    what: 'a line that is meant as a header ends the section',
    isIn: ({ config, credentials }) =>
      [config, credentials].some(({ text, brokenHeaders }) =>
        brokenHeaders.some(({ start, end }) => /^\uFEFF?[^\uFEFF[].*:/su.test(text.slice(start, end))),
      ),
    example: { config: '[profile a]\nk = 1\n<profile: b>\nm = 3' },
    theirs: 'a(<profile=b>, k=1, m=3)',
    ours: 'a(k=1)',
  },
  {
    what: 'white space is that of JavaScript, and no other characters end lines',
    isIn: (files) =>
      [files.config, files.credentials].some(({ text }) => oddSpace.test(text.replace(/^\uFEFF/u, ''))) ||
      anyHeader(files, ({ title }) => /[^\S \t]/u.test(title)),
    example: { config: '[profile a]\nk = \uFEFF1\ns3 =\n  x = 1\u2028y = 2' },
    theirs: 'a(k=\uFEFF1, s3.x=1, s3.y=2)',
    ours: 'a(k=1, s3.x=1\u2028y = 2)',
  },
];
