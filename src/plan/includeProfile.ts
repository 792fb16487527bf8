import { keys, keysWhere } from '../profiles/keys.ts';
import { type Profile, type ProfileSet, type Value, valueOf } from '../profiles/profiles.ts';
import type { Note } from './notes.ts';

const includedKeys = keysWhere(({ isIncluded }) => isIncluded);

/**
 * The profile, with missing values taken from its `include_profile` and so on. Like aws-vault, ignores an included
 * profile that does not exist. Unlike aws-vault, stops where includes form a cycle, and includes `[default]` only if it
 * is named, because the CLI would not read it.
 */
export function profileOf({ profiles }: ProfileSet, name: string): Profile | undefined {
  const profile = profiles.get(name);
  if (!profile || !valueOf(profile, keys.includeProfile)) return profile;
  const values = new Map<string, Value>(profile.values);
  for (const included of followIncludes(profiles, profile)) {
    for (const key of includedKeys) {
      const value = included.values.get(key);
      // An included `source_profile` must not make the profile its own source.
      const isOwnName = key === keys.sourceProfile && value?.text === profile.name;
      if (value?.text && !values.get(key)?.text && !isOwnName) values.set(key, value);
    }
  }
  return { name: profile.name, locations: profile.locations, values };
}

/** The directly and indirectly included profiles, nearest first. */
function followIncludes(profiles: ReadonlyMap<string, Profile>, profile: Profile): readonly Profile[] {
  const included: Profile[] = [];
  for (let next = nextOf(profiles, profile); next && next !== profile && !included.includes(next);) {
    included.push(next);
    next = nextOf(profiles, next);
  }
  return included;
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
