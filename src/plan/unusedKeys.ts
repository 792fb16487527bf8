import { keys, keysWhere } from '../profiles/keys.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';
import type { Note } from './notes.ts';
import type { Source } from './sourceChain.ts';

const roleKeys = keysWhere(({ role }) => role);
const signedKeys = keysWhere(({ role }) => role === 'signed');

/** Notes about role keys in the profiles of a chain that have no effect. */
export function unusedKeys(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: Source,
): readonly Note[] {
  const isHop = hops.some(({ name }) => name === sourceProfile?.name);
  const sourceOnly = sourceProfile && !isHop ? [sourceProfile] : [];
  const ofProgram = source.kind === 'webIdentity' && source.token.kind === 'program' ? sourceOnly : [];
  return [
    ...sourceOnly.flatMap((profile) =>
      source.kind === 'webIdentity'
        ? unused(profile, signedKeys, 'webIdentity')
        : unused(profile, roleKeys, 'noRole'),
    ),
    ...[...hops, ...sourceOnly]
      .filter((profile) => !ofProgram.includes(profile))
      .flatMap((profile) => unused(profile, [keys.webIdentityTokenProcess], 'otherSource')),
  ];
}

type Reason = Extract<Note, { code: 'unused' }>['because'];

function unused(profile: Profile, candidates: readonly string[], because: Reason): readonly Note[] {
  const written = candidates.filter((key) => valueOf(profile, key) !== undefined);
  return written.length === 0 ? [] : [{ code: 'unused', profile: profile.name, keys: written, because }];
}
