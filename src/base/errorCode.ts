/** The system error code, such as `ENOENT`; empty if the error has none. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
