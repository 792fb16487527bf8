import { join } from 'node:path';
import { isoSeconds } from './clock.ts';
import type { IssuedKeys, SigningKeys } from './stsClient.ts';

/** Programs for `credential_process`; each says at its top what it does and what its argument is. */
export type CredentialProgram =
  'printFile' | 'act' | 'countRuns' | 'echoArguments' | 'fail' | 'hang' | 'brood' | 'flood';

/** A program and its arguments, for whoever starts it without a shell. */
export function programArguments(program: CredentialProgram, ...args: readonly string[]): readonly string[] {
  return [process.execPath, join(import.meta.dirname, 'programs', `${program}.mjs`), ...args];
}

/** The same as a line for `credential_process`, to be taken apart by a shell or by its rules. */
export function commandLine(program: CredentialProgram, ...args: readonly string[]): string {
  return programArguments(program, ...args)
    .map(quoted)
    .join(' ');
}

/**
 * What a program for `credential_process` prints: version 1, with an expiration when the keys have one.
 *
 * @param changes put over it; undefined takes a member away
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function processOutput(
  keys: SigningKeys | IssuedKeys,
  changes: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    SessionToken: keys.sessionToken,
    Expiration: 'expiresAt' in keys ? isoSeconds(keys.expiresAt) : undefined,
    ...changes,
  });
}

function quoted(part: string): string {
  // In a path on Windows, a backslash is a backslash.
  if (process.platform === 'win32') return `"${part.replaceAll('"', String.raw`\"`)}"`;
  return `'${part.replaceAll("'", `'"'"'`)}'`;
}
