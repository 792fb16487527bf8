import { type Profile, type ProfileSet, type Value, valueOf } from '../profiles/profiles.ts';
import type { Note } from './notes.ts';

/** What aws-vault takes over from an included profile (`vault/config.go`, populateFromConfigFile); never access keys. */
const includedKeys = [
  'region',
  'role_arn',
  'source_profile',
  'mfa_serial',
  'mfa_process',
  'external_id',
  'role_session_name',
  'duration_seconds',
  'source_identity',
  'session_tags',
  'transitive_session_tags',
  'credential_process',
  'web_identity_token_file',
  'web_identity_token_process',
  'sso_session',
  'sso_start_url',
  'sso_region',
  'sso_account_id',
  'sso_role_name',
  'sts_regional_endpoints',
  'endpoint_url',
];

/**
 * The profile, with what it lacks taken from the one that its `include_profile` names, and so on. As aws-vault has it,
 * one that is not there is passed over; but a circle ends where it closes, and `[default]` is included by nobody who
 * does not name it, since the CLI would not look there.
 */
export function profileOf({ profiles }: ProfileSet, name: string): Profile | undefined {
  const profile = profiles.get(name);
  if (!profile || !valueOf(profile, 'include_profile')) return profile;
  const values = new Map<string, Value>(profile.values);
  for (const included of followIncludes(profiles, profile)) {
    for (const key of includedKeys) {
      const value = included.values.get(key);
      // Nobody stands on themselves by somebody else's word.
      const isOwnName = key === 'source_profile' && value?.text === profile.name;
      if (value?.text && !values.get(key)?.text && !isOwnName) values.set(key, value);
    }
  }
  return { name: profile.name, places: profile.places, values };
}

/** The included profiles, nearest first. */
function followIncludes(profiles: ReadonlyMap<string, Profile>, profile: Profile): readonly Profile[] {
  const line: Profile[] = [];
  for (let next = nextOf(profiles, profile); next && next !== profile && !line.includes(next);) {
    line.push(next);
    next = nextOf(profiles, next);
  }
  return line;
}

function nextOf(profiles: ReadonlyMap<string, Profile>, profile: Profile): Profile | undefined {
  return profiles.get(valueOf(profile, 'include_profile') ?? '');
}

/** What to say of the keys of aws-vault in a profile, which other tools do not read. */
export function includeNotes({ profiles }: ProfileSet, name: string): readonly Note[] {
  const profile = profiles.get(name);
  const include = valueOf(profile, 'include_profile');
  const parent = valueOf(profile, 'parent_profile');
  return [
    ...(include === undefined ? [] : [{ code: 'included', profile: name, from: include } as const]),
    ...(parent === undefined ? [] : [{ code: 'parentIgnored', profile: name, parent } as const]),
  ];
}
