import { keysWhere } from '../../src/profiles/keys.ts';
import { keyFacts } from '../../src/profiles/keys/knownKeys.ts';

/** How VS Code edits both AWS files. The expressions are JavaScript's. */
export function languageConfiguration(): string {
  const all = {
    // The SDK for Rust fails on an indented comment below a header.
    comments: { lineComment: { comment: '#', noIndent: true } },
    brackets: [['[', ']']],
    // A bracket in a value has no partner.
    colorizedBracketPairs: [],
    autoClosingPairs: [{ open: '[', close: ']', notIn: ['string', 'comment'] }],
    surroundingPairs: [
      ['[', ']'],
      ['"', '"'],
      ["'", "'"],
    ],
    wordPattern: { pattern: wordPattern, flags: 'u' },
    onEnterRules: [
      { beforeText: blockStart, action: { indent: 'indent' } },
      // The second Enter leaves the block.
      { beforeText: String.raw`^\s+$`, afterText: String.raw`^\s*$`, action: { indent: 'outdent' } },
    ],
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

const letters = String.raw`[\p{L}\p{N}_.@+%/-]+`;
/** Names of profiles, keys, regions, paths, and whole ARNs. */
const wordPattern = `${letters}(?::+${letters})*`;

/** Below any other key that needs a value, the AWS CLI would read a deeper line as this value. */
const plainKeys = keysWhere(() => true).filter((name) => keyFacts(name)?.form !== 'block');

/** `s3 =`, or a service of a `[services]` section. */
const blockStart = String.raw`^\s*(?!(?:${plainKeys.join('|')})\b)[a-zA-Z]\w*\s*=\s*$`;
