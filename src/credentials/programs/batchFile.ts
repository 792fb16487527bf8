/**
 * The verbatim arguments with which `cmd.exe` runs a batch file; undefined if a word cannot be passed safely. Windows
 * runs `.cmd` and `.bat` files through `cmd.exe` (as does Python, which runs them for the AWS CLI), which would
 * interpret `&`, `%` and the like in an argument. Node therefore refuses to run them.
 *
 * The rules are those of Rust's standard library (`sys/args/windows.rs`, make_bat_command_line): anything not known to
 * be harmless is quoted, quotes are doubled, and an empty variable keeps `%` from naming a variable.
 *
 * @see https://flatt.tech/research/posts/batbadbut-you-cant-securely-execute-commands-on-windows/
 */
export function batchArguments([file = '', ...args]: readonly string[]): readonly string[] | undefined {
  if (file.endsWith('\\') || /["\0\r\n]/u.test(file) || args.some((arg) => /[\0\r\n]/u.test(arg)))
    return undefined;
  const line = [`"${withoutVariables(file)}"`, ...args.map(quoted)].join(' ');
  return ['/e:ON', '/v:OFF', '/d', '/c', `"${line}"`];
}

/** Whether Windows runs the file through `cmd.exe`. File names without an extension are not resolved. */
export function isBatchFile(file: string): boolean {
  return /\.(?:cmd|bat)$/iu.test(file);
}

/** Contains only harmless characters and does not end in a backslash, which would escape a quote in the batch file. */
const harmless = /^[\w#$*+\-./:?@\\\u{A0}-\u{10FFFF}]*[\w#$*+\-./:?@\u{A0}-\u{10FFFF}]$/u;

function quoted(arg: string): string {
  if (harmless.test(arg)) return arg;
  const backslashesDoubled = arg.replaceAll(/(?<!\\)(\\+)(?="|$)/gu, '$1$1');
  return `"${withoutVariables(backslashesDoubled.replaceAll('"', '""'))}"`;
}

/** Inserts a substring of zero characters of a variable that always exists. */
function withoutVariables(text: string): string {
  return text.replaceAll('%', '%%cd:~,%%');
}
