import type { ConfigDocument, Section } from '../../../../src/config/syntax.ts';
import { readTitle } from '../../../../src/profiles/profiles.ts';
import { anyAssignment, anyHeader, anyLine, type Exception, type Files, headers } from './exception.ts';

function titles({ config, credentials }: Files): readonly string[] {
  return [...headers(config), ...headers(credentials)].map(({ title }) => title);
}

/** The names of what the config file has with a prefix. */
function prefixedNames({ config }: Files): readonly string[] {
  return headers(config)
    .map(({ title }) => readTitle(title))
    .filter(({ kind }) => kind !== 'other' && kind !== 'default')
    .map(({ name }) => name);
}

/** Every time that one key is given to one profile: the value, and how many lines there are in its block. */
function givenTwice(files: Files): readonly (readonly { value: string; nested: number }[])[] {
  const given = new Map<string, { value: string; nested: number }[]>();
  const sections = [
    ...files.config.sections.map((section) => ({ section, ...readTitle(section.header.title) })),
    ...files.credentials.sections.map((section) => ({
      section,
      kind: 'profile' as const,
      name: section.header.title,
    })),
  ];
  for (const { section, kind, name } of sections) {
    for (const { line, nested } of section.entries) {
      const id = JSON.stringify([kind === 'default' ? 'profile' : kind, name, line.key.toLowerCase()]);
      given.set(id, [...(given.get(id) ?? []), { value: line.value, nested: nested.length }]);
    }
  }
  return [...given.values()].filter((times) => times.length > 1);
}

function hasKeysBehindBrokenHeader({ text, lines, sections, brokenHeaders }: ConfigDocument): boolean {
  return brokenHeaders.some((broken) => {
    const next = sections.find(({ start }) => start > broken.start)?.start ?? text.length;
    const behind = lines.filter(({ start }) => start > broken.start && start < next);
    return behind.some(({ start, end }) => text.slice(start, end).includes('='));
  });
}

function isEmpty({ entries }: Section): boolean {
  return entries.every(({ line, nested }) => line.value === '' && nested.every(({ value }) => value === ''));
}

const prefix = /^(?:profile|sso-session|services)/u;

