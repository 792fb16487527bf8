import type { Environment } from '../../base/environment.ts';
import { FailureError } from '../../base/failure.ts';
import { environmentToken } from '../../plan/keyForms.ts';
import type { EnvironmentStep } from '../../plan/plan.ts';
import { Credentials } from '../credentials.ts';
import { readTime } from '../time.ts';

/**
 * Reads the access key in the variables that VS Code was started with. Follows the CLI (botocore `credentials.py`,
 * EnvProvider), except that an expiration next to long-term keys is ignored: it cannot be theirs. `now` is in
 * milliseconds since the epoch. Throws `FailureError`, also if the key has expired, since nothing can renew it.
 */
export function readEnvironmentKey(
  { profile, accessKeyId }: EnvironmentStep,
  environment: Environment,
  now: number,
): Credentials {
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  if (environment['AWS_ACCESS_KEY_ID'] !== accessKeyId || !secretAccessKey)
    throw new FailureError({ code: 'noCredentials', profile });
  const sessionToken = environmentToken(environment);
  const expiration =
    sessionToken === undefined ? undefined : readTime(environment['AWS_CREDENTIAL_EXPIRATION']);
  if (expiration !== undefined && expiration <= now)
    throw new FailureError({ code: 'environmentExpired', profile });
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
}
