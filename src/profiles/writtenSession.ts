import type { TextEdit } from '../config/edit.ts';
import { addSections, removeSections } from '../config/editSections.ts';
import { type NewValues, setValues } from '../config/editValues.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { kindOf } from './credentialKind.ts';
import { keys } from './keys.ts';
import { profileTitle } from './profileNames.ts';
import { type Profile, type ProfileSet, valueOf } from './profiles.ts';
import { profileSections, sectionsNamed } from './sections.ts';

/** A session in the credentials file, in a separate profile, for tools that read only this file. */
export interface WrittenSession {
  readonly name: string;
  /** The target of the session, as one word. */
  readonly target: string;
  /** In ms since the epoch; NaN if the value is unreadable, which counts as expired. */
  readonly expiration: number;
}

/** AWS's tools ignore these keys. awsume also marks its profiles with `manager`. */
const ours = { manager: 'rolecall', target: 'rolecall_target', expiration: 'expiration' } as const;

/** Reads a profile as a written session; undefined if it is not one or has been changed to something else. */
export function writtenSession(profile: Profile): WrittenSession | undefined {
  const manager = profile.values.get('manager');
  const isOurs = manager?.text === ours.manager && manager.file === 'credentials';
  if (!isOurs || kindOf(profile).kind !== 'temporaryKeys') return undefined;
  return {
    name: profile.name,
    target: valueOf(profile, ours.target) ?? '',
    expiration: new Date(valueOf(profile, ours.expiration) ?? '').getTime(),
  };
}

export function writtenSessions({ profiles }: ProfileSet): readonly WrittenSession[] {
  const inCredentials = [...profiles.values()].filter(({ locations }) =>
    locations.some(({ file }) => file === 'credentials'),
  );
  return inCredentials.flatMap((profile) => writtenSession(profile) ?? []);
}

/**
 * The values of a written session's profile. `accessKey` holds the key, secret and token; `expiration` is in ISO 8601.
 */
export function sessionValues(accessKey: NewValues, target: string, expiration: string): NewValues {
  // Tools read the older name first, so it would override the new token.
  const token = [keys.awsSecurityToken, undefined] as const;
  const marks = [
    ['manager', ours.manager],
    [ours.target, target],
    [ours.expiration, expiration],
  ] as const;
  return [...accessKey, token, ...marks];
}

/** Writes everything to the credentials file, so that `removeSession` can remove everything. */
export function writeSession(
  credentials: ConfigDocument,
  name: string,
  values: NewValues,
): readonly TextEdit[] {
  const sections = profileSections('credentials', credentials, name);
  if (sections.length > 0) return setValues(credentials, sections, values);
  const present = values.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return addSections(credentials, [{ title: profileTitle('credentials', name), values: present }]);
}

/** No edits if the profile is no longer a written session, or if it ends after `endedBy` (ms since the epoch). */
export function removeSession(
  credentials: ConfigDocument,
  { profiles }: ProfileSet,
  name: string,
  endedBy: number,
): readonly TextEdit[] {
  const profile = profiles.get(name);
  const session = profile && writtenSession(profile);
  if (!session || session.expiration > endedBy) return [];
  return removeSections(credentials, sectionsNamed('credentials', credentials, name));
}
