import { exceptSign } from '../../plan/production.ts';

/**
 * The patterns after the user has marked something as production, or as not. A pattern for it is added at the end,
 * where it decides, and only if the others do not say the same.
 */
export function remarked(
  patterns: readonly string[],
  text: string,
  isWanted: boolean,
  matches: (patterns: readonly string[]) => boolean,
): readonly string[] {
  const own = `^${escaped(text)}$`;
  const exception = `${exceptSign}${own}`;
  const others = patterns.filter((pattern) => pattern !== own && pattern !== exception);
  return matches(others) === isWanted ? others : [...others, isWanted ? own : exception];
}

/** Escapes what has a meaning in regular expressions, with the escapes that are valid in all of their modes. */
function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
}
