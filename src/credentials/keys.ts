import { FailureError } from '../failure.ts';
import type { Environment } from '../plan/endpoint.ts';
import type { EnvironmentStep, KeysStep } from '../plan/plan.ts';
import { environmentToken } from '../plan/sources.ts';
import { sessionTokenOf } from '../profiles/kind.ts';
import { type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { Credentials } from './credentials.ts';

/**
 * Fetches the secrets of a source step from where the plan found its key id. The plan carries none, so they are read
 * at the last moment; keys that were exchanged since then are a failure, not somebody else's session.
 */
export function readKeys(
  profiles: () => ProfileSet,
  environment: Environment,
): (step: KeysStep | EnvironmentStep) => Credentials {
  return (step) => {
    const profile = profiles().profiles.get(step.profile);
    const found =
      step.kind === 'environment'
        ? {
            accessKeyId: environment['AWS_ACCESS_KEY_ID'],
            secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'],
            sessionToken: environmentToken(environment),
          }
        : {
            accessKeyId: valueOf(profile, 'aws_access_key_id'),
            secretAccessKey: valueOf(profile, 'aws_secret_access_key'),
            sessionToken: profile && sessionTokenOf(profile),
          };
    const { accessKeyId, secretAccessKey, sessionToken } = found;
    if (accessKeyId !== step.accessKeyId || !secretAccessKey) {
      throw new FailureError({ code: 'noCredentials', profile: step.profile });
    }
    return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration: undefined });
  };
}
