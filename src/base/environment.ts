/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How AWS's tools read a switch, in a variable or in a file: `true` in any case. */
export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}
