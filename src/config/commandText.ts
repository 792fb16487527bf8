/**
 * Whether the value of a key is a command line: `credential_process` and its like. Of the tools that read these keys,
 * only the SDK for JavaScript cuts a command at the end of its first line; for the others, deeper lines continue it.
 */
export function isCommandKey(key: string): boolean {
  return /_process$/iu.test(key);
}

/**
 * The start of the first comment in the part of a command from `from` to `to`, or `to`. As in other values, `#` or `;`
 * after white space starts a comment, but not within quotes. A backslash escapes what follows, as for Python's
 * `shlex.split`. A quote without an end is an ordinary character: the command is then invalid in any case.
 */
export function commandComment(text: string, from: number, to: number): number {
  let isAfterSpace = /\s/u.test(text.charAt(from - 1));
  for (let at = from; at < to; at++) {
    const char = text.charAt(at);
    if ((char === '#' || char === ';') && isAfterSpace) return at;
    isAfterSpace = /\s/u.test(char);
    // An escaped space is part of a word.
    if (char === '\\') at++;
    else if (char === '"' || char === "'") at = closingQuote(text, at, to) ?? at;
  }
  return to;
}

/** A command on several lines, without their comments and margins. */
export function joinedCommand(lines: readonly string[]): string {
  let command = lines.map((line) => line.trim()).join('\n');
  for (let at = 0; at < command.length;) {
    at = commandComment(command, at, command.length);
    const end = command.indexOf('\n', at);
    command = command.slice(0, at) + (end === -1 ? '' : command.slice(end));
  }
  return command
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function closingQuote(text: string, open: number, to: number): number | undefined {
  const quote = text.charAt(open);
  for (let at = open + 1; at < to; at++) {
    const char = text.charAt(at);
    if (char === quote) return at;
    if (char === '\\' && quote === '"') at++;
  }
  return undefined;
}
