/** Where things are noted for whoever looks for a cause. Never a secret, never a code. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}
