import { type Environment, isTrue } from '../../base/environment.ts';
import { configKey, type KeyName, keys } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { aws, partitionOf } from './regions.ts';

export interface StsEndpoint {
  readonly region: string;
  /** A custom endpoint instead of AWS's. */
  readonly url: string | undefined;
  readonly fips: boolean;
  readonly dualstack: boolean;
  /** `sts_regional_endpoints = legacy`: sts.amazonaws.com for the regions that existed before regional endpoints. */
  readonly legacyGlobal: boolean;
  /** The file with the trusted certificate authorities that replace the built-in ones. */
  readonly caBundle: string | undefined;
}

/** The environment's region (CLI v2: `AWS_REGION` before `AWS_DEFAULT_REGION`). */
export function environmentRegion(environment: Environment): string | undefined {
  return environment['AWS_REGION']?.trim() || environment['AWS_DEFAULT_REGION']?.trim() || undefined;
}

/**
 * The region for STS calls if none is configured: that of the first ARN or region that tells the partition. The CLI
 * calls us-east-1 in any partition.
 */
export function partitionRegion(arnsAndRegions: readonly (string | undefined)[]): string {
  const known = arnsAndRegions.map((text) => text && partitionOf(text)).find((found) => found);
  return (known || aws).defaultRegion;
}

/**
 * The STS endpoint for calls with the settings of `profile`. For each of them, the environment takes precedence over
 * the profile (AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "AWS STS Regional endpoints").
 */
export function stsEndpoint(
  profiles: ProfileSet,
  profile: Profile | undefined,
  region: string,
  environment: Environment,
): StsEndpoint {
  return {
    region,
    url: endpointOf(profiles, profile, 'sts', environment),
    ...variantsOf(profile, environment),
    legacyGlobal: settingOf(profile, keys.stsRegionalEndpoints, environment) === 'legacy',
    caBundle: caBundleOf(profile, environment),
  };
}

/** The custom endpoint for a service, which is named as in a `[services]` section. Undefined: AWS's endpoint. */
export function endpointOf(
  profiles: ProfileSet,
  profile: Profile | undefined,
  service: string,
  environment: Environment,
): string | undefined {
  if (isIgnoringEndpoints(profile, environment)) return undefined;
  return (
    environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    environment['AWS_ENDPOINT_URL'] ||
    serviceEndpoints(profiles, profile).get(service) ||
    valueOf(profile, keys.endpointUrl)
  );
}

/** Whether AWS is called at its FIPS and dual-stack endpoints. */
export function variantsOf(
  profile: Profile | undefined,
  environment: Environment,
): { readonly fips: boolean; readonly dualstack: boolean } {
  return {
    fips: isTrue(settingOf(profile, keys.useFipsEndpoint, environment)),
    dualstack: isTrue(settingOf(profile, keys.useDualstackEndpoint, environment)),
  };
}

/** The file with the trusted certificate authorities (botocore `configprovider.py`, `ca_bundle`). */
export function caBundleOf(profile: Profile | undefined, environment: Environment): string | undefined {
  return settingOf(profile, keys.caBundle, environment);
}

function settingOf(profile: Profile | undefined, key: KeyName, environment: Environment): string | undefined {
  const set = variableOf(key, environment);
  return (set && environment[set]) || valueOf(profile, key);
}

/** The variable that wins over the key in a profile, if it is set. */
export function variableOf(key: KeyName, environment: Environment): string | undefined {
  return configKey(key)?.variables?.find((variable) => environment[variable]?.trim());
}

/** The `endpoint_url` of each service in the `[services x]` section that the profile references. */
export function serviceEndpoints(
  profiles: ProfileSet,
  profile: Profile | undefined,
): ReadonlyMap<string, string> {
  const services = profiles.services.get(valueOf(profile, keys.services) ?? '');
  const endpoints = new Map<string, string>();
  for (const [service, { nested }] of services?.values ?? []) {
    const url = nested.get(keys.endpointUrl);
    // The service becomes part of a variable's name, so allow only valid service identifiers.
    if (url && /^[a-z0-9_]+$/u.test(service)) endpoints.set(service, url);
  }
  return endpoints;
}

/** Whether only AWS's own endpoints are called. */
export function isIgnoringEndpoints(profile: Profile | undefined, environment: Environment): boolean {
  return isTrue(settingOf(profile, keys.ignoreConfiguredEndpointUrls, environment));
}
