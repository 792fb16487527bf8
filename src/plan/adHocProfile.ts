import type { Environment } from '../base/environment.ts';
import {
  type AdHocTarget,
  type Profile,
  type ProfileSet,
  targetKey,
  targetName,
  type Value,
  valueOf,
} from '../profiles/profiles.ts';
import { environmentRegion } from './stsEndpoint.ts';

/**
 * A role that is in no file is planned as the profile that it would be. `name` is what the set has it under: no file can
 * hold that of a role, so that its source profile is another one.
 */
export function withAdHoc(
  profiles: ProfileSet,
  target: AdHocTarget,
  environment: Environment,
): { readonly profiles: ProfileSet; readonly name: string } {
  const isRole = target.kind === 'role';
  const values = isRole ? roleValues(target) : assignmentValues(profiles, target, environment);
  const written = values.flatMap(([key, text]) => (text ? [[key, unwritten(text)] as const] : []));
  const profile: Profile = { name: targetName(target), places: [], values: new Map(written) };
  const name = isRole ? targetKey(target) : profile.name;
  return { profiles: { ...profiles, profiles: new Map(profiles.profiles).set(name, profile) }, name };
}

type Values = readonly (readonly [key: string, text: string | undefined])[];

function roleValues(target: Extract<AdHocTarget, { kind: 'role' }>): Values {
  return [
    ['role_arn', target.roleArn],
    ['source_profile', target.sourceProfile],
    ['role_session_name', target.sessionName],
  ];
}

/** The region is that of the default profile, as for a command without one; failing that, where Identity Center is. */
function assignmentValues(
  { profiles, ssoSessions }: ProfileSet,
  { signIn, accountId, roleName }: Extract<AdHocTarget, { kind: 'assignment' }>,
  environment: Environment,
): Values {
  const older = ssoSessions.has(signIn)
    ? undefined
    : [...profiles.values()].find(
        (profile) => isOlder(profile) && valueOf(profile, 'sso_start_url') === signIn,
      );
  const ssoRegion = valueOf(older ?? ssoSessions.get(signIn), 'sso_region');
  return [
    ...(older
      ? ([
          ['sso_start_url', signIn],
          ['sso_region', ssoRegion],
        ] as const)
      : ([['sso_session', signIn]] as const)),
    ['sso_account_id', accountId],
    ['sso_role_name', roleName],
    ['region', valueOf(profiles.get('default'), 'region') ?? environmentRegion(environment) ?? ssoRegion],
  ];
}

/** Whether a profile says itself where to sign in, as all did before there were sessions. */
export function isOlder(profile: Profile): boolean {
  return !valueOf(profile, 'sso_session') && Boolean(valueOf(profile, 'sso_start_url'));
}

function unwritten(text: string): Value {
  return { text, file: 'config', start: 0, end: 0, nested: new Map() };
}
