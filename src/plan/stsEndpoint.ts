import { type Environment, isTrue } from '../base/environment.ts';
import { keys } from '../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import type { StsEndpoint } from './plan.ts';

/** The environment's region (CLI v2: `AWS_REGION` before `AWS_DEFAULT_REGION`). */
export function environmentRegion(environment: Environment): string | undefined {
  return environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined;
}

/** The region for STS calls if none is configured: the default region of the first ARN's partition. */
export function partitionRegion(arns: readonly (string | undefined)[]): string {
  const partition = arns.find((arn) => arn?.startsWith('arn:'))?.split(':')[1];
  if (partition === 'aws-cn') return 'cn-north-1';
  if (partition === 'aws-us-gov') return 'us-gov-west-1';
  if (partition === 'aws-eusc') return 'eusc-de-east-1';
  return 'us-east-1';
}

/**
 * The STS endpoint for calls on behalf of `profile`. For each setting, the environment takes precedence over the
 * profile (AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "AWS STS Regional endpoints").
 */
export function stsEndpoint(
  profiles: ProfileSet,
  profile: Profile | undefined,
  region: string,
  environment: Environment,
  caBundle = caBundleOf([profile], environment),
): StsEndpoint {
  const either = (variable: string, key: string): string | undefined =>
    environment[variable] || valueOf(profile, key);
  return {
    region,
    url: isIgnoringEndpoints(profile, environment)
      ? undefined
      : environment['AWS_ENDPOINT_URL_STS'] ||
        environment['AWS_ENDPOINT_URL'] ||
        serviceEndpoints(profiles, profile).get('sts') ||
        valueOf(profile, keys.endpointUrl),
    fips: isTrue(either('AWS_USE_FIPS_ENDPOINT', keys.useFipsEndpoint)),
    dualstack: isTrue(either('AWS_USE_DUALSTACK_ENDPOINT', keys.useDualstackEndpoint)),
    legacyGlobal: either('AWS_STS_REGIONAL_ENDPOINTS', keys.stsRegionalEndpoints)?.toLowerCase() === 'legacy',
    caBundle,
  };
}

/**
 * The file with the trusted certificate authorities. As in the CLI, the environment takes precedence (botocore
 * `configprovider.py`, `ca_bundle`), then the first candidate that sets one.
 */
export function caBundleOf(
  candidates: readonly (Profile | undefined)[],
  environment: Environment,
): string | undefined {
  const holder = candidates.find((profile) => valueOf(profile, keys.caBundle));
  return environment['AWS_CA_BUNDLE'] || valueOf(holder, keys.caBundle);
}

/**
 * The profile's endpoints and CA bundle as environment variables for programs. Without them, a terminal with the keys
 * of, say, a LocalStack profile would call the real AWS. Variables that are already set take precedence.
 */
export function endpointVariables(
  profiles: ProfileSet,
  profile: Profile | undefined,
  environment: Environment,
  caBundle = caBundleOf([profile], environment),
): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  if (caBundle && !environment['AWS_CA_BUNDLE']) variables.set('AWS_CA_BUNDLE', caBundle);
  if (isIgnoringEndpoints(profile, environment) || environment['AWS_ENDPOINT_URL']) return variables;
  const url = valueOf(profile, keys.endpointUrl);
  if (url) variables.set('AWS_ENDPOINT_URL', url);
  for (const [service, endpoint] of serviceEndpoints(profiles, profile)) {
    const name = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
    if (!environment[name]) variables.set(name, endpoint);
  }
  return variables;
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

function isIgnoringEndpoints(profile: Profile | undefined, environment: Environment): boolean {
  return isTrue(
    environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] || valueOf(profile, keys.ignoreConfiguredEndpointUrls),
  );
}
