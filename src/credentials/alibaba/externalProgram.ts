import { FailureError } from '../../base/failure.ts';
import type { OutputTrouble } from '../../base/failures/sourceFailure.ts';
import type { ExternalStep } from '../../plan/alibaba/alibabaPlan.ts';
import { entryOf } from '../../plan/alibaba/sourceEntries.ts';
import { isSendable } from '../../plan/alibaba/stepSecrets.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { badText } from '../../profiles/keyForm.ts';
import { Credentials, type RevealedCredentials } from '../credentials.ts';
import { isText, parseObject } from '../json.ts';
import { outputOf, type ProgramHost } from '../programs/namedProgram.ts';
import { readTime } from '../time.ts';

/**
 * Runs a `process_command`, only in trusted workspaces, and reads the CLI profile that it prints: `{"mode": "StsToken",
 * "access_key_id": …}`. `now`: milliseconds since the epoch. Rejects with `FailureError` or `Cancelled`.
 *
 * @see https://www.alibabacloud.com/help/en/cli/configure-credentials (`External`)
 */
export async function runProcessCommand(
  { profile, command, source }: ExternalStep,
  host: ProgramHost & { readonly profiles: () => AlibabaProfiles },
  now: () => number,
  signal: AbortSignal,
): Promise<Credentials> {
  const values = (): readonly string[] => [...(entryOf(source, host.profiles())?.values() ?? [])];
  const program = { profile, key: 'process_command', command, values } as const;
  const { text, outputError } = await outputOf(program, host, signal);
  const keys = readOutput(text, now());
  if (typeof keys === 'string') throw outputError(keys);
  const { accessKeyId, sessionToken } = keys;
  if (accessKeyId.startsWith('STS.') && sessionToken === undefined)
    throw new FailureError({ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'noToken' });
  return new Credentials(keys);
}

/**
 * The credentials, or what is wrong with the output. The CLI reads the output over the profile and then uses it in the
 * mode that it names; only the two modes with keys are credentials. Without `expiration`, it is unknown when they
 * expire.
 */
function readOutput(text: string, now: number): RevealedCredentials | OutputTrouble {
  const output = parseObject(text);
  if (!output) return 'JSON';
  const { mode, access_key_id: id, access_key_secret: secret, sts_token: token, expiration: end } = output;
  const name = isText(mode) ? mode.toLowerCase() : '';
  if (name !== 'ak' && name !== 'ststoken') return 'mode';
  if (!isText(id) || badText(id)) return 'access_key_id';
  if (!isText(secret) || !isSendable(secret)) return 'access_key_secret';
  const sessionToken = name === 'ststoken' ? token : undefined;
  if (name === 'ststoken' && (!isText(sessionToken) || badText(sessionToken))) return 'sts_token';
  const expiration = readTime(end);
  if (expiration === undefined && end !== undefined && end !== null && end !== '') return 'expiration';
  if (expiration !== undefined && expiration <= now) return 'expired';
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    sessionToken: sessionToken as string | undefined,
    expiration: sessionToken === undefined ? undefined : expiration,
  };
}
