/**
 * The arguments with which `cmd.exe` runs a batch file, to be passed on as they are; undefined where one of the words
 * can not be passed on safely. Windows itself runs `.cmd` and `.bat` files through `cmd.exe` (and so does Python, which
 * runs them for the AWS CLI), which would read `&`, `%` and the like in an argument as its own: Node refuses to.
 *
 * The rules are those of Rust's standard library (`sys/args/windows.rs`, make_bat_command_line): what is not known to
 * be harmless is quoted, a quote is doubled, and a `%` is kept from naming a variable by one that is empty.
 *
 * @see https://flatt.tech/research/posts/batbadbut-you-cant-securely-execute-commands-on-windows/
 */
export function batchArguments([file = '', ...args]: readonly string[]): readonly string[] | undefined {
  if (file.endsWith('\\') || /["\0\r\n]/u.test(file) || args.some((arg) => /[\0\r\n]/u.test(arg)))
    return undefined;
  const line = [`"${withoutVariables(file)}"`, ...args.map(quoted)].join(' ');
  return ['/e:ON', '/v:OFF', '/d', '/c', `"${line}"`];
}

/** Whether Windows runs the file through `cmd.exe`. It is not looked for under names with another ending. */
export function isBatchFile(file: string): boolean {
  return /\.(?:cmd|bat)$/iu.test(file);
}

/** All of it is harmless, and does not end in a backslash, which would take a quote of the batch file's along. */
const harmless = /^[\w#$*+\-./:?@\\\u{A0}-\u{10FFFF}]*[\w#$*+\-./:?@\u{A0}-\u{10FFFF}]$/u;

function quoted(arg: string): string {
  if (harmless.test(arg)) return arg;
  const backslashesDoubled = arg.replaceAll(/(\\+)(?="|$)/gu, '$1$1');
  return `"${withoutVariables(backslashesDoubled.replaceAll('"', '""'))}"`;
}

/** Part of a variable that is always there, and no character of it. */
function withoutVariables(text: string): string {
  return text.replaceAll('%', '%%cd:~,%%');
}
