import { basename } from 'node:path';
import { deadlines, maxSizes } from '../../base/deadlines.ts';
import type { Environment } from '../../base/environment.ts';
import { type Failure, FailureError, type KeyPlace } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { isLegible } from '../../base/randomText.ts';
import { secretMask, withoutNamedSecrets, withoutSecrets } from '../../base/secretText.ts';
import type { OutputTrouble, ProgramKey } from '../../base/failures/sourceFailure.ts';
import { profileOf } from '../../plan/includeProfile.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import { type Ending, type Limits, runProgram } from './childProcess.ts';
import { commandWords } from './commandLine.ts';
import { harmlessLines } from './redact.ts';

export interface ProgramHost {
  /** The program's environment. */
  readonly environment: Environment;
  readonly isTrusted: () => boolean;
  readonly log: Log;
}

/** With the profiles of AWS. */
export interface ProfileProgramHost extends ProgramHost {
  readonly profiles: () => ProfileSet;
}

/** A program that a profile or a setting names. */
export interface NamedProgram {
  readonly profile: string;
  readonly key: ProgramKey;
  readonly command: string;
  /** The values of the profile, which the program may repeat: the log masks them. */
  readonly values: () => readonly string[];
}

/** The values of a profile of AWS. */
export function valuesIn({ profiles }: ProfileProgramHost, profile: string): readonly string[] {
  return [...(profileOf(profiles(), profile)?.values.values() ?? [])].map(({ text }) => text);
}

/** The part of a command that may be shown, such as `ykman`; undefined if the command is invalid. */
export function programName(command: string): string | undefined {
  const words = commandWords(command, process.platform);
  return words && shownProgram(words);
}

/**
 * A command that lost its beginning, or is in the wrong line, can begin with a secret. What is short and random in the
 * name of a program may be the end of one, too.
 */
function shownProgram([program = '']: readonly string[]): string {
  const name = basename(program);
  return withoutSecrets(program) === program || isLegible(name) ? name : secretMask;
}

/** The output of a program that exited successfully. */
export interface ProgramOutput {
  readonly text: string;
  /** Creates the error to throw if the output is not valid. */
  readonly outputError: (trouble: OutputTrouble) => FailureError;
  /** The program as the place of what it printed. */
  readonly place: KeyPlace;
}

/** Long enough for the user to touch a security key or find a phone, and far more output than credentials need. */
export const limits: Limits = { timeoutMs: deadlines.programMs, outputBytes: maxSizes.outputBytes };

/**
 * Runs a profile's program, only in trusted workspaces. Its arguments are never shown or logged because they may
 * contain secrets. Its stderr goes to the log as far as it is harmless.
 */
export async function outputOf(
  { profile, key, command, values }: NamedProgram,
  { environment, isTrusted, log }: ProgramHost,
  signal: AbortSignal,
  limit: Limits = limits,
): Promise<ProgramOutput> {
  if (!isTrusted()) throw new FailureError({ code: 'untrusted', profile, key });
  const words = commandWords(command, process.platform);
  if (!words) throw new FailureError({ code: 'processBadCommand', profile, key });
  const failed = { profile, key, program: shownProgram(words) };
  const ending = await runProgram(words, environment, limit, signal);
  const stderr = harmlessStderr(ending, [...words.slice(1), ...values()]);
  const isLogged = stderr.length > 0;
  const shownProfile = withoutNamedSecrets(profile, '=');
  const what = `${key} of profile ${shownProfile}: ${failed.program} ${describe(ending)}`;
  const report = [what, ...stderr] as const;
  if (ending.kind !== 'exited' || ending.exit !== 0) {
    log.warn(...report);
    throw new FailureError(withSign(failureOf(ending, failed, limit, isLogged), words));
  }
  if (isLogged) log.debug(...report);
  const outputError = (trouble: OutputTrouble): FailureError => {
    log.warn(...report);
    return new FailureError({ code: 'processBadOutput', ...failed, trouble, isLogged });
  };
  const { program } = failed;
  return { text: ending.output, outputError, place: { kind: 'program', key, program } };
}

function failureOf(
  ending: Ending,
  failed: { readonly profile: string; readonly key: ProgramKey; readonly program: string },
  { timeoutMs }: Limits,
  isLogged: boolean,
): Failure {
  switch (ending.kind) {
    case 'exited':
      return { code: 'processFailed', ...failed, exit: ending.exit, isLogged };
    case 'notStarted':
      return { code: 'processNotStarted', ...failed, reason: ending.reason };
    case 'timedOut':
      return { code: 'processTimedOut', ...failed, seconds: Math.round(timeoutMs / 1000), isLogged };
    case 'tooLong':
      return { code: 'processBadOutput', ...failed, trouble: 'tooLong', isLogged };
  }
}

/** A user who expects a shell needs to know that there is none. */
function withSign(failure: Failure, [program = '']: readonly string[]): Failure {
  const [sign] = /^(?:[~$](?=[\w/\\{])|%(?=\w+%)|[A-Za-z_]\w*=)/u.exec(program) ?? [];
  return failure.code === 'processNotStarted' && sign ? { ...failure, sign } : failure;
}

/** Stderr may repeat the arguments and the output, which may contain credentials, so these are masked. */
function harmlessStderr(ending: Ending, known: readonly string[]): readonly string[] {
  if (ending.kind === 'notStarted') return [];
  const printed = ending.kind === 'exited' ? (ending.output.match(/[^\s"]+/gu) ?? []) : [];
  return harmlessLines(ending.stderr, [...known, ...printed]);
}

function describe(ending: Ending): string {
  switch (ending.kind) {
    case 'exited':
      return `exited with ${ending.exit} and ${ending.output.length} characters of output`;
    case 'notStarted':
      return `was not started: ${ending.reason}`;
    default:
      return ending.kind;
  }
}
