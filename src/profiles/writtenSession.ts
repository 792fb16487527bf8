import type { TextEdit } from '../config/edit.ts';
import { addSections, removeSections } from '../config/editSections.ts';
import { type NewValues, setValues } from '../config/editValues.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { kindOf } from './credentialKind.ts';
import { profileTitle } from './profileNames.ts';
import { type Profile, type ProfileSet, valueOf } from './profiles.ts';
import { profileSections, spelledSections } from './sections.ts';

/** A session that was written into the credentials file, for tools that read nothing else, in a profile of its own. */
export interface WrittenSession {
  readonly name: string;
  /** What it is a session of, as one word. */
  readonly target: string;
  /** Milliseconds since the epoch; NaN where somebody has made it unreadable, which counts as over. */
  readonly expiration: number;
}

/** AWS's tools pass over these keys. `manager` is also how awsume marks what is its own. */
const ours = { manager: 'rolecall', target: 'rolecall_target', expiration: 'expiration' } as const;

/** The session that a profile is; undefined where it is something else, or has become something else. */
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
  const inCredentials = [...profiles.values()].filter(({ places }) =>
    places.some(({ file }) => file === 'credentials'),
  );
  return inCredentials.flatMap((profile) => writtenSession(profile) ?? []);
}

/** The values of such a profile. `keys`: what makes it a session. `expiration`: in ISO 8601. */
export function sessionValues(keys: NewValues, target: string, expiration: string): NewValues {
  // The older name would be read first and win over the new token.
  const token = ['aws_security_token', undefined] as const;
  const marks = [
    ['manager', ours.manager],
    [ours.target, target],
    [ours.expiration, expiration],
  ] as const;
  return [...keys, token, ...marks];
}

/** All of it in the credentials file, so that all of it goes again. */
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

/** Nothing, where the profile is no session any more, or one that ends later than `endedBy` (milliseconds). */
export function removeSession(
  credentials: ConfigDocument,
  { profiles }: ProfileSet,
  name: string,
  endedBy: number,
): readonly TextEdit[] {
  const profile = profiles.get(name);
  const session = profile && writtenSession(profile);
  if (!session || session.expiration > endedBy) return [];
  return removeSections(credentials, spelledSections('credentials', credentials, name));
}
