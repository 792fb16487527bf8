import { readFile } from 'node:fs/promises';

/** The certificates that a profile, or `AWS_CA_BUNDLE`, wants believed cannot be had. */
export class UnreadableCaBundle extends Error {
  readonly path: string;
  /** The system's error code, or `NO_CERTIFICATE`. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'UnreadableCaBundle';
    this.path = path;
    this.reason = reason;
  }
}

/**
 * The authorities to believe in place of the built-in ones, as text in PEM. Node takes any text and believes nobody by
 * it, which would look like a server with a wrong certificate: so there must be a certificate in it.
 */
export async function readCaBundle(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableCaBundle(path, error.code ?? error.name, { cause: error });
  });
  if (!/^-----BEGIN (?:TRUSTED )?CERTIFICATE-----/mu.test(text)) {
    throw new UnreadableCaBundle(path, 'NO_CERTIFICATE');
  }
  return text;
}
