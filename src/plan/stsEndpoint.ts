import { type Environment, isTrue } from '../base/environment.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import type { StsEndpoint } from './plan.ts';

/** The profile's region as the person wrote it, or else the environment's (CLI v2: `AWS_REGION`, `AWS_DEFAULT_REGION`). */
export function environmentRegion(environment: Environment): string | undefined {
  return environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined;
}

/** Where STS is called when nobody names a region: in the partition of the first ARN. */
export function partitionRegion(arns: readonly (string | undefined)[]): string {
  const partition = arns.find((arn) => arn?.startsWith('arn:'))?.split(':')[1];
  if (partition === 'aws-cn') return 'cn-north-1';
  if (partition === 'aws-us-gov') return 'us-gov-west-1';
  if (partition === 'aws-eusc') return 'eusc-de-east-1';
  return 'us-east-1';
}

/**
 * The STS endpoint for calls on behalf of `profile`. For each value the environment comes first, then the profile
 * (AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "AWS STS Regional endpoints").
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
        valueOf(profile, 'endpoint_url'),
    fips: isTrue(either('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint')),
    dualstack: isTrue(either('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint')),
    legacyGlobal: either('AWS_STS_REGIONAL_ENDPOINTS', 'sts_regional_endpoints')?.toLowerCase() === 'legacy',
    caBundle,
  };
}

/**
 * The file with the authorities to believe: the environment before the profiles, as the CLI has it (botocore
 * `configprovider.py`, `ca_bundle`), and the first profile of the line that names one.
 */
export function caBundleOf(
  line: readonly (Profile | undefined)[],
  environment: Environment,
): string | undefined {
  const holder = line.find((profile) => valueOf(profile, 'ca_bundle'));
  return environment['AWS_CA_BUNDLE'] || valueOf(holder, 'ca_bundle');
}

/**
 * The endpoints that the profile configures, and whose certificates it believes, as the variables that programs read.
 * Without them a terminal with the keys of, say, a LocalStack profile would take them to the real AWS. Variables that
 * are set already come first.
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
  const url = valueOf(profile, 'endpoint_url');
  if (url) variables.set('AWS_ENDPOINT_URL', url);
  for (const [service, endpoint] of serviceEndpoints(profiles, profile)) {
    const name = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
    if (!environment[name]) variables.set(name, endpoint);
  }
  return variables;
}

/** `endpoint_url` by service of the `[services x]` section that the profile names. */
export function serviceEndpoints(
  profiles: ProfileSet,
  profile: Profile | undefined,
): ReadonlyMap<string, string> {
  const services = profiles.services.get(valueOf(profile, 'services') ?? '');
  const endpoints = new Map<string, string>();
  for (const [service, { nested }] of services?.values ?? []) {
    const url = nested.get('endpoint_url');
    // The name becomes part of a variable's name: nothing but a service may be in it.
    if (url && /^[a-z0-9_]+$/u.test(service)) endpoints.set(service, url);
  }
  return endpoints;
}

function isIgnoringEndpoints(profile: Profile | undefined, environment: Environment): boolean {
  return isTrue(
    environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] || valueOf(profile, 'ignore_configured_endpoint_urls'),
  );
}
