/**
 * Splits a line into words like Python's `shlex.split`, which follows POSIX shells. Undefined if a quote is not
 * closed or the line ends with a backslash.
 */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === quote) {
      quote = undefined;
    } else if (char === '\\' && quote !== "'") {
      const next = text.charAt(++i);
      if (next === '') return undefined;
      const isKept = quote === '"' && next !== '"' && next !== '\\';
      word = (word ?? '') + (isKept ? char + next : next);
    } else if (quote !== undefined) {
      word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (!/[ \t\r\n]/u.test(char)) {
      word = (word ?? '') + char;
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}
