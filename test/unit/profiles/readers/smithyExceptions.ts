import { isCommandKey } from '../../../../src/config/commandText.ts';
import { hasTextAfterTitle } from '../../../../src/config/lines.ts';
import type { ConfigDocument, Section } from '../../../../src/config/syntax.ts';
import { readTitle } from '../../../../src/profiles/profiles.ts';
import { anyAssignment, anyHeader, anyLine, type Exception, type Files, headers } from './exception.ts';

function titles({ config, credentials }: Files): readonly string[] {
  return [...headers(config), ...headers(credentials)].map(({ title }) => title);
}

/** The names in the config file's titles with a prefix. */
function prefixedNames({ config }: Files): readonly string[] {
  return headers(config)
    .map(({ title }) => readTitle(title))
    .filter(({ kind }) => kind !== 'other' && kind !== 'default')
    .map(({ name }) => name);
}

/** For each repeated key of a section: the value and the number of block lines of each occurrence. */
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

/** Intended differences from the SDK for JavaScript. */
export const smithyExceptions: readonly Exception[] = [
  {
    what: 'keys are lowercased, as in the CLI',
    isIn: (files) => anyAssignment(files, ({ key }) => key !== key.toLowerCase()),
    example: { config: '[profile a]\nRegion = r' },
    theirs: 'a(Region=r)',
    ours: 'a(region=r)',
  },
  {
    what: 'a : before any = is the separator, as in the CLI',
    isIn: (files) =>
      anyAssignment(
        files,
        ({ keyStart, valueStart }, text) => !text.slice(keyStart, valueStart).includes('='),
      ),
    example: { config: '[profile a]\nregion: r\nk = 1' },
    theirs: 'a(k=1)',
    ours: 'a(k=1, region=r)',
  },
  {
    what: 'a comment can directly follow a header, as in the CLI and the SDK for Rust',
    isIn: (files) =>
      anyHeader(files, ({ titleEnd, end }, text) => /^\s*\][#;]/u.test(text.slice(titleEnd, end))),
    example: { config: '[profile a]# mine\nk = 1' },
    theirs: '',
    ours: 'a(k=1)',
  },
  {
    what: 'names can contain any character, so that the user can see and fix them',
    isIn: (files) => prefixedNames(files).some((name) => !/^[\w\-@+.%:/]+$/u.test(name)),
    example: { config: '[profile "my prof"]\nk = 1\n[profile 開発]\nk = 2\n[profile a b]\nk = 3' },
    theirs: '',
    ours: 'a b(k=3) my prof(k=1) 開発(k=2)',
  },
  {
    what: 'any white space can follow a prefix, as in the CLI',
    isIn: ({ config }) => headers(config).some(({ title }) => /^\S+\s\s/u.test(title)),
    example: { config: '[profile  a]\nk = 1' },
    theirs: '',
    ours: 'a(k=1)',
  },
  {
    what: 'white space is allowed inside the brackets, as in the SDK for Rust',
    isIn: (files) =>
      anyHeader(
        files,
        ({ titleStart, titleEnd }, text) =>
          /\s/u.test(text.charAt(titleStart - 1)) || text.charAt(titleEnd) !== ']',
      ),
    example: { config: '[ profile a ]\nk = 1', credentials: '[ b ]\nk = 2' },
    theirs: ' b (k=2)',
    ours: 'a(k=1) b(k=2)',
  },
  {
    what: 'a name in the credentials file can have two words, as in the CLI',
    isIn: ({ credentials }) =>
      headers(credentials).some(({ title }) => /\s/u.test(title) && !prefix.test(title)),
    example: { credentials: '[my prof]\nk = 1' },
    theirs: '',
    ours: 'my prof(k=1)',
  },
  {
    what: 'a prefix is part of the name in the credentials file, as in the CLI',
    isIn: ({ credentials }) =>
      headers(credentials).some(({ title }) => /\s/u.test(title) && prefix.test(title)),
    example: { credentials: '[profile a]\nk = 1' },
    theirs: 'profile.a(k=1)',
    ours: 'profile a(k=1)',
  },
  {
    what: 'a title with a dot is not a prefix with a name',
    isIn: (files) =>
      [...titles(files), ...prefixedNames(files)].some((title) => title.replace(prefix, '').startsWith('.')),
    example: { config: '[profile.a]\nk = 1' },
    theirs: 'a(k=1)',
    ours: '',
  },
  {
    what: 'other letters can follow a prefix, as in the CLI',
    isIn: ({ config }) => headers(config).some(({ title }) => readTitle(title).isLoose),
    example: { config: '[profiles a]\nk = 1\n[profile: b]\nl = 2' },
    theirs: '',
    ours: 'a(k=1) b(l=2)',
  },
  {
    what: 'text can follow a header, as in the CLI',
    isIn: (files) => anyHeader(files, ({ start }, text) => hasTextAfterTitle(text, start)),
    example: { config: '[profile a] mine\nk = 1' },
    theirs: '',
    ours: 'a(k=1)',
  },
  {
    what: '__proto__ does not break the file',
    isIn: (files) => titles(files).some((title) => title.includes('__proto__')),
    example: { config: '[profile __proto__]\nk = 1\n[profile a]\nk = 2' },
    theirs: '',
    ours: '__proto__(k=1) a(k=2)',
  },
  {
    what: 'names of object properties are ordinary names',
    isIn: (files) =>
      [...prefixedNames(files), ...titles(files)].some((name) => name !== '__proto__' && name in {}),
    example: { config: '[profile constructor]\nspoilt = 1' },
    theirs: '',
    ours: 'constructor(spoilt=1)',
  },
  {
    what: '__proto__ is an ordinary key',
    isIn: (files) => anyAssignment(files, ({ key }) => key === '__proto__'),
    example: { config: '[profile a]\n__proto__ = 1\nk = 2' },
    theirs: 'a(k=2)',
    ours: 'a(__proto__=1, k=2)',
  },
  {
    what: 'a line that begins like a header is not an assignment',
    isIn: (files) =>
      anyLine(
        files,
        ({ kind, start, end }, text) => kind === 'unreadable' && /^\s*\[.*=/su.test(text.slice(start, end)),
      ),
    example: { config: '[profile a]\nk = 1\n[b = 2' },
    theirs: 'a([b=2, k=1)',
    ours: 'a(k=1)',
  },
  {
    what: 'a broken header ends the section above, so that it does not change that section',
    isIn: ({ config, credentials }) => [config, credentials].some(hasKeysBehindBrokenHeader),
    example: { config: '[profile a]\nk = 1\n[profile b\nl = 2' },
    theirs: 'a(k=1, l=2)',
    ours: 'a(k=1)',
  },
  {
    what: 'a later empty value removes an earlier one, as in the CLI between the files',
    isIn: (files) =>
      givenTwice(files).some(
        (times) => times.every(({ nested }) => nested === 0) && times.at(-1)?.value === '',
      ),
    example: { config: '[profile a]\nk = 1\nl = 1', credentials: '[a]\nk =' },
    theirs: 'a(k=1, l=1)',
    ours: 'a(l=1)',
  },
  {
    what: 'a later block replaces a whole earlier one, as in the CLI between the files',
    isIn: (files) => givenTwice(files).some((times) => times.some(({ nested }) => nested > 0)),
    example: { config: '[profile a]\ns3 =\n  x = 1', credentials: '[a]\ns3 =\n  y = 2' },
    theirs: 'a(s3.x=1, s3.y=2)',
    ours: 'a(s3.y=2)',
  },
  {
    what: 'an empty value in a block does not start another block, as in the CLI',
    isIn: (files) => anyAssignment(files, ({ indented, value }) => indented && value === ''),
    example: { config: '[profile a]\ns3 =\n  x =\n  y = 2' },
    theirs: 'a(x.y=2)',
    ours: 'a(s3.y=2)',
  },
  {
    what: 'a key with a dot differs from a key in a block',
    isIn: (files) => anyAssignment(files, ({ key }) => key.includes('.')),
    example: { config: '[profile a]\ns3.x = 1\ns3 =\n  x = 2\ns3.x = 3' },
    theirs: 'a(s3.x=3)',
    ours: 'a(s3.x=2)',
  },
  {
    what: '[profile default] without keys overrides [default] too, as in the CLI if it comes later',
    isIn: ({ config }) => {
      const withPrefix = config.sections.filter(({ header }) =>
        /^profile\s.*\bdefault\b/su.test(header.title),
      );
      return withPrefix.length > 0 && withPrefix.every(isEmpty);
    },
    example: { config: '[default]\nk = 1\n[profile default]\n' },
    theirs: 'default(k=1)',
    ours: '',
  },
  {
    what: 'a byte order mark is not an indent',
    isIn: (files) => anyAssignment(files, ({ start }, text) => text.charAt(start) === '\uFEFF'),
    example: { config: '[profile a]\ns3 =\n\uFEFFx = 1' },
    theirs: 'a(s3.x=1)',
    ours: 'a(x=1)',
  },
  {
    what: '[DEFAULT] gives every section its keys, as in the CLI',
    isIn: (files) => titles(files).includes('DEFAULT'),
    example: { config: '[DEFAULT]\nl = 2\n[profile a]\nk = 1' },
    theirs: 'a(k=1)',
    ours: 'a(k=1, l=2)',
  },
  {
    what: 'deeper lines continue a command, as in all other tools',
    isIn: ({ config, credentials }) =>
      [config, credentials].some(({ sections }) =>
        sections.some(({ entries }) => entries.some(({ continuation }) => continuation.length > 0)),
      ),
    example: { config: '[profile a]\ncredential_process = tool\n  --k = 1' },
    theirs: 'a(--k=1, credential_process=tool)',
    ours: 'a(credential_process=tool\n--k = 1)',
  },
  {
    what: 'no comment starts within the quotes of a command, as in the CLI',
    isIn: (files) => anyAssignment(files, ({ key, value }) => isCommandKey(key) && /\s[#;]/u.test(value)),
    example: { config: '[profile a]\ncredential_process = sh -c "a ; b" # c' },
    theirs: 'a(credential_process=sh -c "a)',
    ours: 'a(credential_process=sh -c "a ; b")',
  },
  {
    what: 'a lone CR ends a line, as in the CLI',
    isIn: ({ config, credentials }) => /\r(?!\n)/u.test(`${config.text}\n${credentials.text}`),
    example: { config: '[profile a]\nk = 1\rl = 2' },
    theirs: 'a(k=1\rl = 2)',
    ours: 'a(k=1, l=2)',
  },
];
