import type { Environment } from '../base/environment.ts';
import type { Failure, KeyPlace } from '../base/failure.ts';
import { sessionTokenOf } from '../profiles/credentialKind.ts';
import { badKey, type KeyTexts } from '../profiles/keyForm.ts';
import { keys } from '../profiles/keys.ts';
import { lineOf, type Profile, type ProfileSet, type Value, valueOf } from '../profiles/profiles.ts';
import { credentialVariables } from './machineRole.ts';
import type { SourceStep } from './plan.ts';

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
  const placeOf = (name: string): KeyPlace => {
    const value = profile.values.get(name);
    return { kind: value?.file ?? 'credentials', line: value && lineOf(profiles, value) };
  };
  const broken = Object.values(names).find((name) => continues(profiles, profile.values.get(name)));
  return broken === undefined
    ? malformed(profile.name, texts, names, placeOf)
    : {
        code: 'malformedKey',
        profile: profile.name,
        name: broken,
        place: placeOf(broken),
        trouble: 'lineBreak',
        character: '',
      };
}

/** Whether the next line has the rest of a key or token. The CLI reads it as part of the value if it is deeper. */
function continues({ documents }: ProfileSet, value: Value | undefined): boolean {
  if (!documents || !value) return false;
  const { text } = documents[value.file];
  const [, indent = '', rest = ''] =
    /^[^\n\r]*(?:\r\n|\n|\r)([^\S\r\n]*)([^\r\n]*)/u.exec(text.slice(value.end, value.end + maxLine)) ?? [];
  const part = rest.trimEnd();
  // `s3=` is a key.
  if (!/^[\w+/.%-]+={0,2}$/u.test(part) || /^[\w.-]{1,30}=$/u.test(part)) return false;
  // A word of a few letters may be anything else.
  return indent !== '' || part.length >= 16 || /[+/=]/u.test(part);
}

/** Longer than any token. */
const maxLine = 8192;

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

/** The access keys in the environment, for `profile`, which references or represents them. */
export function environmentKeys(profile: string, environment: Environment): SourceStep | Failure {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  if (!accessKeyId || !environment['AWS_SECRET_ACCESS_KEY']) {
    const present = credentialVariables(environment);
    return { code: 'noEnvironmentKeys', profile, ...(present.length > 0 ? { present } : {}) };
  }
  const failure = malformedVariable(profile, environment);
  if (failure) return failure;
  return {
    kind: 'environment',
    profile,
    accessKeyId,
    temporary: environmentToken(environment) !== undefined,
  };
}
