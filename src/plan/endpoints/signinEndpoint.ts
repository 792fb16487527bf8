import type { Environment } from '../../base/environment.ts';
import { keys } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { profileOf } from '../includeProfile.ts';
import { aws, partitionOf, serviceHost } from './regions.ts';
import { caBundleOf, endpointOf, environmentRegion, partitionRegion, variantsOf } from './stsEndpoint.ts';

/** AWS Sign-In: the service behind the sign-in page of the console. */
export interface SigninEndpoint {
  readonly region: string;
  /** A custom endpoint instead of AWS's. */
  readonly url: string | undefined;
  readonly fips: boolean;
  readonly dualstack: boolean;
  /** The file with the trusted certificate authorities that replace the built-in ones. */
  readonly caBundle: string | undefined;
}

/** AWS Sign-In in a region, with the settings of `profile` for calls to AWS. */
export function signinEndpoint(
  profiles: ProfileSet,
  profile: Profile | undefined,
  region: string,
  environment: Environment,
): SigninEndpoint {
  return {
    region,
    url: endpointOf(profiles, profile, 'signin', environment),
    ...variantsOf(profile, environment),
    caBundle: caBundleOf(profile, environment),
  };
}

/**
 * Where a profile, which may not exist yet, is signed in: in `region`, else in its own, that of the environment, or the
 * default of its partition.
 */
export function newConsoleEndpoint(
  profiles: ProfileSet,
  name: string,
  region: string | undefined,
  environment: Environment,
): SigninEndpoint {
  const profile = profileOf(profiles, name);
  const own = valueOf(profile, keys.region) ?? environmentRegion(environment);
  const session = valueOf(profile, keys.loginSession);
  return signinEndpoint(profiles, profile, region ?? own ?? partitionRegion([session]), environment);
}

/**
 * AWS's host for AWS Sign-In (botocore, `signin` endpoint rules). Its ordinary hosts have domains of their own, unlike
 * those of other services.
 */
export function signinHost({ region, fips, dualstack }: SigninEndpoint): string {
  const { id, signinDomain } = partitionOf(region) ?? aws;
  if (dualstack || (fips && id !== 'aws-us-gov'))
    return `signin${fips ? '-fips' : ''}.${serviceHost('', { region, fips: false, dualstack }).slice(1)}`;
  if (!fips) return `${region}.${signinDomain}`;
  const prefix = region === 'us-gov-west-1' ? '' : `${region}.`;
  return `${prefix}${signinDomain.replace('signin.', 'signin-fips.')}`;
}

/** The address of AWS Sign-In, without a slash at its end. */
export function signinUrl(endpoint: SigninEndpoint): string {
  return (endpoint.url ?? `https://${signinHost(endpoint)}`).replace(/(?<!\/)\/+$/u, '');
}
