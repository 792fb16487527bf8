import { keys, keysWhere } from '../profiles/keys.ts';
import { type Profile, type ProfileSet, type Value, valueOf } from '../profiles/profiles.ts';
import type { Note } from './notes/notes.ts';

const includedKeys = keysWhere(({ isIncluded }) => isIncluded);

/**
 * The limit on the profiles that one profile includes, directly and indirectly. Every profile has a plan, so without a
 * limit a single chain of 10,000 profiles would be followed 50 million times.
 */
export const maxIncludes = 50;

interface Merged {
  readonly profile: Profile;
  readonly isTooLong: boolean;
}

/** The merged profiles by name. A plan reads each of its profiles several times. */
const known = new WeakMap<ReadonlyMap<string, Profile>, Map<string, Merged>>();

/**
 * The profile, with missing values taken from its `include_profile` and so on. Like aws-vault, ignores an included
 * profile that does not exist. Unlike aws-vault, stops where includes form a cycle, and includes `[default]` only if it
 * is named, because the CLI would not read it.
 */
export function profileOf({ profiles }: ProfileSet, name: string): Profile | undefined {
  const profile = profiles.get(name);
  return profile && merge(profiles, name, profile).profile;
}

/** Whether the profile includes more profiles than `maxIncludes`. Those beyond the limit are not read. */
export function hasTooManyIncludes({ profiles }: ProfileSet, name: string): boolean {
  const profile = profiles.get(name);
  return profile !== undefined && merge(profiles, name, profile).isTooLong;
}

function merge(profiles: ReadonlyMap<string, Profile>, name: string, profile: Profile): Merged {
  if (!valueOf(profile, keys.includeProfile)) return { profile, isTooLong: false };
  const byName = known.get(profiles) ?? new Map<string, Merged>();
  known.set(profiles, byName);
  const merged = byName.get(name) ?? mergeIncludes(profiles, profile);
  byName.set(name, merged);
  return merged;
}

function mergeIncludes(profiles: ReadonlyMap<string, Profile>, profile: Profile): Merged {
  const values = new Map<string, Value>(profile.values);
  const { included, isTooLong } = followIncludes(profiles, profile);
  for (const each of included) {
    for (const key of includedKeys) {
      const value = each.values.get(key);
      // An included `source_profile` must not make the profile its own source.
      const isOwnName = key === keys.sourceProfile && value?.text === profile.name;
      if (value?.text && !values.get(key)?.text && !isOwnName) values.set(key, value);
    }
  }
  return { profile: { name: profile.name, locations: profile.locations, values }, isTooLong };
}

/** The directly and indirectly included profiles, nearest first. */
function followIncludes(
  profiles: ReadonlyMap<string, Profile>,
  profile: Profile,
): { readonly included: ReadonlySet<Profile>; readonly isTooLong: boolean } {
  const included = new Set<Profile>();
  for (let next = nextOf(profiles, profile); next && next !== profile && !included.has(next);) {
    if (included.size === maxIncludes) return { included, isTooLong: true };
    included.add(next);
    next = nextOf(profiles, next);
  }
  return { included, isTooLong: false };
}

function nextOf(profiles: ReadonlyMap<string, Profile>, profile: Profile): Profile | undefined {
  return profiles.get(valueOf(profile, keys.includeProfile) ?? '');
}

/** Notes about a profile's include keys, which only aws-vault reads. */
export function includeNotes({ profiles }: ProfileSet, name: string): readonly Note[] {
  const profile = profiles.get(name);
  const include = valueOf(profile, keys.includeProfile);
  const parent = valueOf(profile, keys.parentProfile);
  return [
    ...(include === undefined ? [] : [{ code: 'included', profile: name, from: include } as const]),
    ...(parent === undefined ? [] : [{ code: 'parentIgnored', profile: name, parent } as const]),
  ];
}
