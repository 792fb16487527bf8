import { FailureError } from '../../base/failure.ts';
import { titleComplaint, valueComplaint } from '../../config/writable.ts';
import type { RevealedCredentials } from '../../credentials/credentials.ts';
import { configKey, keys, keysWhere } from '../../profiles/keys.ts';
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

/**
 * Formats credentials. Throws `unwritable` if the format cannot express a value; nothing is left out or changed, except
 * for what `leftOut` names.
 */
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

/** bash, zsh, fish, and Nushell can keep lines that begin with a space out of their history, and often do. */
const indent: Readonly<Record<Shell, string>> = {
  posix: ' ',
  fish: ' ',
  powershell: '',
  cmd: '',
  tcsh: '',
  nushell: ' ',
  xonsh: '',
};

/** The commands that set the variables in a running shell, whether loaded or copied. Throws `unwritable`. */
export function shellLines(shell: Shell, profile: string, variables: Assignments): readonly string[] {
  return commandsFor(shell, variables).map(([name, command]) => command ?? unwritable(profile, name, shell));
}

/** The variables that the format cannot express, and without which the credentials are still usable. */
export function leftOut(format: Format, variables: Assignments): readonly string[] {
  if (format !== 'dotenv') return [];
  return [...variables].flatMap(([name, value]) =>
    value !== null && dotenvValue(value) === undefined && !keyVariables.has(name) ? name : [],
  );
}

const keyVariables: ReadonlySet<string> = new Set(
  keysWhere(({ accessKey }) => accessKey).flatMap((key) => configKey(key)?.variables ?? []),
);

/**
 * Lines of the form `NAME=value`, without the variables to remove, which the format cannot express, and without those
 * that `leftOut` names. Throws `unwritable` if it cannot express a key.
 */
export function dotenvLines(
  profile: string,
  variables: Assignments,
): readonly (readonly [name: string, line: string])[] {
  return [...variables].flatMap(([name, value]) => {
    if (value === null) return [];
    const written = dotenvValue(value);
    if (written !== undefined) return [[name, `${name}=${written}`] as const];
    return keyVariables.has(name) ? unwritable(profile, name, 'dotenv') : [];
  });
}

/**
 * Programs that read such files disagree about comments, the expansion of `$`, and most of all about quotes, which
 * Docker includes in the value. They all agree on the characters of a value without quotes here, and so do shells. All
 * but Docker agree on those in single quotes. Undefined for what remains.
 */
function dotenvValue(value: string): string | undefined {
  if (/^(?!=)[\w./+=:@,%[\]-]+$/u.test(value)) return value;
  // Some readers unescape a pair of backslashes, or the quote after one.
  return /['$\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|\\\\|\\$/u.test(value) ? undefined : `'${value}'`;
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
