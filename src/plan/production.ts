import { bareText, legibleText } from '../base/plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import { accountOf, isPlan, type Planned } from './plan.ts';

/**
 * Whether a pattern matches the target's name or account. Patterns are case-insensitive regular expressions. They come
 * from handwritten settings: a single pattern may stand for a list, and an account ID may be a number. Anything else
 * that is not a valid pattern matches nothing. `package.json` has the default.
 */
export function isProduction(planned: Planned, patterns: readonly string[]): boolean {
  const name = targetName(planned.target);
  const account = isPlan(planned) ? accountOf(planned) : undefined;
  // Characters that are easily missed would let a production profile look like one without counting as one.
  const names = [name, legibleText(name), bareText(name)];
  const texts = [...names, ...names.map(separateWords), ...(account === undefined ? [] : [account])];
  return [patterns].flat().some((pattern: unknown) => {
    const expression = compile(pattern);
    return texts.some((text) => expression?.test(text));
  });
}

/** Separates words with hyphens, so that a pattern for `acme-prod-admin` also matches `AcmeProdAdmin`. */
function separateWords(name: string): string {
  return name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '-');
}

function compile(pattern: unknown): RegExp | undefined {
  const text = typeof pattern === 'number' ? `^${String(pattern).padStart(12, '0')}$` : pattern;
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return new RegExp(text, 'i');
  } catch {
    return undefined;
  }
}
