import type { ConfigDocument } from '../../config/syntax.ts';
import { keys } from '../../profiles/keys.ts';
import type { FileRole } from '../../profiles/profiles.ts';
import type { AwsText } from '../awsText.ts';
import { documentOf, sectionAt, subjectOf } from '../navigation/namedPlaces.ts';
import type { Block } from './blockAt.ts';
import { linesWith } from './writtenValues.ts';

/** The lines that refer to a profile. */
type References = ReadonlyMap<string, readonly Place[]>;

interface Place {
  readonly file: FileRole;
  readonly start: number;
}

/**
 * The profiles to which a key such as `source_profile` of a profile can refer, without a circle: those that others
 * refer to first, and then those with access keys. The profile itself counts if it has access keys. The line at
 * `except` is the one that is being written.
 */
export function sourcesFor(
  text: AwsText,
  { name, entries }: Block,
  key: string,
  except: number,
): readonly string[] {
  const { profiles } = text.profiles;
  const references = referencesTo(text, key, except);
  const dependents = dependentsOf(text, name, references);
  const used = [...references].toSorted(([, one], [, other]) => other.length - one.length);
  const inCredentials = documentOf(text, 'credentials').sections.map(({ title }) => title);
  const ordered = new Set([...used.map(([each]) => each), ...inCredentials, ...profiles.keys()]);
  const hasKeys = entries.some(({ line }) => line.key.toLowerCase() === keys.awsAccessKeyId);
  const isOwn = key === keys.sourceProfile && (hasKeys || inCredentials.includes(name));
  return [...ordered]
    .filter((each) => profiles.has(each) && !dependents.has(each))
    .concat(isOwn && profiles.has(name) ? [name] : []);
}

function referencesTo(text: AwsText, key: string, except: number): References {
  const found = new Map<string, Place[]>();
  for (const file of ['config', 'credentials'] as const)
    for (const { start, value } of linesWith(documentOf(text, file), [key])) {
      if (file === text.role && start === except) continue;
      const places = found.get(value);
      if (places) places.push({ file, start });
      else found.set(value, [{ file, start }]);
    }
  return found;
}

/** The profiles that refer to this one, directly or through others, and the profile itself. */
function dependentsOf(text: AwsText, name: string, references: References): ReadonlySet<string> {
  const found = new Set([name]);
  // A set also yields what is added meanwhile.
  for (const each of found)
    for (const { file, start } of references.get(each) ?? []) {
      const dependent = profileAt(file, documentOf(text, file), start);
      if (dependent !== undefined) found.add(dependent);
    }
  return found;
}

function profileAt(file: FileRole, document: ConfigDocument, start: number): string | undefined {
  const section = sectionAt(document, start);
  const subject = section && subjectOf(file, section.title);
  return subject?.kind === 'profile' ? subject.name : undefined;
}
