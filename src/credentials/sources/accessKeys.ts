import { FailureError } from '../../base/failure.ts';
import type { KeysStep } from '../../plan/plan.ts';
import { sessionTokenOf } from '../../profiles/credentialKind.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { Credentials } from '../credentials.ts';

/**
 * Reads the access key of a profile. The plan contains no secrets, so they are read at the last moment. If the key was
 * replaced since, this fails rather than using a different identity. The files specify no expiration. Throws
 * `FailureError`.
 */
export function readAccessKey(
  { profile: name, accessKeyId }: KeysStep,
  { profiles }: ProfileSet,
): Credentials {
  const profile = profiles.get(name);
  const secretAccessKey = valueOf(profile, keys.awsSecretAccessKey);
  if (valueOf(profile, keys.awsAccessKeyId) !== accessKeyId || !secretAccessKey)
    throw new FailureError({ code: 'noCredentials', profile: name });
  const sessionToken = profile && sessionTokenOf(profile);
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration: undefined });
}
