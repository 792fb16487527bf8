import * as fc from 'fast-check';
import { createHash } from 'node:crypto';

/**
 * Secrets that a test plants into files. While a file is generated and mutated, each of them is one character, so that
 * no mutation cuts it: nobody can recognize half a password.
 */
export interface Planted {
  readonly accessKey: string;
  readonly token: string;
  readonly password: string;
}

export const planted: fc.Arbitrary<Planted> = fc.nat().map((seed) => {
  const bytes = (what: string): Buffer => createHash('sha512').update(`${what} ${seed}`).digest();
  return {
    accessKey: bytes('key').toString('base64', 0, 30),
    token: Buffer.concat(['a', 'b', 'c', 'd'].map(bytes)).toString('base64'),
    password: `${bytes('password').toString('base64url', 0, 9).replaceAll(/[-_]/gu, '!')}9!`,
  };
});

/** The characters that stand for secrets. A password looks like any word, so a name always comes with it. */
const placeholders = {
  accessKey: '\uE000',
  token: '\uE001',
  passwordLine: '\uE002',
  passwordInUrl: '\uE003',
  passwordOption: '\uE004',
};

export const anyPlaceholder: fc.Arbitrary<string> = fc.constantFrom(...Object.values(placeholders));
export const { accessKey: accessKeyHere, token: tokenHere } = placeholders;

export function withSecrets(text: string, { accessKey, token, password }: Planted): string {
  return text
    .replaceAll(placeholders.accessKey, () => accessKey)
    .replaceAll(placeholders.token, () => token)
    .replaceAll(placeholders.passwordLine, () => `aws_secret_access_key = ${password}`)
    .replaceAll(placeholders.passwordInUrl, () => `https://maya:${password}@example.com/`)
    .replaceAll(placeholders.passwordOption, () => ` --password ${password}`);
}

/** So many characters of a secret are too many. */
const partLength = 8;

/** The first text that contains one of the secrets, or a part of one. */
export function textWithSecret(texts: readonly string[], secrets: Planted): string | undefined {
  const all = texts.join('\n');
  for (const secret of Object.values(secrets) as readonly string[])
    for (let at = 0; at + partLength <= secret.length; at++) {
      const part = secret.slice(at, at + partLength);
      if (all.includes(part)) return texts.find((text) => text.includes(part));
    }
  return undefined;
}
