import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { kindOf, ownKindOf, sessionTokenOf } from '../profiles/credentialKind.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { identityCenterSource } from './identityCenterSource.ts';
import { profileOf } from './includeProfile.ts';
import { containerSource, instanceSource } from './machineRole.ts';
import type { SourceStep, TokenSource, WebIdentityStep } from './plan.ts';
import { acceptsValue } from './rules.ts';

/** A chain as the files have it: where the first credentials come from, then a role profile for each hop, first hop first. */
export interface Chain {
  readonly source: Source;
  readonly hops: readonly Profile[];
}

/** A source as the files have it. What a role session with a web identity is like besides is for the planner to say. */
export type Source =
  | Exclude<SourceStep, WebIdentityStep>
  | (Pick<WebIdentityStep, 'kind' | 'profile' | 'token' | 'roleArn'> & {
      readonly sessionName: string | undefined;
    });

export type Resolved = Chain | Failure;

/**
 * Follows `source_profile` from a profile to its first credentials. Where the tools disagree on what comes first
 * inside one profile, it is the CLI that is followed (botocore `credentials.py`, AssumeRoleProvider and the order of
 * `_get_profile_providers`): for the profile asked for, a role before keys; for a source profile, keys before a role.
 */
export function resolveChain(profiles: ProfileSet, name: string, environment: Environment): Resolved {
  // From the profile asked for to its source.
  const line: Profile[] = [];
  const places = new Map<string, number>();
  for (let current = name; ;) {
    const profile = profileOf(profiles, current);
    if (!profile) return missing(line.at(-1), current);
    const seen = places.get(current);
    const isOwnSource = seen === line.length - 1 && hasKeys(profile);
    if (seen !== undefined && !isOwnSource)
      return {
        code: 'sourceLoop',
        profile: name,
        loop: [...line.slice(seen).map((hop) => hop.name), current],
      };
    if (line.length > mostHops) return { code: 'chainTooLong', profile: name, most: mostHops };
    const kind = kindOf(profile);
    if (kind.kind !== 'role' || (line.length > 0 && hasKeys(profile))) {
      const own =
        ownSource(profiles, profile, environment) ??
        (line.length === 0 ? machineSource(profile, environment) : undefined);
      return chain(own ?? { code: 'noCredentials', profile: current }, line);
    }
    places.set(current, line.length);
    line.push(profile);
    const { sourceProfile, credentialSource } = kind;
    if (sourceProfile && credentialSource) return { code: 'twoSources', profile: current };
    if (credentialSource) {
      const asked = profileOf(profiles, name);
      return chain(namedSource(profile, credentialSource, asked, environment), line);
    }
    if (!sourceProfile) return { code: 'noSource', profile: current, hasKeys: hasKeys(profile) };
    current = sourceProfile;
  }
}

/**
 * No chain that works is as long: each hop is a call to AWS. Every profile has its plan, so those of one line of ten
 * thousand would be fifty million steps.
 */
export const mostHops = 250;

export function isFailure(value: object): value is Failure {
  return 'code' in value;
}

function missing(asker: Profile | undefined, name: string): Failure {
  return asker
    ? { code: 'missingSource', profile: asker.name, source: name }
    : { code: 'noSuchProfile', profile: name };
}

function chain(source: Source | Failure, line: readonly Profile[]): Resolved {
  return isFailure(source) ? source : { source, hops: line.toReversed() };
}

function hasKeys(profile: Profile): boolean {
  return valueOf(profile, 'aws_access_key_id') !== undefined;
}

/** The credentials that a profile without a role holds itself. */
function ownSource(
  profiles: ProfileSet,
  profile: Profile,
  environment: Environment,
): Source | Failure | undefined {
  const own = ownKindOf(profile);
  switch (own.kind) {
    case 'keys':
    case 'temporaryKeys':
      return keysOf(profile);
    case 'process':
      return { kind: 'process', profile: profile.name, command: valueOf(profile, own.key) ?? '' };
    case 'webIdentity':
      return webIdentityOf(profile);
    case 'login':
      return { kind: 'login', profile: profile.name, session: valueOf(profile, own.key) ?? '' };
    case 'identityCenter':
      return identityCenterSource(profiles, profile, environment);
    case 'none':
      return undefined;
  }
}

