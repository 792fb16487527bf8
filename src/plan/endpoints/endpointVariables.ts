import { type Environment, isTrue } from '../../base/environment.ts';
import { type KeyName, keys } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { callSettings } from '../../profiles/keys/callSettings.ts';
import { caBundleOf, isIgnoringEndpoints, serviceEndpoints } from './stsEndpoint.ts';

/**
 * The settings of the profile that decide at which endpoints programs call AWS, as environment variables. Without them,
 * a terminal with the keys of, say, a LocalStack profile would call the real AWS. Variables that are already set take
 * precedence.
 */
export function endpointVariables(
  profiles: ProfileSet,
  profile: Profile | undefined,
  environment: Environment,
): ReadonlyMap<string, string> {
  const all = [
    ...settings(profile, profiles.profiles.get('default')),
    ['AWS_CA_BUNDLE', caBundleOf(profile, environment)] as const,
    ...urls(profiles, profile, environment),
  ];
  return new Map(
    all.flatMap(([name, value]) => (value && !environment[name]?.trim() ? [[name, value] as const] : [])),
  );
}

/** A program with keys in its environment names no profile, so it would use the settings of `[default]`. */
function settings(
  profile: Profile | undefined,
  byDefault: Profile | undefined,
): readonly (readonly [string, string])[] {
  return callSettings.map(([key, variable, usual]) => {
    const isElsewhere = profile && textOf(byDefault, key);
    const text = textOf(profile, key) || (isElsewhere ? usual : '');
    // The SDK for JavaScript rejects everything but these two words.
    const isSwitch = usual === 'true' || usual === 'false';
    return [variable, isSwitch && text ? `${isTrue(text)}` : text];
  });
}

/** botocore also reads the settings of S3 in the `s3` block of a profile. */
function textOf(profile: Profile | undefined, key: string): string | undefined {
  const written = profile?.values.get(key)?.text;
  const block = key.startsWith('s3_') ? profile?.values.get(keys.s3)?.nested : undefined;
  return (written ?? block?.get(key) ?? block?.get(key.slice('s3_'.length)))?.trim();
}

/**
 * The keys of `[default]` that count for programs which have keys in their environment, but no profile name, although
 * the profile does not have them. The variable that hides endpoints would also hide those that somebody sets in a
 * terminal, so that a test of LocalStack would reach AWS.
 */
export function keysOfDefault(
  profiles: ProfileSet,
  profile: Profile,
  region: string | undefined,
): readonly KeyName[] {
  const byDefault = profiles.profiles.get('default');
  if (!byDefault || byDefault === profile) return [];
  const endpointKeys = valueOf(profile, keys.endpointUrl) ? [] : [keys.endpointUrl, keys.services];
  const candidates = [...(region === undefined ? [keys.region] : []), ...endpointKeys];
  return candidates.filter((key) => valueOf(byDefault, key) && !valueOf(profile, key));
}

function urls(
  profiles: ProfileSet,
  profile: Profile | undefined,
  environment: Environment,
): readonly (readonly [string, string | undefined])[] {
  if (isIgnoringEndpoints(profile, environment) || environment['AWS_ENDPOINT_URL']?.trim()) return [];
  const services = [...serviceEndpoints(profiles, profile)].map(
    ([service, endpoint]) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, endpoint] as const,
  );
  return [['AWS_ENDPOINT_URL', valueOf(profile, keys.endpointUrl)], ...services];
}
