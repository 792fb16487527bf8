import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { kindOf, type OwnKind, ownKindOf, sessionTokenOf } from '../profiles/credentialKind.ts';
import { acceptsValue, keys } from '../profiles/keys.ts';
import { valueTrouble } from '../profiles/meant/valueTrouble.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { nearestName } from '../profiles/spelling.ts';
import { identityCenterSource } from './identityCenterSource.ts';
import { hasTooManyIncludes, maxIncludes, profileOf } from './includeProfile.ts';
import { environmentKeys, malformedKey } from './keyForms.ts';
import { containerSource, credentialVariables, instanceSource } from './machineRole.ts';
import type { LoginStep, SourceStep, TokenSource, WebIdentityStep } from './plan.ts';
import { invalidValue } from './rules.ts';
import { explained, fallbackSource, loneSignIn, lostTitleFailure } from './strayFailures.ts';

/** A chain of profiles: the source of the first credentials, then a role profile for each hop, first hop first. */
export interface Chain {
  readonly source: Source;
  readonly hops: readonly Profile[];
}

/** A source as configured. The planner completes the steps of web identities and of sign-ins with the console. */
export type Source =
  | Exclude<SourceStep, WebIdentityStep | LoginStep>
  | Omit<LoginStep, 'signin'>
  | (Pick<WebIdentityStep, 'kind' | 'profile' | 'token' | 'roleArn'> & {
      readonly sessionName: string | undefined;
    });

export type Resolved = Chain | Failure;

/**
 * Follows `source_profile` from a profile to its first credentials. The tools disagree on precedence within a
 * profile; this follows the CLI (botocore `credentials.py`, AssumeRoleProvider and the order of
 * `_get_profile_providers`): a role before keys in the requested profile, keys before a role in a source profile.
 */
export function resolveChain(
  profiles: ProfileSet,
  name: string,
  environment: Environment,
  isOnInstance?: boolean,
): Resolved {
  // From the requested profile towards its source.
  const visited: Profile[] = [];
  const visitedAt = new Map<string, number>();
  for (let current = name; ;) {
    const profile = profileOf(profiles, current);
    if (!profile) return missing(profiles, visited.at(-1), current);
    const lost = lostTitleFailure(profiles, profile);
    if (lost) return lost;
    if (hasTooManyIncludes(profiles, current))
      return { code: 'includesTooLong', profile: current, most: maxIncludes };
    const seen = visitedAt.get(current);
    // A profile with keys may name itself as its source. Any other loop fails, and the failure names all of it.
    const isOwnSource = seen === visited.length - 1 && hasKeys(profile);
    if (seen !== undefined && !isOwnSource)
      return {
        code: 'sourceLoop',
        profile: name,
        loop: [...visited.slice(seen).map((hop) => hop.name), current],
      };
    if (visited.length > maxHops) return { code: 'chainTooLong', profile: name, most: maxHops };
    const kind = kindOf(profile);
    if (kind.kind !== 'role' || (visited.length > 0 && hasKeys(profile))) {
      const own =
        ownSource(profiles, profile, environment) ??
        (visited.length === 0
          ? fallbackSource(profiles, profile, environment, isOnInstance)
          : loneSignIn(profiles, profile)) ??
        ({ code: 'noCredentials', profile: current } as const);
      return chain(isFailure(own) ? explained(profiles, profile, own) : own, visited);
    }
    if (!valueOf(profile, keys.roleArn)) return invalidValue(profile, keys.roleArn);
    visitedAt.set(current, visited.length);
    visited.push(profile);
    const { sourceProfile, credentialSource } = kind;
    if (sourceProfile && credentialSource) return { code: 'twoSources', profile: current };
    if (credentialSource) {
      const requested = profileOf(profiles, name);
      return chain(namedSource(profile, credentialSource, requested, environment), visited);
    }
    if (!sourceProfile)
      return explained(profiles, profile, { code: 'noSource', profile: current, hasKeys: hasKeys(profile) });
    current = sourceProfile;
  }
}

/**
 * No working chain is this long, since each hop is a call to AWS. Every profile has a plan, so without a limit a single
 * chain of 10,000 profiles would lead to 50 million steps.
 */
export const maxHops = 250;

export function isFailure(value: object): value is Failure {
  return 'code' in value;
}

function missing({ profiles }: ProfileSet, referrer: Profile | undefined, name: string): Failure {
  if (!referrer) return { code: 'noSuchProfile', profile: name };
  const facts = { code: 'missingSource', profile: referrer.name, source: name } as const;
  const near = nearestName(name, profiles);
  return near === undefined ? facts : { ...facts, near };
}

function chain(source: Source | Failure, visited: readonly Profile[]): Resolved {
  return isFailure(source) ? source : { source, hops: visited.toReversed() };
}

