import { join } from 'node:path';
import { isoSeconds } from '../clock.ts';
import type { IssuedKeys, SigningKeys } from '../sts/stsClient.ts';

/** Programs for `credential_process`. The comment at the top of each describes what it does and its argument. */
export type CredentialProgram =
  'printFile' | 'act' | 'countRuns' | 'echoArguments' | 'fail' | 'hang' | 'brood' | 'flood';

/** A program and its arguments, to start it without a shell. */
export function programArguments(program: CredentialProgram, ...args: readonly string[]): readonly string[] {
  return [process.execPath, join(import.meta.dirname, `${program}.mjs`), ...args];
}

/** The same as a line for `credential_process`, quoted for a shell and for the parsers of AWS tools. */
export function commandLine(program: CredentialProgram, ...args: readonly string[]): string {
  return programArguments(program, ...args)
    .map(quoted)
    .join(' ');
}

/** The arguments in the session token of `echoArguments`. */
export function echoedArguments(sessionToken = ''): unknown {
  return JSON.parse(Buffer.from(sessionToken, 'base64url').toString());
}

/**
 * The output of a program for `credential_process`: version 1, with an expiration if the keys have one.
 *
 * @param changes override members; undefined removes a member
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
  // In a Windows path, a backslash does not escape.
  if (process.platform === 'win32') return `"${part.replaceAll('"', String.raw`\"`)}"`;
  return `'${part.replaceAll("'", `'"'"'`)}'`;
}
