import { bareText, legibleText } from '../base/plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import { isPlan, type Planned } from './plan.ts';
import { roleOf } from './planFacts.ts';

/** What is known about the account of a target, from the AWS files and from the listings of sign-ins. */
export interface AccountFacts {
  /** Undefined if it is not known before the target is used. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** The email address of the account, which IAM Identity Center lists. */
  readonly email: string | undefined;
}

/** Why a target counts as production: the text that matches, what it is, and the pattern. */
export interface ProductionMatch {
  readonly by: 'name' | 'role' | 'accountId' | 'accountName' | 'email';
  readonly text: string;
  readonly pattern: string;
}

/** The sign before a pattern that makes an exception. */
export const exceptSign = '!';

interface Pattern {
  readonly written: string;
  readonly expression: RegExp;
  readonly isException: boolean;
}
/** The last one comes first. */
export type Patterns = readonly Pattern[];

/**
 * Reads patterns: case-insensitive regular expressions, of which one that begins with `!` makes an exception. They come
 * from handwritten settings: a single pattern may stand for a list, and an account ID may be a number. Anything else
 * that is not a valid pattern matches nothing. `package.json` has the default.
 */
export function readPatterns(setting: readonly string[]): Patterns {
  return [setting]
    .flat()
    .flatMap((entry: unknown) => readPattern(entry) ?? [])
    .toReversed();
}

/** Whether and why a target is production. As in `.gitignore`, the last pattern that matches decides. */
export function productionMatch(
  planned: Planned,
  patterns: Patterns,
  account?: AccountFacts,
): ProductionMatch | undefined {
  const name = targetName(planned.target);
  const role = isPlan(planned) ? roleOf(planned) : undefined;
  return matchOf({ ...account, targetName: name, role }, patterns);
}

/** Like `productionMatch`, for an account. */
export function accountMatch(account: AccountFacts, patterns: Patterns): ProductionMatch | undefined {
  return matchOf(account, patterns);
}

interface Facts extends Partial<AccountFacts> {
  readonly targetName?: string;
  readonly role?: string | undefined;
}

function matchOf(facts: Facts, patterns: Patterns): ProductionMatch | undefined {
  const texts = [
    { by: 'name', text: facts.targetName },
    { by: 'role', text: facts.role },
    { by: 'accountId', text: facts.id },
    { by: 'accountName', text: facts.name },
    { by: 'email', text: facts.email },
  ].filter((each): each is Pick<ProductionMatch, 'by' | 'text'> => each.text !== undefined);
  const readings = texts.map(({ text }) => readingsOf(text));
  for (const { written, expression, isException } of patterns) {
    // An exception counts only for the text as it is, so that a disguised name is not exempted.
    const found = texts.find(({ text }, i) =>
      isException ? expression.test(text) : readings[i]!.some((reading) => expression.test(reading)),
    );
    if (found) return isException ? undefined : { ...found, pattern: written };
  }
  return undefined;
}

/**
 * The text, and how a hasty user reads it: characters that are easily missed would let a production profile look like
 * one without counting as one.
 */
function readingsOf(text: string): readonly string[] {
  const isPlain = /^[\x20-\x7E]*$/u.test(text);
  const readings = isPlain ? [text] : [text, legibleText(text), bareText(text)];
  return [...new Set([...readings, ...readings.map(separateWords)])];
}

/** Separates words with hyphens, so that a pattern for `acme-prod-admin` also matches `AcmeProdAdmin`. */
function separateWords(name: string): string {
  return name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '-');
}

function readPattern(entry: unknown): Pattern | undefined {
  const written = typeof entry === 'number' ? `^${String(entry).padStart(12, '0')}$` : entry;
  if (typeof written !== 'string') return undefined;
  const isException = written.startsWith(exceptSign);
  const source = isException ? written.slice(exceptSign.length) : written;
  if (source === '') return undefined;
  try {
    return { written, expression: new RegExp(source, 'i'), isException };
  } catch {
    return undefined;
  }
}