/** Also half a key counts (botocore `credentials.py`, `_has_static_credentials`). */
function hasKeys({ values }: Profile): boolean {
  return values.has(keys.awsAccessKeyId) || values.has(keys.awsSecretAccessKey);
}

/** The profile's own credentials, ignoring its role. */
function ownSource(
  profiles: ProfileSet,
  profile: Profile,
  environment: Environment,
): Source | Failure | undefined {
  const own = ownKindOf(profile);
  const empty = selectingKeys[own.kind].find((key) => profile.values.get(key)?.text === '');
  if (empty !== undefined) return invalidValue(profile, empty);
  switch (own.kind) {
    case 'keys':
    case 'temporaryKeys':
      return keysOf(profiles, profile);
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

/** The keys that select a source in the CLI even without a value. */
const selectingKeys: Readonly<Record<OwnKind['kind'], readonly string[]>> = {
  webIdentity: [],
  identityCenter: [keys.ssoAccountId, keys.ssoRoleName],
  keys: [keys.awsAccessKeyId],
  temporaryKeys: [keys.awsAccessKeyId],
  login: [keys.loginSession],
  process: [keys.credentialProcess],
  none: [],
};

function webIdentityOf(profile: Profile): Source | Failure {
  const roleArn = valueOf(profile, keys.roleArn);
  if (!roleArn) return { code: 'noRole', profile: profile.name };
  return {
    kind: 'webIdentity',
    profile: profile.name,
    token: tokenOf(profile),
    roleArn,
    sessionName: valueOf(profile, keys.roleSessionName),
  };
}

function tokenOf(profile: Profile): TokenSource {
  const path = valueOf(profile, keys.webIdentityTokenFile);
  return path === undefined
    ? { kind: 'program', command: valueOf(profile, keys.webIdentityTokenProcess) ?? '' }
    : { kind: 'file', path };
}

function keysOf(profiles: ProfileSet, profile: Profile): SourceStep | Failure {
  const { text: accessKeyId, file } = profile.values.get(keys.awsAccessKeyId) ?? {};
  if (!accessKeyId || !file)
    return { code: 'incompleteKeys', profile: profile.name, missing: keys.awsAccessKeyId };
  if (!valueOf(profile, keys.awsSecretAccessKey)) {
    return { code: 'incompleteKeys', profile: profile.name, missing: keys.awsSecretAccessKey };
  }
  const malformed = malformedKey(profiles, profile);
  if (malformed) return malformed;
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
  requested: Profile | undefined,
  environment: Environment,
): SourceStep | Failure {
  switch (source) {
    case 'Environment':
      return environmentKeys(profile, environment);
    case 'EcsContainer':
      return containerSource(profile, environment) ?? { code: 'noContainer', profile };
    case 'Ec2InstanceMetadata':
      return instanceSource(profile, requested, environment) ?? { code: 'metadataDisabled', profile };
    default:
      return { code: 'invalidValue', profile, key: keys.credentialSource, ...valueTrouble(source) };
  }
}

/**
 * The credentials of VS Code's environment, in the CLI's order: access keys, a web identity (EKS, CI), the role of the
 * container (ECS, EKS), the role of the instance. The role of the machine is only for an environment that says nothing
 * of other credentials, not even half or misspelled.
 */
export function ambientSource(
  profile: string,
  environment: Environment,
  isOnInstance: boolean,
): Source | Failure {
  if (environment['AWS_ACCESS_KEY_ID']) return environmentKeys(profile, environment);
  const tokenFile = environment['AWS_WEB_IDENTITY_TOKEN_FILE'];
  if (tokenFile) return environmentWebIdentity(profile, tokenFile, environment);
  if (credentialVariables(environment).length > 0) return environmentKeys(profile, environment);
  return (
    containerSource(profile, environment) ??
    (isOnInstance ? instanceSource(profile, undefined, environment) : undefined) ??
    environmentKeys(profile, environment)
  );
}

function environmentWebIdentity(
  profile: string,
  tokenFile: string,
  environment: Environment,
): Source | Failure {
  const roleArn = environment['AWS_ROLE_ARN'];
  if (!roleArn) return { code: 'noEnvironmentRole', profile };
  const sessionName = environment['AWS_ROLE_SESSION_NAME'] || undefined;
  if (sessionName !== undefined && !acceptsValue(keys.roleSessionName, sessionName))
    return { code: 'invalidValue', profile, key: 'AWS_ROLE_SESSION_NAME', ...valueTrouble(sessionName) };
  const token = { kind: 'file', path: tokenFile, key: 'AWS_WEB_IDENTITY_TOKEN_FILE' } as const;
  return { kind: 'webIdentity', profile, token, roleArn, sessionName };
}
