import { kindOf } from './credentialKind.ts';
import { ours } from './ownMarks.ts';
import { type Profile, type ProfileSet, valueOf } from './profiles.ts';

/** A session in the credentials file, in a separate profile, for tools that read only this file. */
export interface WrittenSession {
  readonly name: string;
  /** The target of the session, as one word. */
  readonly target: string;
  /** In ms since the epoch; NaN if the value is unreadable, which counts as expired. */
  readonly expiration: number;
}

/** Reads a profile as a written session; undefined if it is not one or has been changed to something else. */
export function writtenSession(profile: Profile): WrittenSession | undefined {
  if (!hasOurMark(profile) || kindOf(profile).kind !== 'temporaryKeys') return undefined;
  return {
    name: profile.name,
    target: valueOf(profile, ours.target) ?? '',
    expiration: new Date(valueOf(profile, ours.expiration) ?? '').getTime(),
  };
}

/** Also true for a profile that the user has turned into something else. */
export function hasOurMark({ values }: Profile): boolean {
  const manager = values.get('manager');
  return manager?.text === ours.manager && manager.file === 'credentials' && !manager.isShared;
}

export function writtenSessions({ profiles }: ProfileSet): readonly WrittenSession[] {
  const inCredentials = [...profiles.values()].filter(({ locations }) =>
    locations.some(({ file }) => file === 'credentials'),
  );
  return inCredentials.flatMap((profile) => writtenSession(profile) ?? []);
}
