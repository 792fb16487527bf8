import { type Profile, valueOf } from '../profiles/profiles.ts';
import type { Note } from './notes.ts';
import type { Source } from './sourceChain.ts';

/** What has no parameter beside a web identity (API model of STS, AssumeRoleWithWebIdentity). */
const signedKeys = ['external_id', 'source_identity', 'session_tags', 'transitive_session_tags'];
/** What counts only where a role is assumed. */
const roleKeys = [
  'role_arn',
  'source_profile',
  'credential_source',
  'role_session_name',
  'duration_seconds',
  ...signedKeys,
];

/** Tells of what is written in the profiles of a chain for a role, and makes no difference. */
export function unusedKeys(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: Source,
): readonly Note[] {
  const isHop = hops.some(({ name }) => name === sourceProfile?.name);
  const apart = sourceProfile && !isHop ? [sourceProfile] : [];
  const ofProgram = source.kind === 'webIdentity' && source.token.kind === 'program' ? apart : [];
  return [
    ...apart.flatMap((profile) =>
      source.kind === 'webIdentity'
        ? unused(profile, signedKeys, 'webIdentity')
        : unused(profile, roleKeys, 'noRole'),
    ),
    ...[...hops, ...apart]
      .filter((profile) => !ofProgram.includes(profile))
      .flatMap((profile) => unused(profile, ['web_identity_token_process'], 'otherSource')),
  ];
}

type Reason = Extract<Note, { code: 'unused' }>['because'];

function unused(profile: Profile, keys: readonly string[], because: Reason): readonly Note[] {
  const written = keys.filter((key) => valueOf(profile, key) !== undefined);
  return written.length === 0 ? [] : [{ code: 'unused', profile: profile.name, keys: written, because }];
}
