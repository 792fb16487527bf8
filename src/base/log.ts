/**
 * The diagnostic log. It never contains secrets or MFA codes. A message is one line, in which a line break is escaped;
 * `lines` follow it, indented.
 */
export interface Log {
  debug(message: string, ...lines: readonly string[]): void;
  info(message: string): void;
  warn(message: string, ...lines: readonly string[]): void;
  error(message: string | Error): void;
}
