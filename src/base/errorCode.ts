/** The system's name for an error, such as `ENOENT`; empty for an error without one. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
