import type { Environment } from '../base/environment.ts';
import type { Failure, KeyPlace } from '../base/failure.ts';
import { sessionTokenOf } from '../profiles/credentialKind.ts';
import { badKey, type KeyTexts } from '../profiles/keyForm.ts';
import { keys } from '../profiles/keys.ts';
import { lineOf, type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';

/** The failure if the access key of a profile cannot work as it is written. */
export function malformedKey(profiles: ProfileSet, profile: Profile): Failure | undefined {
  const texts = {
    accessKeyId: valueOf(profile, keys.awsAccessKeyId) ?? '',
    secretAccessKey: valueOf(profile, keys.awsSecretAccessKey) ?? '',
    sessionToken: sessionTokenOf(profile),
  };
  const names = {
    accessKeyId: keys.awsAccessKeyId,
    secretAccessKey: keys.awsSecretAccessKey,
    sessionToken: valueOf(profile, keys.awsSecurityToken) ? keys.awsSecurityToken : keys.awsSessionToken,
  };
  return malformed(profile.name, texts, names, (name) => {
    const value = profile.values.get(name);
    return { kind: value?.file ?? 'credentials', line: value && lineOf(profiles, value) };
  });
}

/** The failure if the access key in the environment cannot work as it is. */
export function malformedVariable(profile: string, environment: Environment): Failure | undefined {
  const texts = {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environmentToken(environment),
  };
  const names = {
    accessKeyId: 'AWS_ACCESS_KEY_ID',
    secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
    sessionToken: environment['AWS_SECURITY_TOKEN'] ? 'AWS_SECURITY_TOKEN' : 'AWS_SESSION_TOKEN',
  };
  return malformed(profile, texts, names, () => ({ kind: 'environment' }));
}

function malformed(
  profile: string,
  texts: KeyTexts,
  names: Readonly<Record<keyof KeyTexts, string>>,
  placeOf: (name: string) => KeyPlace,
): Failure | undefined {
  const bad = badKey(texts);
  if (!bad) return undefined;
  const { part, ...form } = bad;
  const name = names[part];
  return { code: 'malformedKey', profile, name, place: placeOf(name), ...form };
}

/** botocore reads the older name first (`credentials.py`, EnvProvider.TOKENS). */
export function environmentToken(environment: Environment): string | undefined {
  return environment['AWS_SECURITY_TOKEN'] || environment['AWS_SESSION_TOKEN'] || undefined;
}
