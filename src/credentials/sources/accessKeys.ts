import type { Environment } from '../../base/environment.ts';
import { FailureError } from '../../base/failure.ts';
import type { EnvironmentStep, KeysStep } from '../../plan/plan.ts';
import { environmentToken } from '../../plan/sourceChain.ts';
import { sessionTokenOf } from '../../profiles/credentialKind.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { Credentials } from '../credentials.ts';
import { readTime } from '../time.ts';

/**
 * Fetches the secrets of a source step from where the plan found its key id. The plan carries none, so they are read
 * at the last moment; keys that were exchanged since then are a failure, not somebody else's session. When they end, if
 * they do, only the environment says.
 */
export function readKeys(
  profiles: () => ProfileSet,
  environment: Environment,
  now: () => number,
): (step: KeysStep | EnvironmentStep) => Credentials {
  return (step) => {
    const found =
      step.kind === 'environment'
        ? keysOfEnvironment(environment)
        : keysOfProfile(profiles().profiles.get(step.profile));
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
    if (accessKeyId !== step.accessKeyId || !secretAccessKey) {
      throw new FailureError({ code: 'noCredentials', profile: step.profile });
    }
    if (expiration !== undefined && expiration <= now()) {
      throw new FailureError({ code: 'environmentExpired', profile: step.profile });
    }
    return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
  };
}

interface FoundKeys {
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
  readonly expiration: number | undefined;
}

function keysOfProfile(profile: Profile | undefined): FoundKeys {
  return {
    accessKeyId: valueOf(profile, 'aws_access_key_id'),
    secretAccessKey: valueOf(profile, 'aws_secret_access_key'),
    sessionToken: profile && sessionTokenOf(profile),
    expiration: undefined,
  };
}

/** As the CLI has it (botocore `credentials.py`, EnvProvider), but for a time beside long-term keys: it is not theirs. */
function keysOfEnvironment(environment: Environment): FoundKeys {
  const sessionToken = environmentToken(environment);
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'],
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'],
    sessionToken,
    expiration: sessionToken === undefined ? undefined : readTime(environment['AWS_CREDENTIAL_EXPIRATION']),
  };
}
