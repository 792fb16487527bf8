/**
 * The words of a line as Python's `shlex.split` has them, which is as a POSIX shell has them; undefined where a quote
 * or a backslash is left open.
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
