import { FailureError } from '../../base/failure.ts';
import type { OutputTrouble } from '../../base/failures/sourceFailure.ts';
import type { ProcessStep } from '../../plan/plan.ts';
import { badKey } from '../../profiles/keyForm.ts';
import { keys } from '../../profiles/keys.ts';
import { Credentials, type RevealedCredentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import type { Limits } from '../programs/childProcess.ts';
import { outputOf, type ProfileProgramHost, valuesIn } from '../programs/namedProgram.ts';
import { readTime } from '../time.ts';

export interface ProcessHost extends ProfileProgramHost {
  readonly now: () => number;
}

/**
 * Runs a `credential_process` and parses its output.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export async function runCredentialProcess(
  { profile, command }: ProcessStep,
  host: ProcessHost,
  signal: AbortSignal,
  limits?: Limits,
): Promise<Credentials> {
  const values = (): readonly string[] => valuesIn(host, profile);
  const program = { profile, key: keys.credentialProcess, command, values } as const;
  const { text, outputError, place } = await outputOf(program, host, signal, limits);
  const read = readOutput(text, host.now());
  if (typeof read === 'string') throw outputError(read);
  const bad = badKey(read);
  if (!bad) return new Credentials(read);
  const { part, ...form } = bad;
  throw new FailureError({ code: 'malformedKey', profile, name: memberNames[part], place, ...form });
}

const memberNames = {
  accessKeyId: 'AccessKeyId',
  secretAccessKey: 'SecretAccessKey',
  sessionToken: 'SessionToken',
} as const;

/**
 * The credentials, or what is wrong with the output. Without `Expiration`, it is unknown when the credentials expire.
 */
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
