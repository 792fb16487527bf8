import * as fc from 'fast-check';

/** The content of a generated file before formatting. */
export interface GeneratedSection {
  readonly title: string;
  readonly entries: readonly GeneratedEntry[];
}

export interface GeneratedEntry {
  readonly key: string;
  /** Empty if there is a nested block. */
  readonly value: string;
  readonly nested: readonly GeneratedEntry[];
}

export interface GeneratedConfig {
  readonly text: string;
  readonly sections: readonly GeneratedSection[];
}

const lineEnd = fc.constantFrom('\n', '\r\n');
const space = fc.constantFrom('', ' ', '  ', '\t');
const indent = fc.constantFrom('  ', '\t', '    ');
const noise = fc.constantFrom(
  '',
  '  ',
  '# a comment',
  '; [profile no]',
  '#key = value',
  '\t# indented = comment',
);

const key = fc.oneof(
  fc.constantFrom(
    'region',
    'output',
    'role_arn',
    'source_profile',
    'aws_access_key_id',
    'credential_process',
  ),
  fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/u).filter((text) => !(text in {})),
);

/** Values that are read back unchanged: trimmed, not empty, and without a `#` or `;` that starts a comment. */
export const values = fc
  .oneof(
    fc.constantFrom('arn:aws:iam::123456789012:role/Dev', 'us-east-1', 'a#b', 'tool --x "a b" c=d', '日本'),
    fc.string({
      unit: fc.constantFrom(...Array.from('abcXYZ019/+=:._-#;"\'[], ')),
      minLength: 1,
      maxLength: 24,
    }),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/(^|\s)[#;]/u.test(text));

const name = fc.stringMatching(/^[a-zA-Z0-9][\w@+.%:/-]{0,10}$/u).filter((text) => !(text in {}));

const comment = fc.constantFrom('', ' # note', '\t; note = x [y]');

/** `key = value` as a line without a terminator. */
function assignment(written: { key: string; value: string }): fc.Arbitrary<string> {
  return fc
    .tuple(space, space, space, comment)
    .map(([before, after, end, note]) => `${written.key}${before}=${after}${written.value}${note}${end}`);
}

interface Lines<T> {
  readonly written: T;
  readonly lines: readonly string[];
}

const scalar: fc.Arbitrary<GeneratedEntry> = fc
  .tuple(key, values)
  .map(([k, v]) => ({ key: k, value: v, nested: [] }));

const scalarEntry: fc.Arbitrary<Lines<GeneratedEntry>> = scalar.chain((written) =>
  assignment(written).map((line) => ({ written, lines: [line] })),
);

/** `s3 =` and its indented lines. Blocks have distinct keys, because the SDKs differ for repeated blocks. */
const blockEntry: fc.Arbitrary<Lines<GeneratedEntry>> = fc
  .tuple(fc.stringMatching(/^block_[0-9a-f]{8}$/u), fc.array(scalar, { minLength: 1, maxLength: 3 }))
  .map(([k, nested]) => ({ key: k, value: '', nested }))
  .chain((written) =>
    fc
      .tuple(assignment(written), ...written.nested.map((entry) => fc.tuple(indent, assignment(entry))))
      .map(([head, ...rest]) => ({ written, lines: [head, ...rest.map(([margin, line]) => margin + line)] })),
  );

function section(title: fc.Arbitrary<string>): fc.Arbitrary<Lines<GeneratedSection>> {
  return fc
    .tuple(
      title,
      comment,
      fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: scalarEntry }, blockEntry), fc.option(noise)), {
        minLength: 1,
        maxLength: 5,
      }),
    )
    .map(([text, note, entries]) => ({
      written: { title: text, entries: entries.map(([entry]) => entry.written) },
      lines: [
        `[${text}]${note}`,
        ...entries.flatMap(([entry, extra]) => [...entry.lines, ...(extra === null ? [] : [extra])]),
      ],
    }));
}

function file(title: fc.Arbitrary<string>): fc.Arbitrary<GeneratedConfig> {
  return fc
    .tuple(
      fc.constantFrom('', '\uFEFF'),
      fc.array(noise, { maxLength: 2 }),
      fc.array(section(title), { maxLength: 5 }),
      lineEnd,
      fc.boolean(),
    )
    .map(([mark, preamble, sections, end, isEnded]) => ({
      text: mark + [...preamble, ...sections.flatMap(({ lines }) => lines)].join(end) + (isEnded ? end : ''),
      sections: sections.map(({ written }) => written),
    }));
}

const named = fc.oneof(name, fc.constantFrom('dev', 'prod', 'base'));

/** `~/.aws/config` files that all SDKs read alike. */
export const configFiles: fc.Arbitrary<GeneratedConfig> = file(
  fc.oneof(
    { weight: 6, arbitrary: named.map((text) => `profile ${text}`) },
    named.map((text) => `profile "${text}"`),
    named.map((text) => `profile '${text}'`),
    fc.constantFrom('default', 'profile default'),
    named.map((text) => `sso-session ${text}`),
    named.map((text) => `services ${text}`),
    fc.constantFrom('preview', 'plugins', 'toolkit x'),
  ),
);

/** `~/.aws/credentials` files that all SDKs read alike. */
export const credentialsFiles: fc.Arbitrary<GeneratedConfig> = file(fc.oneof(named, fc.constant('default')));

const specialText = fc.constantFrom(
  '\0',
  '\uD800',
  '\uDC00',
  '\r',
  '\n',
  '\r\n',
  '\uFEFF',
  '[',
  ']',
  '=',
  ':',
  ' #',
  ';',
  '\t',
  '\u2028',
  '\u00A0',
);

