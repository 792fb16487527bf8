import { type Environment, isTrue } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { acceptsValue, keys } from '../profiles/keys.ts';
import { meantKey } from '../profiles/meantKeys.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';
import type { ContainerStep, InstanceStep } from './plan.ts';

/** The URL of the container's credentials; undefined outside a container. The relative URI takes precedence. */
export function containerUrl(environment: Environment): string | undefined {
  const relative = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  if (relative) return `http://169.254.170.2${relative}`;
  return environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'] || undefined;
}

/**
 * The role of the container, for `profile`. The request carries a token, so HTTP without TLS is allowed only to this
 * machine and to AWS's own agents (botocore `utils.py`, ContainerMetadataFetcher).
 */
export function containerSource(
  profile: string,
  environment: Environment,
): ContainerStep | Failure | undefined {
  const text = containerUrl(environment);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isTrustedHost(url.hostname))))
    return { kind: 'container', profile, host: url.host };
  return { code: 'invalidValue', profile, key: 'AWS_CONTAINER_CREDENTIALS_FULL_URI' };
}

const trustedHosts = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', '[::1]', 'localhost'];

function isTrustedHost(host: string): boolean {
  return trustedHosts.includes(host) || /^127\.\d+\.\d+\.\d+$/u.test(host);
}

/**
 * The role of the EC2 instance, for `profile`; undefined if the user disabled the metadata service. For each setting,
 * the environment variable takes precedence over the requested profile (botocore `configprovider.py`).
 */
export function instanceSource(
  profile: string,
  requested: Profile | undefined,
  environment: Environment,
): InstanceStep | Failure | undefined {
  if (isTrue(environment['AWS_EC2_METADATA_DISABLED'])) return undefined;
  const setting = (key: string): string | undefined =>
    environment[`AWS_${key.toUpperCase()}`] || valueOf(requested, key);
  const key = keys.ec2MetadataServiceEndpoint;
  const own = setting(key);
  if (own !== undefined && !acceptsValue(key, own)) return { code: 'invalidValue', profile, key };
  const isV6 = setting(`${key}_mode`)?.toLowerCase() === 'ipv6' || isTrue(setting(keys.imdsUseIpv6));
  return {
    kind: 'instance',
    profile,
    endpoint: (own ?? (isV6 ? 'http://[fd00:ec2::254]' : 'http://169.254.169.254')).replace(
      /(?<!\/)\/+$/u,
      '',
    ),
    mayUseV1: !isTrue(setting(keys.ec2MetadataV1Disabled)),
  };
}

/** Whether somebody has configured where the metadata service is, so that there is one. */
export function namesMetadataService(profile: Profile | undefined, environment: Environment): boolean {
  const key = keys.ec2MetadataServiceEndpoint;
  return Boolean(environment[`AWS_${key.toUpperCase()}`] || valueOf(profile, key));
}

/** The variables in the environment that speak of credentials, also misspelled ones, such as `AWS_ACCESS_KEY`. */
export function credentialVariables(environment: Environment): readonly string[] {
  const names = Object.keys(environment).filter((name) => environment[name] && speaksOfCredentials(name));
  return names.toSorted().slice(0, maxNamed);
}

const maxNamed = 5;

function speaksOfCredentials(variable: string): boolean {
  if (/^AWS_(?:DEFAULT_)?PROFILE$/iu.test(variable)) return true;
  const [, name] = /^(?:AWS|AMAZON|AMZN)_(.+)$/iu.exec(variable) ?? [];
  if (name === undefined) return false;
  const meant = meantKey(`aws_${name.toLowerCase()}`);
  return (meant !== undefined && credentialKeys.includes(meant)) || keyWords.test(name);
}

/** `AWS_SECRET_KEY`, `AWS_ACCESSKEY`. */
const keyWords = /^(?:secret|access)(?:_?access)?_?key(?:_?id)?$/iu;

/** The keys whose variables lead to credentials. */
const credentialKeys: readonly string[] = [
  keys.awsAccessKeyId,
  keys.awsSecretAccessKey,
  keys.awsSessionToken,
  keys.awsSecurityToken,
  keys.roleArn,
  keys.webIdentityTokenFile,
];
