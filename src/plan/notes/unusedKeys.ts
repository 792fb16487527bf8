import { keys, keysWhere } from '../../profiles/keys.ts';
import { type Profile, valueOf } from '../../profiles/profiles.ts';
import type { Note } from './notes.ts';
import type { Source } from '../sourceChain.ts';

const roleKeys = keysWhere(({ role }) => role);
const signedKeys = keysWhere(({ role }) => role === 'signed');
/** Without a role, `credential_source` can still name the role of the machine. */
const keysBesideMachine = roleKeys.filter((key) => key !== keys.credentialSource);
const settingKeys = keysWhere(({ chosenOnly }) => chosenOnly);

/** Notes about keys in the profiles of a chain that have no effect: of a role, or about how AWS is called. */
export function unusedKeys(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: Source,
  chosen: Profile | undefined,
): readonly Note[] {
  const isHop = hops.some(({ name }) => name === sourceProfile?.name);
  const sourceOnly = sourceProfile && !isHop ? [sourceProfile] : [];
  const ofProgram = source.kind === 'webIdentity' && source.token.kind === 'program' ? sourceOnly : [];
  const others = [...hops, ...sourceOnly].filter(({ name }) => name !== chosen?.name);
  return [
    ...others.flatMap((profile) =>
      unused(
        profile,
        settingKeys.filter((key) => valueOf(profile, key) !== valueOf(chosen, key)),
        'notChosen',
      ),
    ),
    ...sourceOnly.flatMap((profile) =>
      source.kind === 'webIdentity'
        ? [
            ...unused(profile, signedKeys, 'webIdentity'),
            ...unused(profile, source.token.kind === 'file' ? [keys.durationSeconds] : [], 'tokenFile'),
          ]
        : unused(profile, isMachine(source) ? keysBesideMachine : roleKeys, 'noRole'),
    ),
    ...[...hops, ...sourceOnly]
      .filter((profile) => !ofProgram.includes(profile))
      .flatMap((profile) => unused(profile, [keys.webIdentityTokenProcess], 'otherSource')),
  ];
}

function isMachine({ kind }: Source): boolean {
  return kind === 'container' || kind === 'instance';
}

type Reason = Extract<Note, { code: 'unused' }>['because'];

function unused(profile: Profile, candidates: readonly string[], because: Reason): readonly Note[] {
  const written = candidates.filter((key) => valueOf(profile, key) !== undefined);
  return written.length === 0 ? [] : [{ code: 'unused', profile: profile.name, keys: written, because }];
}