/** Damaged files: pieces are cut out and special characters inserted. */
export const brokenFiles: fc.Arbitrary<string> = fc
  .tuple(
    configFiles,
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), specialText), { maxLength: 8 }),
  )
  .map(([{ text }, cuts]) =>
    cuts.reduce((broken, [where, length, put]) => {
      const at = Math.floor(where * broken.length);
      return broken.slice(0, at) + put + broken.slice(at + length);
    }, text),
  );

/** Any sequence of UTF-16 code units, including lone surrogates; half of them have a special meaning here. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      specialText,
      fc.constantFrom('a', 'key', ' '),
      fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
    ),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));

/** Valid files, files with mixed line endings, damaged files, and arbitrary text. */
export const anyFiles: fc.Arbitrary<string> = fc.oneof(
  configFiles.map(({ text }) => text),
  fc
    .tuple(configFiles, fc.infiniteStream(fc.boolean()))
    .map(([{ text }, coins]) => text.replace(/\r?\n/gu, () => (coins.next().value ? '\n' : '\r\n'))),
  brokenFiles,
  anyText.map((text) => `[a]\n${text}`),
);
const oddHeader = fc.constantFrom(
  '[profile a]',
  '[profile b]',
  '[profile "a"]',
  "[profile 'b']",
  '[profile a b]',
  '[profile "a b"]',
  "[profile a'b']",
  '[profile a\\ b]',
  '[profile "a]',
  '[profile "\\x\\"\\\\"]',
  '[profile ""]',
  '[profile 開発]',
  '[profile  a]',
  '[profile\ta]',
  '[ profile a ]',
  '  [profile b]',
  '[profile a] # [c]',
  '[profile b]# c',
  '[profile b',
  '[profile.a]',
  '[profiles c]',
  '[Profile a]',
  '[default]',
  '[ default ]',
  '[profile default]',
  '[DEFAULT]',
  '[a]',
  '[my prof]',
  '[sso-session a]',
  '[sso-session.a]',
  '[services a]',
  '[]',
  '[__proto__]',
  '[[a]]',
);

const oddKey = fc.constantFrom(
  'k',
  'l',
  'm',
  'n',
  'region',
  'K',
  'Region',
  'credential_process',
  's3',
  's3.k',
  'a b',
  '開',
  '__proto__',
);
const oddSeparator = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('=', ' = ', '\t=') },
  fc.constantFrom(':', ' : ', ': a ='),
);
const oddValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('1', '2', 'a=b', 'x y', '"x"', '日本', 'a#b') },
  fc.constantFrom(
    '',
    '',
    'v # c',
    'v\t; c',
    '# c',
    'x\u2028y',
    '\u00A0v\u3000',
    'v\x1C',
    '[x]',
    'a "b ; c" # d',
  ),
);
const oddIndent = fc.constantFrom('', '', '', '', ' ', '    ', '\t', '\u00A0');

const oddLine = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.tuple(oddIndent, oddKey, oddSeparator, oddValue).map((pieces) => pieces.join('')),
  },
  { weight: 4, arbitrary: noise },
  fc.constantFrom('k', '= v', ': v', '  [profile a]', '[k = v'),
);

/** Config or credentials files with many constructs that tools read differently. */
export const oddFiles: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 12, arbitrary: fc.constant('') }, fc.constantFrom('\uFEFF', '\n', 'k = 1\n')),
    fc.array(fc.tuple(oddHeader, fc.array(oddLine, { maxLength: 3 })), { maxLength: 3 }),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
  )
  .map(([start, sections, end]) => start + sections.flatMap(([head, lines]) => [head, ...lines]).join(end));

const wrappedLine = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('BBB', 'wEaCXVz==', 'output = json', 'k: v', '[k = v') },
  fc.constantFrom('', '  ', '# c', '    # c', '; c = d'),
);

/** A key, possibly indented, whose value continues in deeper lines. */
function wrappedEntry(wrapped: string): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(
      fc.constantFrom('', '', ' ', '    '),
      fc.constantFrom('AAA', 'AAA', ''),
      fc.array(fc.tuple(fc.constantFrom('\t', '  ', '      '), wrappedLine), { maxLength: 3 }),
    )
    .map(([margin, value, under]) => [
      `${margin}${wrapped} = ${value}`,
      ...under.map(([deeper, line]) => (/^\s*(?:[#;]|$)/u.test(line) ? line : margin + deeper + line)),
    ]);
}

/** Files with values that, for the CLI and the SDK for Rust, continue in the lines below. */
export function wrappedFiles(prefix: string): fc.Arbitrary<string> {
  const keys = fc.shuffledSubarray([
    'aws_session_token',
    'credential_process',
    'region',
    'role_arn',
    'source_profile',
    's3',
  ]);
  const body = keys.chain((all) => fc.tuple(...all.map(wrappedEntry))).map((entries) => entries.flat());
  const sections = fc
    .shuffledSubarray(['a', 'b', 'c'], { minLength: 1 })
    .chain((names) =>
      fc.tuple(
        ...names.map((each) =>
          fc
            .tuple(body, fc.constantFrom([], ['# c'], ['', '  # c'], ['']))
            .map(([lines, after]) => [`[${prefix}${each}]`, ...lines, ...after]),
        ),
      ),
    );
  return fc
    .tuple(sections, fc.constantFrom('\n', '\n', '\r\n', '\r'), fc.boolean())
    .map(([all, end, isEnded]) => all.flat().join(end) + (isEnded ? end : ''));
}