/** Beside the SDK for JavaScript. */
export const smithyExceptions: readonly Exception[] = [
  {
    what: 'keys are lower-cased, as the CLI has it',
    isIn: (files) => anyAssignment(files, ({ key }) => key !== key.toLowerCase()),
    example: { config: '[profile a]\nRegion = r' },
    there: 'a(Region=r)',
    here: 'a(region=r)',
  },
  {
    what: 'a : that comes first separates, as the CLI has it',
    isIn: (files) =>
      anyAssignment(
        files,
        ({ keyStart, valueStart }, text) => !text.slice(keyStart, valueStart).includes('='),
      ),
    example: { config: '[profile a]\nregion: r\nk = 1' },
    there: 'a(k=1)',
    here: 'a(k=1, region=r)',
  },
  {
    what: 'a comment may follow a header at once, as the CLI and the SDK for Rust have it',
    isIn: (files) =>
      anyHeader(files, ({ titleEnd, end }, text) => /^\s*\][#;]/u.test(text.slice(titleEnd, end))),
    example: { config: '[profile a]# mine\nk = 1' },
    there: '',
    here: 'a(k=1)',
  },
  {
    what: 'names may have any character, so that they can be seen and mended',
    isIn: (files) => prefixedNames(files).some((name) => !/^[\w\-@+.%:/]+$/u.test(name)),
    example: { config: '[profile "my prof"]\nk = 1\n[profile 開発]\nk = 2\n[profile a b]\nk = 3' },
    there: '',
    here: 'a b(k=3) my prof(k=1) 開発(k=2)',
  },
  {
    what: 'any white space may follow a prefix, as the CLI has it',
    isIn: ({ config }) => headers(config).some(({ title }) => /^\S+\s\s/u.test(title)),
    example: { config: '[profile  a]\nk = 1' },
    there: '',
    here: 'a(k=1)',
  },
  {
    what: 'white space may stand inside the brackets, as the SDK for Rust has it',
    isIn: (files) =>
      anyHeader(
        files,
        ({ titleStart, titleEnd }, text) =>
          /\s/u.test(text.charAt(titleStart - 1)) || text.charAt(titleEnd) !== ']',
      ),
    example: { config: '[ profile a ]\nk = 1', credentials: '[ b ]\nk = 2' },
    there: ' b (k=2)',
    here: 'a(k=1) b(k=2)',
  },
  {
    what: 'two words are a name in the credentials file, as the CLI has it',
    isIn: ({ credentials }) =>
      headers(credentials).some(({ title }) => /\s/u.test(title) && !prefix.test(title)),
    example: { credentials: '[my prof]\nk = 1' },
    there: '',
    here: 'my prof(k=1)',
  },
  {
    what: 'a prefix is part of the name in the credentials file, as the CLI has it',
    isIn: ({ credentials }) =>
      headers(credentials).some(({ title }) => /\s/u.test(title) && prefix.test(title)),
    example: { credentials: '[profile a]\nk = 1' },
    there: 'profile.a(k=1)',
    here: 'profile a(k=1)',
  },
  {
    what: 'a title with a dot is not a prefix and a name',
    isIn: (files) =>
      [...titles(files), ...prefixedNames(files)].some((title) => title.replace(prefix, '').startsWith('.')),
    example: { config: '[profile.a]\nk = 1' },
    there: 'a(k=1)',
    here: '',
  },
  {
    what: '__proto__ does not spoil the file',
    isIn: (files) => titles(files).some((title) => title.includes('__proto__')),
    example: { config: '[profile __proto__]\nk = 1\n[profile a]\nk = 2' },
    there: '',
    here: '__proto__(k=1) a(k=2)',
  },
  {
    what: 'names that every object has are names like others',
    isIn: (files) =>
      [...prefixedNames(files), ...titles(files)].some((name) => name !== '__proto__' && name in {}),
    example: { config: '[profile constructor]\nspoilt = 1' },
    there: '',
    here: 'constructor(spoilt=1)',
  },
  {
    what: '__proto__ is a key like others',
    isIn: (files) => anyAssignment(files, ({ key }) => key === '__proto__'),
    example: { config: '[profile a]\n__proto__ = 1\nk = 2' },
    there: 'a(k=2)',
    here: 'a(__proto__=1, k=2)',
  },
  {
    what: 'a line that begins like a header is no assignment',
    isIn: (files) =>
      anyLine(
        files,
        ({ kind, start, end }, text) => kind === 'unreadable' && /^\s*\[.*=/su.test(text.slice(start, end)),
      ),
    example: { config: '[profile a]\nk = 1\n[b = 2' },
    there: 'a([b=2, k=1)',
    here: 'a(k=1)',
  },
  {
    what: 'a line that begins like a header and is none ends a section, lest that becomes another one',
    isIn: ({ config, credentials }) => [config, credentials].some(hasKeysBehindBrokenHeader),
    example: { config: '[profile a]\nk = 1\n[profile b\nl = 2' },
    there: 'a(k=1, l=2)',
    here: 'a(k=1)',
  },
  {
    what: 'a later empty value takes an earlier one away, as the CLI has it between the files',
    isIn: (files) =>
      givenTwice(files).some(
        (times) => times.every(({ nested }) => nested === 0) && times.at(-1)?.value === '',
      ),
    example: { config: '[profile a]\nk = 1\nl = 1', credentials: '[a]\nk =' },
    there: 'a(k=1, l=1)',
    here: 'a(l=1)',
  },
  {
    what: 'a later block replaces an earlier one whole, as the CLI has it between the files',
    isIn: (files) => givenTwice(files).some((times) => times.some(({ nested }) => nested > 0)),
    example: { config: '[profile a]\ns3 =\n  x = 1', credentials: '[a]\ns3 =\n  y = 2' },
    there: 'a(s3.x=1, s3.y=2)',
    here: 'a(s3.y=2)',
  },
  {
    what: 'an empty value in a block begins no block of its own, as the CLI has it',
    isIn: (files) => anyAssignment(files, ({ indented, value }) => indented && value === ''),
    example: { config: '[profile a]\ns3 =\n  x =\n  y = 2' },
    there: 'a(x.y=2)',
    here: 'a(s3.y=2)',
  },
  {
    what: 'a key with a dot is another than one in a block',
    isIn: (files) => anyAssignment(files, ({ key }) => key.includes('.')),
    example: { config: '[profile a]\ns3.x = 1\ns3 =\n  x = 2\ns3.x = 3' },
    there: 'a(s3.x=3)',
    here: 'a(s3.x=2)',
  },
  {
    what: '[profile default] without keys beats [default], too, as the CLI has it where it is the later one',
    isIn: ({ config }) => {
      const withPrefix = config.sections.filter(({ header }) =>
        /^profile\s.*\bdefault\b/su.test(header.title),
      );
      return withPrefix.length > 0 && withPrefix.every(isEmpty);
    },
    example: { config: '[default]\nk = 1\n[profile default]\n' },
    there: 'default(k=1)',
    here: '',
  },
  {
    what: 'a byte order mark is no indent',
    isIn: (files) => anyAssignment(files, ({ start }, text) => text.charAt(start) === '\uFEFF'),
    example: { config: '[profile a]\ns3 =\n\uFEFFx = 1' },
    there: 'a(s3.x=1)',
    here: 'a(x=1)',
  },
  {
    what: 'a CR alone ends a line, as the CLI has it',
    isIn: ({ config, credentials }) => /\r(?!\n)/u.test(`${config.text}\n${credentials.text}`),
    example: { config: '[profile a]\nk = 1\rl = 2' },
    there: 'a(k=1\rl = 2)',
    here: 'a(k=1, l=2)',
  },
];
