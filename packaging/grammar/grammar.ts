import { keysWhere } from '../../src/profiles/keys.ts';
import type { KeyFacts } from '../../src/profiles/keys/keyFacts.ts';
import { keyFacts, s3Facts, s3Keys } from '../../src/profiles/keys/knownKeys.ts';
import { atEnd, includes, named, operator, type Rule, scoped, space, words } from './rule.ts';
import { text, value, valueRules } from './values.ts';

/**
 * The colors of both AWS files. Headers, keys, and comments are what `src/config/parse.ts` says, except that the rest of
 * a value is no comment, because to the AWS CLI it belongs to the value.
 *
 * Every expression takes linear time: what is repeated does not give back what it took (`++`, `*+`). The scopes are
 * those for which VS Code's own themes have colors.
 */
export function grammar(): string {
  const all = {
    scopeName: 'source.aws-config',
    name: 'AWS Files',
    patterns: includes('comment', 'section', 'brokenHeader', 'lostCommand'),
    repository: { comment, section, title, brokenHeader, command, lostCommand, s3Block, value, text },
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

const comments = ['comment.line.number-sign', 'comment.line.semicolon'] as const;

const comment: Rule = { match: String.raw`^${space}*+(?:(#.*+)|(;.*+))$`, captures: named(...comments) };

/** A character of a line before a comment. */
const uncommented = String.raw`(?:(?!${space}[#;]).)`;
/** As `closingBracket` in `src/config/lines.ts`. */
const titles = [
  String.raw`(${uncommented}*)(?=\](?:${space}*+$|${space}++[#;]))`,
  String.raw`(${uncommented}*?)(?=\][#;])`,
  String.raw`(${uncommented}+)(?=\])`,
];
const header = String.raw`${space}*+(\[)(?:${titles.join('|')})(\])`;
const bracket = { name: scoped('punctuation.definition.section') };
const inTitle = { patterns: includes('title') };

/** In themes without a color for names of sections, they have that of types. */
const sectionName = 'entity.name.type entity.name.section';

/** Both files have the same language, so `[x]` may be a profile. The diagnostics know the file. */
const title: Rule = {
  patterns: [
    {
      match: String.raw`(?<=\[)${space}*+(profile|sso-session|services)${space}++(?:(["'])(.+)(\2)${atEnd}|(${words}))`,
      captures: named(
        'keyword.other.section',
        'punctuation.definition.string.begin',
        sectionName,
        'punctuation.definition.string.end',
        sectionName,
      ),
    },
    { match: String.raw`(?<=\[)(plugins|preview)$`, captures: named('keyword.other.section') },
    { match: words, name: scoped(sectionName) },
  ],
};

/** The lines below it are no keys. */
const brokenHeader: Rule = {
  match: String.raw`^\x{FEFF}?+(\[.*+)$`,
  captures: named('invalid.illegal.section'),
};

/** Words without a sign that begins a comment. */
const keyCharacter = String.raw`[^\s\x{FEFF}=:]`;
const anyKey = String.raw`(?![\[#;])${keyCharacter}++(?:${space}++(?![#;])${keyCharacter}++)*+`;

/** As `indentOf` in `src/config/indent.ts`, except that tabs and spaces are not the same. */
const indent = String.raw`([^\S\n]*+)${space}*+`;
/** Deeper lines, blank lines, and comments below a line that begins with `indent`. */
const below = String.raw`${space}*+(?:$|[#;])|\1[^\S\n]`;

/** As in `src/config/entries.ts`; the key is that of `isCommandKey`. */
const commandLines: Rule = {
  begin: String.raw`^${indent}(?=[^=:]*_(?i:process)${space}*+[=:](?:[#;]|${space}*+[^\s#;]))(${anyKey})${space}*+([=:])`,
  while: `^(?=${below})`,
};
const command: Rule = {
  ...commandLines,
  beginCaptures: named('', 'support.variable.key', operator),
  patterns: [...includes('comment'), { match: words, name: scoped('string.unquoted.command') }],
};
/** Outside of sections, where an indented header below it is none either. */
const lostCommand: Rule = { ...commandLines, patterns: includes('comment') };

/** The only block with keys of its own. */
const s3Block: Rule = {
  begin: String.raw`^${indent}((?i:s3))${space}*+([=:])${space}*+$`,
  beginCaptures: named('', 'support.variable.key', operator),
  while: String.raw`^(?!${header})(?=${below})`,
  patterns: [
    ...includes('comment'),
    ...entries([...s3Keys, 'endpoint_url'], (name) => s3Facts(name) ?? keyFacts(name)),
    otherEntry(),
  ],
};

const section: Rule = {
  begin: `^${header}`,
  beginCaptures: { 1: bracket, 2: inTitle, 3: inTitle, 4: inTitle, 5: bracket },
  end: String.raw`^(?=${header}|\x{FEFF}?+\[)`,
  patterns: [
    // Tools ignore the rest of the line, but some read the title up to the last bracket.
    { match: String.raw`\G${space}*+(?:(#[^\]]*+)|(;[^\]]*+))$`, captures: named(...comments) },
    { match: String.raw`\G${space}*+(\S.*+)$`, captures: named('invalid.illegal.after-section') },
    ...includes('comment', 'command', 's3Block'),
    ...secretEntries(),
    ...entries(
      keysWhere((key) => key.accessKey !== 'secret').filter((name) => keyFacts(name)),
      keyFacts,
    ),
    otherEntry(),
  ],
};

/** One rule for all keys whose values are colored alike. */
function entries(names: readonly string[], factsOf: (name: string) => KeyFacts | undefined): readonly Rule[] {
  const alike = Map.groupBy(names, (name) => JSON.stringify(valueRules(factsOf(name))));
  return [...alike].map(([rules, keys]) =>
    entry(anyOf(keys), 'support.variable.key', [...JSON.parse(rules), ...includes('text')]),
  );
}

function secretEntries(): readonly Rule[] {
  return [
    entry(anyOf(keysWhere((key) => key.accessKey === 'secret')), 'support.variable.key.secret', [
      { match: words, name: scoped('string.unquoted.secret') },
    ]),
  ];
}

/** A key that only another tool reads, or none. */
function otherEntry(): Rule {
  return entry(anyKey, 'variable.other.key', includes('value', 'text'));
}

/** The tools ignore the case of keys. */
function anyOf(names: readonly string[]): string {
  return `(?i:${names.join('|')})`;
}

function entry(key: string, scope: string, patterns: readonly Rule[]): Rule {
  return {
    begin: `^${space}*+(${key})${space}*+([=:])${space}*+`,
    beginCaptures: named(scope, operator),
    end: '$',
    patterns,
  };
}
