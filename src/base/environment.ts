/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parses a boolean switch as AWS tools do, in a variable or a file: `true`, case-insensitive. */
export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}
