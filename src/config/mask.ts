/** The text with what stands instead of each secret: fit to be shown, line for line. */
export function maskSecrets(text: string, mask: (secret: string) => string): string {
  return text
    .split('\n')
    .map((line) => {
      const secret = secretIn(line);
      if (secret === undefined) return line;
      const start = line.lastIndexOf(secret);
      return line.slice(0, start) + mask(secret) + line.slice(start + secret.length);
    })
    .join('\n');
}

/** The secrets that `maskSecrets` hides. */
export function secretsIn(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').flatMap((line) => secretIn(line) ?? []));
}

/**
 * The value of `aws_secret_access_key`, `aws_session_token` or whatever else is named like a secret, also where it is
 * commented out. All that follows counts, since a comment after a secret may hold another.
 */
function secretIn(line: string): string | undefined {
  const separator = line.search(/[=:]/u);
  if (separator === -1) return undefined;
  const key = line.slice(0, separator).toLowerCase();
  if (!/secret|token|password/u.test(key) || /_file\s*$|_expir/u.test(key)) return undefined;
  return line.slice(separator + 1).trim() || undefined;
}
