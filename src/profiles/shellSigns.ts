import { shellWords } from './readers/shellWords.ts';

const shells = /^(?:(?:ba|da|[kz]|fi|c|tc)?sh|pwsh|powershell|cmd)(?:\.exe)?$/iu;
/** A sign, and the words in which a shell would give it a meaning. */
const signs: readonly (readonly [sign: string, RegExp])[] = [
  ['~', /^~(?:[\w/\\-]|$)/u],
  ['$', /\$[\w{(]/u],
  ['%', /%\w+%/u],
  ['`', /`/u],
  ['|', /^\|\|?$/u],
  ['&&', /^&&$/u],
  [';', /;$/u],
  ['>', /^\d?>>?(?:&\d)?/u],
  ['<', /^<+/u],
];

/**
 * The signs in a command that only a shell would interpret, such as `~`. Tools start the command of a profile without a
 * shell (botocore `credentials.py`, ProcessProvider), unless it names one itself.
 */
export function shellSigns(command: string): readonly string[] {
  // For a shell, too, nothing has a meaning in single quotes.
  const words = shellWords(command.replaceAll(quoted, (text) => (text.startsWith("'") ? "''" : text))) ?? [];
  if (words.some((word, i) => isShell(word) && (i === 0 || /^[-/]\w/u.test(words[i + 1] ?? '')))) return [];
  // A shell would set a variable for the program: `FOO=1 program`.
  const [assignment] = /^[A-Za-z_]\w*=/u.exec(words[0] ?? '') ?? [];
  const found = signs.flatMap(([sign, form]) => (words.some((word) => form.test(word)) ? sign : []));
  return assignment === undefined ? found : [assignment, ...found];
}

const quoted = /\\.|"(?:\\.|[^"\\])*"|'[^']*'/gsu;

/** Other programs start one, too: `env bash -c …`. */
function isShell(word: string): boolean {
  return shells.test(word.replace(/^.*[/\\]/u, ''));
}
