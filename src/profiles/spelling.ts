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
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const own = lettersOf(name);
  const most = own.length >= 8 ? 2 : own.length >= 4 ? 1 : 0;
  const rated = [...names].map((each) => ({ each, distance: spellingDistance(own, lettersOf(each)) }));
  const [best] = rated.toSorted((a, b) => a.distance - b.distance);
  return own !== '' && best && best.distance <= most ? best.each : undefined;
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
