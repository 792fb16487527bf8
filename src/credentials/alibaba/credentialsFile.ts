import { setTimeout as sleep } from 'node:timers/promises';
import { readText } from '../../base/boundedFile.ts';
import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import type { CredentialsFileStep } from '../../plan/alibaba/alibabaPlan.ts';
import { Credentials, type RevealedCredentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import { readTemporaryKeys } from './temporaryKeys.ts';

/** Reads a file that PAI DSW is just writing again until it is complete. */
const reads = 6;
const pauseMs = 200;

/**
 * Reads the credentials of a PAI DSW instance, which the instance replaces in its file before they expire. `now`:
 * milliseconds since the epoch. Rejects with `FailureError` or `Cancelled`.
 *
 * @see https://www.alibabacloud.com/help/en/pai/user-guide/associate-an-instance-ram-role-with-a-dsw-instance
 */
export async function readCredentialsFile(
  step: CredentialsFileStep,
  now: () => number,
  signal: AbortSignal,
): Promise<Credentials> {
  for (let read = 1; ; read++) {
    if (signal.aborted) throw new Cancelled();
    const keys = await readOnce(step);
    if (!('code' in keys)) return current(keys, step, now());
    const isLost = keys.code === 'credentialsFileUnreadable' && keys.reason === 'ETIMEDOUT';
    if (read === reads || isLost) throw new FailureError(keys);
    await sleep(pauseMs, undefined, { signal }).catch(() => {
      throw new Cancelled();
    });
  }
}

async function readOnce({ profile, path }: CredentialsFileStep): Promise<RevealedCredentials | Failure> {
  try {
    const fields = parseObject(await readText(path));
    const keys = fields ? readTemporaryKeys(fields) : { missing: 'JSON' };
    return 'missing' in keys ? { code: 'credentialsFileInvalid', profile, path, ...keys } : keys;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    return { code: 'credentialsFileUnreadable', profile, path, reason: code ?? name };
  }
}

function current(keys: RevealedCredentials, { profile }: CredentialsFileStep, now: number): Credentials {
  if (keys.expiration !== undefined && keys.expiration <= now)
    throw new FailureError({ code: 'alibabaSourceStale', profile });
  return new Credentials(keys);
}
