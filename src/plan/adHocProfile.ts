import type { Environment } from '../base/environment.ts';
import { keys } from '../profiles/keys.ts';
import {
  type AdHocTarget,
  type Profile,
  type ProfileSet,
  targetKey,
  targetName,
  type Value,
  valueOf,
} from '../profiles/profiles.ts';
import { environmentRegion } from './endpoints/stsEndpoint.ts';

/**
 * Adds an ad-hoc target to the profile set as an equivalent profile, so that it can be planned like one. `name` is its
 * key in the set. The key of a role cannot be a profile name in a file, so it cannot shadow its own source profile.
 */
export function withAdHocProfile(
  profiles: ProfileSet,
  target: AdHocTarget,
  environment: Environment,
): { readonly profiles: ProfileSet; readonly name: string } {
  const isRole = target.kind === 'role';
  const values = isRole ? roleValues(target) : assignmentValues(profiles, target, environment);
  const written = values.flatMap(([key, text]) => (text ? [[key, asValue(text)] as const] : []));
  const profile: Profile = { name: targetName(target), locations: [], values: new Map(written) };
  const name = isRole ? targetKey(target) : profile.name;
  return { profiles: { ...profiles, profiles: new Map(profiles.profiles).set(name, profile) }, name };
}

type Values = readonly (readonly [key: string, text: string | undefined])[];

/** What a profile of the files says for such a role. */
export function roleValues(target: Extract<AdHocTarget, { kind: 'role' }>): Values {
  return [
    [keys.roleArn, target.roleArn],
    [keys.sourceProfile, target.sourceProfile],
    [keys.roleSessionName, target.sessionName],
    [keys.externalId, target.externalId],
    [keys.mfaSerial, target.mfaSerial],
    [keys.durationSeconds, target.durationSeconds],
    [keys.region, target.region],
  ];
}

/** The region is that of the default profile, else of the environment, else that of the Identity Center. */
function assignmentValues(
  { profiles, ssoSessions }: ProfileSet,
  { signIn, accountId, roleName }: Extract<AdHocTarget, { kind: 'assignment' }>,
  environment: Environment,
): Values {
  const legacyProfile = ssoSessions.has(signIn)
    ? undefined
    : [...profiles.values()].find(
        (profile) => isLegacySso(profile) && valueOf(profile, keys.ssoStartUrl) === signIn,
      );
  const ssoRegion = valueOf(legacyProfile ?? ssoSessions.get(signIn), keys.ssoRegion);
  return [
    ...(legacyProfile
      ? ([
          [keys.ssoStartUrl, signIn],
          [keys.ssoRegion, ssoRegion],
        ] as const)
      : ([[keys.ssoSession, signIn]] as const)),
    [keys.ssoAccountId, accountId],
    [keys.ssoRoleName, roleName],
    ['region', valueOf(profiles.get('default'), keys.region) ?? environmentRegion(environment) ?? ssoRegion],
  ];
}

/** Whether a profile configures its sign-in itself (legacy configuration) instead of naming an `[sso-session]`. */
export function isLegacySso(profile: Profile): boolean {
  return !valueOf(profile, keys.ssoSession) && Boolean(valueOf(profile, keys.ssoStartUrl));
}

function asValue(text: string): Value {
  return { text, file: 'config', start: 0, end: 0, nested: new Map() };
}
