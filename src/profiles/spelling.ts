/** The candidate that needs the fewest changed letters to become `word`, if that are at most `most`. */
export function nearestSpelling<T extends string>(
  word: string,
  candidates: readonly T[],
  most: number,
): T | undefined {
  const rated = candidates.map((candidate) => ({ candidate, distance: spellingDistance(word, candidate) }));
  const [best] = rated.toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= most ? best.candidate : undefined;
}

/** How many letters to insert, remove, replace, or swap with the next one (optimal string alignment distance). */
export function spellingDistance(a: string, b: string): number {
  // Longer words are no misspelling, and would take long.
  if (Math.abs(a.length - b.length) > 8) return Infinity;
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 0 && j > 1 && a[i] === b[j - 2] && a[i - 1] === b[j - 1];
      const swapped = isSwapped ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(replaced, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1)!;
}

/** The most similar of these names, if one is similar: case and punctuation differ, or a letter or two. */
export function nearestName(name: string, names: ReadonlyMap<string, unknown>): string | undefined {
  let compared = comparedNames.get(names);
  if (!compared) comparedNames.set(names, (compared = new ComparedNames(names.keys())));
  return compared.nearest(name);
}

/** Thousands of profiles may refer to others that are missing. The maps do not change once they are used. */
const comparedNames = new WeakMap<ReadonlyMap<string, unknown>, ComparedNames>();

class ComparedNames {
  readonly #names: readonly { readonly name: string; readonly letters: string; readonly signs: number }[];
  readonly #known = new Map<string, string | undefined>();

  constructor(names: Iterable<string>) {
    this.#names = [...names].map((name) => {
      const letters = lettersOf(name);
      return { name, letters, signs: signsOf(letters) };
    });
  }

  nearest(name: string): string | undefined {
    const letters = lettersOf(name);
    if (!this.#known.has(letters)) this.#known.set(letters, this.#find(letters));
    return this.#known.get(letters);
  }

  #find(own: string): string | undefined {
    if (own === '') return undefined;
    const signs = signsOf(own);
    let least = (own.length >= 8 ? 2 : own.length >= 4 ? 1 : 0) + 1;
    let nearest: string | undefined;
    for (const { name, letters, signs: others } of this.#names) {
      // A changed letter changes at most two bits.
      if (Math.abs(own.length - letters.length) >= least || bitsIn(signs ^ others) > 2 * (least - 1))
        continue;
      const distance = spellingDistance(own, letters);
      if (distance < least) [least, nearest] = [distance, name];
      if (least === 0) break;
    }
    return nearest;
  }
}

/** A bit for each letter that occurs. Some letters share one. */
function signsOf(letters: string): number {
  let signs = 0;
  for (let i = 0; i < letters.length; i++) signs |= 1 << letters.charCodeAt(i);
  return signs;
}

function bitsIn(value: number): number {
  let count = 0;
  for (let left = value; left !== 0; left &= left - 1) count++;
  return count;
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
