import { type Environment, isTrue } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';
import type { ContainerStep, InstanceStep } from './plan.ts';
import { acceptsValue } from './rules.ts';

/** The address at which a container gets its role; undefined outside of one. Of two, the relative one counts. */
export function containerUrl(environment: Environment): string | undefined {
  const relative = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  if (relative) return `http://169.254.170.2${relative}`;
  return environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'] || undefined;
}

/**
 * The role of the container, for `profile`. A token goes to the address with the request: without TLS, only to this
 * machine and to AWS's own agents (botocore `utils.py`, ContainerMetadataFetcher).
 */
export function containerSource(
  profile: string,
  environment: Environment,
): ContainerStep | Failure | undefined {
  const text = containerUrl(environment);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isNear(url.hostname))))
    return { kind: 'container', profile, host: url.host };
  const key = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
  return { code: 'invalidValue', profile, key, value: url ? `${url.protocol}//${url.host}/…` : text };
}

const agents = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', '[::1]', 'localhost'];

function isNear(host: string): boolean {
  return agents.includes(host) || /^127\.\d+\.\d+\.\d+$/u.test(host);
}

/**
 * The role of the instance, for `profile`; undefined where the person says that there is none. The variable comes
 * first, then the profile asked for (botocore `configprovider.py`).
 */
export function instanceSource(
  profile: string,
  asked: Profile | undefined,
  environment: Environment,
): InstanceStep | Failure | undefined {
  if (isTrue(environment['AWS_EC2_METADATA_DISABLED'])) return undefined;
  const setting = (key: string): string | undefined =>
    environment[`AWS_${key.toUpperCase()}`] || valueOf(asked, key);
  const key = 'ec2_metadata_service_endpoint';
  const own = setting(key);
  if (own !== undefined && !acceptsValue(key, own)) return { code: 'invalidValue', profile, key, value: own };
  const isV6 = setting(`${key}_mode`)?.toLowerCase() === 'ipv6' || isTrue(setting('imds_use_ipv6'));
  return {
    kind: 'instance',
    profile,
    endpoint: (own ?? (isV6 ? 'http://[fd00:ec2::254]' : 'http://169.254.169.254')).replace(/\/+$/u, ''),
    mayUseV1: !isTrue(setting('ec2_metadata_v1_disabled')),
  };
}
