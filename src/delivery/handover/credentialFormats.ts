import { FailureError } from '../../base/failure.ts';
import { titleComplaint, valueComplaint } from '../../config/writable.ts';
import type { RevealedCredentials } from '../../credentials/credentials.ts';
import { keys } from '../../profiles/keys.ts';
import { type Assignments, isoSeconds } from './handover.ts';
import { commandsFor } from './shellCommands.ts';
import type { Shell } from './shellNames.ts';

/** The formats in which credentials can be copied or exported. */
export type Format = Shell | 'dotenv' | 'process' | 'credentialsFile';

export interface CredentialsToFormat {
  /** The name of the profile or other target. */
  readonly name: string;
  readonly credentials: RevealedCredentials;
  readonly region: string | undefined;
  /** The same credentials as environment variables, including those to remove. */
  readonly variables: Assignments;
}

/** Formats credentials. Throws `unwritable` if the format cannot express a value; nothing is left out or changed. */
export function formatted(format: Format, input: CredentialsToFormat): string {
  switch (format) {
    case 'dotenv':
      return lines(dotenvLines(input.name, input.variables).map(([, line]) => line));
    case 'process':
      return `${processOutput(input.credentials, 2)}\n`;
    case 'credentialsFile':
      return credentialsBlock(input);
    default:
      return lines(shellLines(format, input.name, input.variables).map((line) => indent[format] + line));
  }
}

/** bash, zsh, and fish can keep lines that begin with a space out of their history, and often do. */
const indent: Readonly<Record<Shell, string>> = { posix: ' ', fish: ' ', powershell: '', cmd: '' };

/** The commands that set the variables in a running shell, whether loaded or copied. Throws `unwritable`. */
export function shellLines(shell: Shell, profile: string, variables: Assignments): readonly string[] {
  return commandsFor(shell, variables).map(([name, command]) => command ?? unwritable(profile, name, shell));
}

/**
 * Lines of the form `NAME=value`, without the variables to remove, which the format cannot express. Programs that read
 * such files disagree about quotes, comments, and the expansion of `$`. They all agree on the characters that are
 * allowed here, and so do shells.
 */
export function dotenvLines(
  profile: string,
  variables: Assignments,
): readonly (readonly [name: string, line: string])[] {
  return [...variables].flatMap(([name, value]) => {
    if (value === null) return [];
    if (!/^(?!=)[\w./+=:@,%[\]-]+$/u.test(value)) unwritable(profile, name, 'dotenv');
    return [[name, `${name}=${value}`] as const];
  });
}

/** The output of a `credential_process` (AWS SDKs and Tools Reference Guide, "Process credential provider"). */
export function processOutput(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: RevealedCredentials,
  indentation = 0,
): string {
  const output = {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration === undefined ? undefined : isoSeconds(expiration),
  };
  return JSON.stringify(output, undefined, indentation);
}

/** The keys of a section in the credentials file. */
export function credentialsKeys({
  credentials: { accessKeyId, secretAccessKey, sessionToken },
  region,
}: Pick<CredentialsToFormat, 'credentials' | 'region'>): readonly (readonly [string, string | undefined])[] {
  return [
    [keys.awsAccessKeyId, accessKeyId],
    [keys.awsSecretAccessKey, secretAccessKey],
    [keys.awsSessionToken, sessionToken],
    ['region', region],
  ];
}

function credentialsBlock(input: CredentialsToFormat): string {
  const { name } = input;
  if (titleComplaint(name)) unwritable(name, name, 'credentialsFile');
  const pairs = credentialsKeys(input).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (valueComplaint(value)) unwritable(name, key, 'credentialsFile');
    return `${key} = ${value}`;
  });
  return lines([`[${name}]`, ...pairs]);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function unwritable(profile: string, name: string, format: Format): never {
  throw new FailureError({ code: 'unwritable', profile, name, format });
}
