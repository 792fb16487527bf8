import { targetName } from '../profiles/profiles.ts';
import { accountOf, isPlan, type Planned } from './plan.ts';

/**
 * Whether one of the patterns is found in the name or the account: regular expressions, for which case does not matter.
 * Settings are written by hand and may hold anything; what is no such pattern matches nothing.
 */
export function isProduction(planned: Planned, patterns: readonly string[]): boolean {
  if (!Array.isArray(patterns)) return false;
  const name = targetName(planned.target);
  const account = isPlan(planned) ? accountOf(planned) : undefined;
  const texts = [name, wordsApart(name), account].filter((text) => text !== undefined);
  return patterns.some((pattern: unknown) => {
    const expression = compiled(pattern);
    return texts.some((text) => expression?.test(text));
  });
}

/** `AcmeProdAdmin` has the word that `acme-prod-admin` has. */
function wordsApart(name: string): string {
  return name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '-');
}

function compiled(pattern: unknown): RegExp | undefined {
  if (typeof pattern !== 'string' || pattern === '') return undefined;
  try {
    return new RegExp(pattern, 'i');
  } catch {
    return undefined;
  }
}
