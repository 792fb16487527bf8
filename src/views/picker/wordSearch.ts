/** Something that words can find. Both texts are `normalized`. */
export interface Searchable {
  /** A match in it counts more. */
  readonly name: string;
  /** Everything by which it can be found, including the name. */
  readonly text: string;
}

/** The text as it is compared: without differences of case and width. */
export function normalized(text: string): string {
  const isAscii = /^[\0-\x7F]*$/u.test(text);
  return (isAscii ? text : text.normalize('NFKC')).toLowerCase();
}

export function wordsOf(query: string): readonly string[] {
  return normalized(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

export interface Found<T> {
  readonly first: readonly T[];
  /** The number of further matches. */
  readonly more: number;
}

/**
 * Finds what contains all words, in any order. The better a name matches, the earlier it comes; among equals, what is
 * `preferred`, and then the given order. If few contain the words, those follow whose name contains the letters of each
 * word in their order: `pdadm` finds `prod-admin`. If nothing is found, the same is tried with all facts, where few
 * letters may be missing. Buckets need no sorting, as tens of thousands are searched for each letter.
 */
export function searchWords<T extends Searchable>(
  all: readonly T[],
  query: string,
  limit: number,
  preferred: (item: T) => boolean,
): Found<T> {
  const words = wordsOf(query);
  const whole = words.join(' ');
  const buckets: T[][] = [];
  const rest: T[] = [];
  let count = 0;
  for (const each of all) {
    const score = scoreOf(each, words);
    if (score === undefined) {
      rest.push(each);
      continue;
    }
    count++;
    const points = 2 * score + (each.name === whole ? 4 * words.length : 0) + (preferred(each) ? 1 : 0);
    (buckets[points] ??= []).push(each);
  }
  const first = firstOf(buckets.toReversed(), limit);
  if (count >= fewMatches) return { first, more: count - first.length };
  const found = [...first, ...fuzzyMatches(rest, words, gapsInName)];
  const shown = found.length > 0 ? found : fuzzyMatches(rest, words, gapsInFacts);
  return { first: shown.slice(0, limit), more: Math.max(0, count - limit) };
}

function firstOf<T>(buckets: readonly (readonly T[] | undefined)[], limit: number): readonly T[] {
  const first: T[] = [];
  for (const bucket of buckets) {
    if (bucket) first.push(...bucket.slice(0, limit - first.length));
    if (first.length >= limit) break;
  }
  return first;
}

/** Points for each word: the name begins with it, a word of the name does, or the name contains it. */
function scoreOf({ name, text }: Searchable, words: readonly string[]): number | undefined {
  let score = 0;
  for (const word of words) {
    if (!text.includes(word)) return undefined;
    const at = name.indexOf(word);
    if (at === 0) score += 3;
    else if (at > 0) score += isWordStart(name, at) ? 2 : 1;
  }
  return score;
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!);
}

/** If this many contain the words, the user means one of them. */
const fewMatches = 20;

/** A single letter says too little. */
const minFuzzyLength = 2;

function fuzzyMatches<T extends Searchable>(
  all: readonly T[],
  words: readonly string[],
  gapsOf: (item: Searchable, word: string) => number,
): readonly T[] {
  if (words.some((word) => word.length < minFuzzyLength)) return [];
  const found: { readonly item: T; readonly gaps: number }[] = [];
  for (const item of all) {
    let gaps = 0;
    for (const word of words) gaps += gapsOf(item, word);
    if (Number.isFinite(gaps)) found.push({ item, gaps });
  }
  return found.toSorted((a, b) => a.gaps - b.gaps).map(({ item }) => item);
}

function gapsInName({ name }: Searchable, word: string): number {
  return gapsIn(name, word);
}

/** Among all facts, so many letters of a word occur in their order that only a misspelling counts: `devlopr`. */
function gapsInFacts({ text }: Searchable, word: string): number {
  const gaps = Math.min(...text.split('\n').map((fact) => gapsIn(fact, word)));
  return gaps <= maxMissing ? gaps : Number.POSITIVE_INFINITY;
}

const maxMissing = 3;

/**
 * How many letters of the name lie between those of the word, which begins where a word of the name does; infinite if
 * the name does not have them in this order.
 */
function gapsIn(name: string, word: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let start = name.indexOf(word[0]!); start >= 0; start = name.indexOf(word[0]!, start + 1)) {
    if (!isWordStart(name, start)) continue;
    let at = start;
    for (let i = 1; i < word.length && at >= 0; i++) at = name.indexOf(word[i]!, at + 1);
    if (at < 0) break;
    best = Math.min(best, at - start + 1 - word.length);
  }
  return best;
}
