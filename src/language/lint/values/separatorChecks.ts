import { indentOf } from '../../../config/indent.ts';
import type { AssignmentLine, Entry } from '../../../config/syntax.ts';
import { configKey, keys } from '../../../profiles/keys.ts';
import { keyFacts } from '../../../profiles/keys/knownKeys.ts';
import type { LocalFinding } from './localFinding.ts';
import { failsInCli } from './valueChecks.ts';

/** A colon in place of `=`. Below another key, the AWS CLI finds no separator then. */
export function colonFinding(
  text: string,
  { key, keyStart, value, valueStart, end }: AssignmentLine,
  isNested: boolean,
): readonly LocalFinding[] {
  const keyEnd = keyStart + key.length;
  const at = keyEnd + text.slice(keyEnd, end).search(/\S/u);
  if (text[at] !== ':') return [];
  const gap = value !== '' && valueStart === at + 1 ? ' ' : '';
  return [
    {
      code: isNested ? 'rejectedColon' : 'colonSeparator',
      span: { start: at, end: at + 1 },
      args: [key.toLowerCase()],
      fix: { code: 'useEquals', args: [], edits: [{ start: keyEnd, end: at + 1, text: ` =${gap}` }] },
    },
  ];
}

/** Keys that are deeper than the one above: the AWS CLI takes their lines as more of its value. */
export function indentFindings(text: string, entries: readonly Entry[]): readonly LocalFinding[] {
  let above: AssignmentLine | undefined;
  const counts = new Map<string, number>();
  for (const { line } of entries) {
    const key = line.key.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return entries.flatMap(({ line }): readonly LocalFinding[] => {
    const indent = indentOf(text, line);
    if (!above || indent <= indentOf(text, above)) {
      above = line;
      return [];
    }
    const key = line.key.toLowerCase();
    const owner = above.key.toLowerCase();
    const facts = keyFacts(owner);
    // A line in a block, or below a broken one, is none of these.
    if (above.value === '' || facts?.form === 'block' || !(keyFacts(key) ?? configKey(key))) return [];
    const isRejected =
      (facts !== undefined && failsInCli(`${above.value}\n${line.key}`, owner, facts)) ||
      key === keys.awsSecretAccessKey;
    const edit = { start: line.start, end: line.keyStart, text: text.slice(above.start, above.keyStart) };
    const fix = { code: 'unindent', args: [], edits: [edit] } as const;
    return [
      {
        code: isRejected ? 'rejectedIndent' : 'indentedKey',
        span: { start: line.keyStart, end: line.keyStart + line.key.length },
        args: [key, owner],
        // As a key of its own, it would be there twice.
        ...(counts.get(key) === 1 && { fix }),
      },
    ];
  });
}
