import { readText } from '../../base/boundedFile.ts';
import { maxSizes } from '../../base/deadlines.ts';

/** The CA bundle of a profile or of `AWS_CA_BUNDLE` cannot be read. */
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
 * Reads the authorities to trust instead of the built-in ones, as PEM text. Node accepts any text but trusts nothing if
 * it contains no certificate, which would look like a wrong server certificate. The text must therefore contain one.
 */
export async function readCaBundle(path: string): Promise<string> {
  const limits = { bytes: maxSizes.largeFileBytes };
  const text = await readText(path, limits).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableCaBundle(path, error.code ?? error.name, { cause: error });
  });
  if (!/^-----BEGIN (?:TRUSTED )?CERTIFICATE-----/mu.test(text)) {
    throw new UnreadableCaBundle(path, 'NO_CERTIFICATE');
  }
  return text;
}
