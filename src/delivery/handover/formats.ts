import { FailureError } from '../../base/failure.ts';
import { titleComplaint, valueComplaint } from '../../config/writable.ts';
import type { RevealedCredentials } from '../../credentials/credentials.ts';
import { type Assignments, isoSeconds } from './handover.ts';
import { commandsFor } from './shellCommands.ts';
import type { Shell } from './shellNames.ts';

/** The forms in which people take credentials elsewhere. */
export type Format = Shell | 'dotenv' | 'process' | 'credentialsFile';

/** What is written down. */
export interface CredentialsToFormat {
  /** The name of the profile, or what stands for one. */
  readonly name: string;
  readonly credentials: RevealedCredentials;
  readonly region: string | undefined;
  /** The same as variables, with those that must not be there. */
  readonly variables: Assignments;
}

/** The text of a form. Rejects with `unwritable` what the form has no way to say: nothing is left out or changed. */
export function formatted(format: Format, handed: CredentialsToFormat): string {
  switch (format) {
    case 'dotenv':
      return lines(dotenvLines(handed.name, handed.variables).map(([, line]) => line));
    case 'process':
      return `${processOutput(handed.credentials, 2)}\n`;
    case 'credentialsFile':
      return credentialsBlock(handed);
    default:
      return lines(shellLines(format, handed.name, handed.variables).map((line) => indent[format] + line));
  }
}

/** bash, zsh and fish can leave lines that begin with a space out of their history, and often do. */
const indent: Readonly<Record<Shell, string>> = { posix: ' ', fish: ' ', powershell: '', cmd: '' };

/** The commands that give a running shell the variables. Throws `unwritable`. */
export function shellLines(shell: Shell, profile: string, variables: Assignments): readonly string[] {
  return commandsFor(shell, variables).map(([name, command]) => command ?? unwritable(profile, name, shell));
}

/**
 * `NAME=value`, without what is to be absent: a line cannot say that. Readers of such files disagree about quotes,
 * comments and what is put in for `$`; of these signs they all make the same, and a shell does, too.
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

/** As `credential_process` has it (AWS SDKs and Tools Reference Guide, "Process credential provider"). */
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

/** The keys of a section of the credentials file. */
export function credentialsKeys({
  credentials: { accessKeyId, secretAccessKey, sessionToken },
  region,
}: Pick<CredentialsToFormat, 'credentials' | 'region'>): readonly (readonly [string, string | undefined])[] {
  return [
    ['aws_access_key_id', accessKeyId],
    ['aws_secret_access_key', secretAccessKey],
    ['aws_session_token', sessionToken],
    ['region', region],
  ];
}

function credentialsBlock(handed: CredentialsToFormat): string {
  const { name } = handed;
  if (titleComplaint(name)) unwritable(name, name, 'credentialsFile');
  const pairs = credentialsKeys(handed).flatMap(([key, value]) => {
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
