import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { keys } from '../profiles/keys.ts';
import { lostTitle } from '../profiles/meant/lostTitle.ts';
import { lineOf, type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { type StrayKey, strayKeys, strayValues } from '../profiles/strayKeys.ts';
import { containerSource, instanceSource, namesMetadataService } from './machineRole.ts';
import type { Note } from './notes/notes.ts';
import type { ContainerStep, InstanceStep } from './plan.ts';
import { invalidValue } from './rules.ts';

/**
 * The CLI's fallback if the requested profile configures no credentials: the role of the container or instance. It is
 * only for profiles that say nothing of credentials, and that of an instance only on an instance. What is misspelled,
 * incomplete, or in the wrong place is no reason to become another identity.
 */
export function fallbackSource(
  profiles: ProfileSet,
  profile: Profile,
  environment: Environment,
  isOnInstance?: boolean,
): ContainerStep | InstanceStep | Failure | undefined {
  const { name } = profile;
  const source = valueOf(profile, keys.credentialSource);
  const stray = strayKeys(profiles, profile).find(
    ({ key }) => !includeKeys.includes(key) && (key !== keys.credentialSource || !isMachine(source)),
  );
  if (stray) return strayFailure(profiles, profile, stray);
  if (includesCredentials(profiles, profile)) return { code: 'noCredentials', profile: name };
  const container = containerSource(name, environment);
  if (source === 'EcsContainer') return container ?? { code: 'noContainer', profile: name };
  const instance = instanceSource(name, profile, environment);
  if (source !== undefined) return instance;
  // Elsewhere the CLI would look for a metadata service, too, and find none.
  const hasService = isOnInstance !== false || namesMetadataService(profile, environment);
  return container ?? (hasService ? instance : undefined);
}

function isMachine(source: string | undefined): boolean {
  return source === 'EcsContainer' || source === 'Ec2InstanceMetadata';
}

function strayFailure(profiles: ProfileSet, holder: Profile, stray: StrayKey): Failure {
  const { name: profile } = holder;
  const { key, why, meant, above, location } = stray;
  if (why === 'empty') return invalidValue(holder, key);
  if (why === 'alone' && signInKeys.includes(key)) return withoutAccount(profiles, holder);
  const place = { kind: location.file, line: lineOf(profiles, location) };
  return { code: 'strayKey', profile, key, why, meant, above, place };
}

/**
 * A sign-in without an account and a role. The CLI looks for these in the profile before it reads the session (botocore
 * `credentials.py`, `_load_sso_config`).
 */
function withoutAccount({ ssoSessions }: ProfileSet, profile: Profile): Failure {
  const session = ssoSessions.get(valueOf(profile, keys.ssoSession) ?? '');
  const inSession = valueOf(session, keys.ssoAccountId) !== undefined;
  const facts = { code: 'ssoIncomplete', profile: profile.name, missing: keys.ssoAccountId } as const;
  return inSession ? { ...facts, inSession } : facts;
}

/** The failure of a source profile that has only a sign-in. */
export function loneSignIn(profiles: ProfileSet, profile: Profile): Failure | undefined {
  const hasSignIn = signInKeys.some((key) => valueOf(profile, key) !== undefined);
  return hasSignIn ? withoutAccount(profiles, profile) : undefined;
}

/** The failure if keys of somebody else are below a line that must be meant as a title. */
export function lostTitleFailure(profiles: ProfileSet, profile: Profile): Failure | undefined {
  const { documents } = profiles;
  if (!documents) return undefined;
  for (const { file, start } of profile.locations) {
    const lost = lostTitle(documents[file], start);
    if (!lost) continue;
    const place = { kind: file, line: lineOf(profiles, { file, ...lost }) };
    const facts = { key: '', why: 'lostTitle', meant: undefined, above: undefined } as const;
    return { code: 'strayKey', profile: profile.name, ...facts, place };
  }
  return undefined;
}

const signInKeys: readonly string[] = [keys.ssoSession, keys.ssoStartUrl, keys.ssoRegion];
const includeKeys: readonly string[] = [keys.includeProfile, keys.parentProfile];

/** Whether a profile refers to one that is missing or speaks of credentials, which it did not get from there. */
function includesCredentials(profiles: ProfileSet, profile: Profile): boolean {
  return includeKeys.some((key) => {
    const name = valueOf(profile, key);
    if (name === undefined || name === profile.name) return false;
    const included = profiles.profiles.get(name);
    return !included || strayKeys(profiles, included).length > 0;
  });
}

/** The failure of a profile, or the misspelled or misplaced key that is the reason for it. */
export function explained(profiles: ProfileSet, profile: Profile, failure: Failure): Failure {
  const wanted = wantedKeys(failure);
  const session = profiles.ssoSessions.get(valueOf(profile, keys.ssoSession) ?? '');
  const stray =
    wanted &&
    [
      ...misplaced(profile, strayKeys(profiles, profile)),
      ...(session ? misplaced(session, strayValues(session)) : []),
    ].find(({ meant }) => wanted === 'any' || wanted.includes(meant));
  return stray ? strayFailure(profiles, profile, stray) : failure;
}

function wantedKeys(failure: Failure): readonly (string | undefined)[] | 'any' | undefined {
  switch (failure.code) {
    case 'noCredentials':
      return 'any';
    case 'noSource':
      return [keys.sourceProfile, keys.credentialSource, keys.webIdentityTokenFile];
    case 'noRole':
      return [keys.roleArn];
    case 'incompleteKeys':
      return [failure.missing];
    case 'ssoIncomplete':
      return [failure.missing, keys.ssoSession];
    default:
      return undefined;
  }
}

/** Those that are meant as keys which the profile does not have. */
function misplaced(profile: Profile, strays: readonly StrayKey[]): readonly StrayKey[] {
  return strays.filter(
    ({ why, meant }) =>
      why !== 'empty' && why !== 'alone' && (meant === undefined || valueOf(profile, meant) === undefined),
  );
}

/** Notes about misspelled and misplaced keys in a profile that has other credentials. */
export function strayNotes(profile: Profile): readonly Note[] {
  return misplaced(profile, strayValues(profile)).flatMap(({ key, why, meant }): readonly Note[] =>
    meant === undefined || why === 'unknown' || why === 'comment'
      ? []
      : [{ code: 'strayKey', profile: profile.name, key, meant }],
  );
}
