import { shellWords } from '../../profiles/readers/shellWords.ts';

/**
 * A `credential_process` as the CLI takes it apart (botocore `compat.py`, `compat_shell_split`): by the rules of a
 * POSIX shell, on Windows by those of its C runtime. No shell is involved, so no variable and no pipe means anything.
 * Undefined where a quote is left open or there is no program.
 */
export function commandWords(command: string, platform: NodeJS.Platform): readonly string[] | undefined {
  const words = platform === 'win32' ? windowsWords(command) : shellWords(command);
  return words?.[0] ? words : undefined;
}

/**
 * Space and tab separate, double quotes quote. Backslashes stand for themselves except before a quote: there each pair
 * is one, and one that is left over takes the quote along as text.
 *
 * @see https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
function windowsWords(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (const [piece, backslashes = '', quote] of command.matchAll(/(\\*)(")|\\+|[ \t]|[^\\" \t]+/gu)) {
    if (quote !== undefined) {
      word = (word ?? '') + '\\'.repeat(backslashes.length / 2);
      if (backslashes.length % 2 === 1) word += quote;
      else isQuoted = !isQuoted;
    } else if (/^[ \t]$/u.test(piece) && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + piece;
    }
  }
  if (isQuoted) return undefined;
  return word === undefined ? words : [...words, word];
}
