import type { Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { publicValue } from './keys.ts';

/**
 * The failure for a value that AWS does not accept, with as much of the value as may be shown. `shownKey` is what the
 * user has written for `key`, such as the name of an environment variable.
 */
export function invalidValue(profile: string, key: string, value: string, shownKey = key): Failure {
  return publicFacts({ code: 'invalidValue', profile, key: shownKey, value: publicValue(key, value) });
}
