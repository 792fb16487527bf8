import { shellWords } from '../../profiles/readers/shellWords.ts';

/**
 * Splits a `credential_process` command as the AWS CLI does (botocore `compat.py`, `compat_shell_split`): by POSIX
 * shell rules, or on Windows by the rules of its C runtime. No shell runs, so variables and pipes have no effect.
 * Undefined if a quote is not closed or the command is empty.
 */
export function commandWords(command: string, platform: NodeJS.Platform): readonly string[] | undefined {
  const words = platform === 'win32' ? windowsWords(command) : shellWords(command);
  return words?.[0] ? words : undefined;
}

/**
 * Spaces and tabs separate words; double quotes quote. Backslashes are literal except before a quote: there, each pair
 * yields one backslash, and a remaining one makes the quote literal. Unlike for the CLI, the line ends of a command on
 * several lines separate words, too, as on other systems.
 *
 * @see https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
function windowsWords(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (const [piece, backslashes = '', quote] of command.matchAll(/(\\*)(")|\\+|[ \t\n]|[^\\" \t\n]+/gu)) {
    if (quote !== undefined) {
      word = (word ?? '') + '\\'.repeat(backslashes.length / 2);
      if (backslashes.length % 2 === 1) word += quote;
      else isQuoted = !isQuoted;
    } else if (/^[ \t\n]$/u.test(piece) && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + piece;
    }
  }
  if (isQuoted) return undefined;
  return word === undefined ? words : [...words, word];
}
