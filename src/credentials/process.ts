import { basename } from 'node:path';
import { type Failure, FailureError, type OutputTrouble } from '../failure.ts';
import type { Log } from '../log.ts';
import type { ProcessStep } from '../plan/plan.ts';
import { commandWords } from './commandLine.ts';
import { Credentials, type RevealedCredentials } from './credentials.ts';
import { parseObject } from './json.ts';
import { type Ending, type Limits, runProgram } from './program.ts';
import { readTime } from './time.ts';

export interface ProcessHost {
  readonly isTrusted: () => boolean;
  readonly log: Log;
  readonly now: () => number;
}

/** Long enough for a person to touch a key or to look for a phone; and far more than credentials take. */
const limits: Limits = { timeoutMs: 60_000, outputBytes: 64 * 1024 };

/**
 * Runs the program of a `credential_process` and reads what it prints. Neither its arguments nor what it writes to its
 * error stream are ever shown or logged, since both may hold secrets: its name and how it ended have to do.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export async function runCredentialProcess(
  { profile, command }: ProcessStep,
  { isTrusted, log, now }: ProcessHost,
  signal: AbortSignal,
  { timeoutMs, outputBytes } = limits,
): Promise<Credentials> {
  if (!isTrusted()) throw new FailureError({ code: 'untrusted', profile });
  const words = commandWords(command, process.platform);
  if (!words) throw new FailureError({ code: 'processBadCommand', profile });
  const program = basename(words[0] ?? '');
  const ending = await runProgram(words, { timeoutMs, outputBytes }, signal);
  const read = ending.kind === 'exited' && ending.exit === 0 ? readOutput(ending.output, now()) : undefined;
  if (typeof read === 'object') return new Credentials(read);
  log.warn(`credential_process of profile ${profile}: ${program} ${describe(ending)}`);
  const failed = { profile, program };
  throw new FailureError(
    read === undefined
      ? failureOf(ending, failed, timeoutMs)
      : { code: 'processBadOutput', ...failed, trouble: read },
  );
}

function failureOf(
  ending: Ending,
  failed: { readonly profile: string; readonly program: string },
  timeoutMs: number,
): Failure {
  switch (ending.kind) {
    case 'exited':
      return { code: 'processFailed', ...failed, exit: ending.exit };
    case 'notStarted':
      return { code: 'processNotStarted', ...failed, reason: ending.reason };
    case 'timedOut':
      return { code: 'processTimedOut', ...failed, seconds: Math.round(timeoutMs / 1000) };
    case 'tooLong':
      return { code: 'processBadOutput', ...failed, trouble: 'tooLong' };
  }
}

function describe(ending: Ending): string {
  if (ending.kind !== 'exited') return ending.kind;
  const { exit, output, complaintBytes } = ending;
  return `exited with ${exit}, ${output.length} characters of output and ${complaintBytes} bytes of complaint`;
}

/** The credentials, or what is wrong. Without an expiration nobody says when they end. */
function readOutput(text: string, now: number): RevealedCredentials | OutputTrouble {
  const output = parseObject(text);
  if (!output) return 'JSON';
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = output;
  if (Version !== 1) return 'Version';
  if (typeof AccessKeyId !== 'string' || AccessKeyId === '') return 'AccessKeyId';
  if (typeof SecretAccessKey !== 'string' || SecretAccessKey === '') return 'SecretAccessKey';
  if (!isTextOrNothing(SessionToken)) return 'SessionToken';
  const expiration = readTime(Expiration);
  if (expiration === undefined && isGiven(Expiration)) return 'Expiration';
  if (expiration !== undefined && expiration <= now) return 'expired';
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken || undefined,
    expiration,
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isTextOrNothing(value: unknown): value is string | null | undefined {
  return typeof value === 'string' || !isGiven(value);
}
