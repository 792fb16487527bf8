import { applyEdits, type TextEdit } from '../config/edit.ts';
import { addSections, removeSections } from '../config/editSections.ts';
import { type NewValues, setValues } from '../config/editValues.ts';
import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { sessionTokenOf } from './credentialKind.ts';
import { keys } from './keys.ts';
import { ours } from './ownMarks.ts';
import { profileTitle } from './profileNames.ts';
import { buildProfiles, type ProfileSet } from './profiles.ts';
import { profileSections, sectionsNamed } from './sections.ts';
import { hasOurMark, writtenSession } from './writtenSession.ts';

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
  return removeSections(credentials, sectionsNamed('credentials', credentials, new Set([name])));
}

/**
 * The text of a credentials file without the sections that contain sessions of ours. For backups, which nothing removes
 * when a session ends. Includes profiles that the user has turned into something else: their keys are still those of
 * the session.
 */
export function withoutWrittenSessions(text: string): string {
  const document = parseConfig(text);
  const { profiles } = buildProfiles(parseConfig(''), document);
  const removed = document.sections.filter(({ title }) => {
    const profile = profiles.get(title);
    return profile && hasOurMark(profile) && sessionTokenOf(profile) !== undefined;
  });
  return applyEdits(text, removeSections(document, removed));
}
