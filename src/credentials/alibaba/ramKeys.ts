import { FailureError } from '../../base/failure.ts';
import type { RamKeysStep } from '../../plan/alibaba/alibabaPlan.ts';
import { ramKeysOf } from '../../plan/alibaba/stepSecrets.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { Credentials } from '../credentials.ts';

/**
 * Reads the keys in a file or in the environment of VS Code. The plan contains no secrets, so they are read at the last
 * moment. If the keys were replaced since, this fails rather than using a different identity. Throws `FailureError`.
 */
export function readRamKeys(step: RamKeysStep, profiles: AlibabaProfiles): Credentials {
  const { profile, place, accessKeyId } = step;
  const keys = ramKeysOf(step, profiles);
  if (!keys) {
    const key = place === 'ramEnvironment' ? 'ALIBABA_CLOUD_ACCESS_KEY_ID' : 'access_key_id';
    throw new FailureError({ code: 'alibabaKeyMissing', profile, key });
  }
  const { accessKeySecret: secretAccessKey, securityToken: sessionToken } = keys;
  // Only temporary keys have such an ID, and they do nothing without their token.
  if (accessKeyId.startsWith('STS.') && sessionToken === undefined)
    throw new FailureError({ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'noToken' });
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration: undefined });
}
