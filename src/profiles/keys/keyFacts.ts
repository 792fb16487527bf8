/**
 * What the editor knows about the value of a key, besides its row in `keys.ts`. It stands apart, because start-up reads
 * those rows and not these facts.
 */
export interface KeyFacts {
  readonly form: KeyForm;
  /** All values of an enumeration or a boolean. */
  readonly values?: readonly string[];
  /** The AWS CLI ignores the case of the value. */
  readonly anyCase?: true;
  /** The least and the largest number that the tools accept. */
  readonly range?: readonly [least: number, most?: number];
  /** What counts without the key. */
  readonly default?: string;
  readonly readBy: readonly Tool[];
  /** The first version of the AWS CLI that reads it, if older ones are in use. */
  readonly since?: { readonly cli: string };
  /** The AWS CLI fails on another value, before any call (tried with botocore 1.43). */
  readonly cliFails?: true;
}

export type KeyForm =
  | 'boolean'
  | 'integer'
  | 'enum'
  | 'region'
  | 'url'
  | 'roleArn'
  | 'mfaDevice'
  | 'loginArn'
  | 'accountId'
  | 'profile'
  | 'ssoSession'
  | 'services'
  | 'path'
  | 'command'
  | 'list'
  /** Bytes: `8MB`. */
  | 'size'
  /** Bytes or bits per second: `10MB/s`. */
  | 'rate'
  /** Lines below with keys of their own. */
  | 'block'
  | 'time'
  | 'text';

/** `cli` is version 2, `boto3` is also version 1 of the AWS CLI. */
export type Tool =
  | 'boto3'
  | 'cli'
  | 'javascript'
  | 'go'
  | 'rust'
  | 'toolkit'
  | 'aws-vault'
  | 'granted'
  | 'aws-sso-util'
  | 'saml2aws'
  | 'aws-azure-login'
  | 'aws-access'
  | 'aws-mfa';

const letters: Readonly<Record<string, Tool>> = {
  B: 'boto3',
  C: 'cli',
  J: 'javascript',
  G: 'go',
  R: 'rust',
  T: 'toolkit',
};

/** The tools of AWS with these initials: `readers('BCJ')`. */
export function readers(initials: string): readonly Tool[] {
  return Array.from(initials, (initial) => letters[initial]!);
}

export function boolean(initials: string, normally = 'false'): KeyFacts {
  return { form: 'boolean', values: ['true', 'false'], default: normally, readBy: readers(initials) };
}

export function choice(
  initials: string,
  values: readonly string[],
  more: Pick<KeyFacts, 'anyCase' | 'cliFails' | 'default' | 'since'> = {},
): KeyFacts {
  return { form: 'enum', values, readBy: readers(initials), ...more };
}

export function integer(
  initials: string,
  more: Pick<KeyFacts, 'range' | 'cliFails' | 'default'> = {},
): KeyFacts {
  return { form: 'integer', readBy: readers(initials), ...more };
}

export function value(
  form: KeyForm,
  initials: string,
  more: Pick<KeyFacts, 'default' | 'since'> = {},
): KeyFacts {
  return { form, readBy: readers(initials), ...more };
}