/** What the CLI falls back to where the profile asked for says nothing: the machine's own role. */
function machineSource(profile: Profile, environment: Environment): Source | Failure | undefined {
  return containerSource(profile.name, environment) ?? instanceSource(profile.name, profile, environment);
}

function webIdentityOf(profile: Profile): Source | Failure {
  const roleArn = valueOf(profile, 'role_arn');
  if (!roleArn) return { code: 'noRole', profile: profile.name };
  return {
    kind: 'webIdentity',
    profile: profile.name,
    token: tokenOf(profile),
    roleArn,
    sessionName: valueOf(profile, 'role_session_name'),
  };
}

function tokenOf(profile: Profile): TokenSource {
  const path = valueOf(profile, 'web_identity_token_file');
  return path === undefined
    ? { kind: 'program', command: valueOf(profile, 'web_identity_token_process') ?? '' }
    : { kind: 'file', path };
}

function keysOf(profile: Profile): SourceStep | Failure {
  const { text: accessKeyId, file } = profile.values.get('aws_access_key_id') ?? {};
  if (!accessKeyId || !file)
    return { code: 'incompleteKeys', profile: profile.name, missing: 'aws_access_key_id' };
  if (!valueOf(profile, 'aws_secret_access_key')) {
    return { code: 'incompleteKeys', profile: profile.name, missing: 'aws_secret_access_key' };
  }
  return {
    kind: 'keys',
    profile: profile.name,
    accessKeyId,
    file,
    temporary: sessionTokenOf(profile) !== undefined,
  };
}

function namedSource(
  { name: profile }: Profile,
  source: string,
  asked: Profile | undefined,
  environment: Environment,
): SourceStep | Failure {
  switch (source) {
    case 'Environment':
      return environmentSource(profile, environment);
    case 'EcsContainer':
      return containerSource(profile, environment) ?? { code: 'noContainer', profile };
    case 'Ec2InstanceMetadata':
      return instanceSource(profile, asked, environment) ?? { code: 'metadataDisabled', profile };
    default:
      return { code: 'invalidValue', profile, key: 'credential_source', value: source };
  }
}

/** The access keys in the environment, for `profile` (which asks for them, or stands for them). */
export function environmentSource(profile: string, environment: Environment): SourceStep | Failure {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  if (!accessKeyId || !environment['AWS_SECRET_ACCESS_KEY']) return { code: 'noEnvironmentKeys', profile };
  return {
    kind: 'environment',
    profile,
    accessKeyId,
    temporary: environmentToken(environment) !== undefined,
  };
}

/**
 * What VS Code's environment gives by itself, in the CLI's order: access keys, a web identity (EKS, CI), the role of the
 * container (ECS, EKS).
 */
export function environmentOwn(profile: string, environment: Environment): Source | Failure {
  if (environment['AWS_ACCESS_KEY_ID']) return environmentSource(profile, environment);
  const tokenFile = environment['AWS_WEB_IDENTITY_TOKEN_FILE'];
  if (tokenFile) return environmentWebIdentity(profile, tokenFile, environment);
  return containerSource(profile, environment) ?? environmentSource(profile, environment);
}

function environmentWebIdentity(
  profile: string,
  tokenFile: string,
  environment: Environment,
): Source | Failure {
  const roleArn = environment['AWS_ROLE_ARN'];
  if (!roleArn) return { code: 'noRole', profile };
  const sessionName = environment['AWS_ROLE_SESSION_NAME'] || undefined;
  if (!acceptsValue('role_arn', roleArn))
    return { code: 'invalidValue', profile, key: 'AWS_ROLE_ARN', value: roleArn };
  if (sessionName !== undefined && !acceptsValue('role_session_name', sessionName))
    return { code: 'invalidValue', profile, key: 'AWS_ROLE_SESSION_NAME', value: sessionName };
  return { kind: 'webIdentity', profile, token: { kind: 'file', path: tokenFile }, roleArn, sessionName };
}

/** Here, too, botocore reads the older name first (`credentials.py`, EnvProvider.TOKENS). */
export function environmentToken(environment: Environment): string | undefined {
  return environment['AWS_SECURITY_TOKEN'] || environment['AWS_SESSION_TOKEN'] || undefined;
}
