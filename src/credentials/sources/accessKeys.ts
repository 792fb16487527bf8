import { FailureError } from '../../base/failure.ts';
import type { KeysStep } from '../../plan/plan.ts';
import { sessionTokenOf } from '../../profiles/credentialKind.ts';
import { keys, keysWhere } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { Credentials } from '../credentials.ts';
import { readExpiration } from '../time.ts';

/**
 * Reads the access key of a profile. The plan contains no secrets, so they are read at the last moment. If the key was
 * replaced since, this fails rather than using a different identity. `now` is in milliseconds since the epoch. Throws
 * `FailureError`.
 */
export function readAccessKey(
  { profile: name, accessKeyId }: KeysStep,
  { profiles }: ProfileSet,
  now: number,
): Credentials {
  const profile = profiles.get(name);
  const secretAccessKey = valueOf(profile, keys.awsSecretAccessKey);
  if (valueOf(profile, keys.awsAccessKeyId) !== accessKeyId || !secretAccessKey)
    throw new FailureError({ code: 'noCredentials', profile: name });
  const sessionToken = profile && sessionTokenOf(profile);
  const expiration = profile && sessionToken ? expirationIn(profile, now) : undefined;
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
}

const expirationKeys = keysWhere(({ expiresKeys }) => expiresKeys);

/**
 * The latest time that a tool has left next to temporary keys. Undefined if it is over: somebody may have replaced the
 * keys without it, so only AWS knows.
 */
function expirationIn(profile: Profile, now: number): number | undefined {
  const times = expirationKeys.flatMap((key) => readExpiration(valueOf(profile, key)) ?? []);
  const latest = Math.max(...times);
  return latest > now ? latest : undefined;
}
