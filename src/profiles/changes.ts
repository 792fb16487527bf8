import type { Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { mergeEdits, type TextEdit } from '../config/edit.ts';
import { addSections, copySections, removeSections, renameSections } from '../config/editSections.ts';
import { type NewValues, setValues, type Values } from '../config/editValues.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { keyComplaint, valueComplaint } from '../config/writable.ts';
import { keys, keysWhere } from './keys.ts';
import { planPopulation, type Population, populationFailure } from './population.ts';
import { isWritableName, profileTitle, renamedTitle, ssoSessionTitle } from './profileNames.ts';
import { buildProfiles, type FileRole, type Profile, type ProfileSet } from './profiles.ts';
import {
  planSectionRename,
  renameReferences,
  type SectionRename,
  sectionRenameFailure,
  sectionsWithReferences,
} from './sectionRename.ts';
import type { Documents, FileEdits } from './sections.ts';
import { profileSections, sectionsNamed, ssoSessionSections } from './sections.ts';
import { writtenSession } from './writtenSession.ts';
import { removeSession, writeSession } from './writtenSessionEdits.ts';

export type ProfileChange =
  | {
      readonly kind: 'add';
      readonly name: string;
      readonly config: Values;
      readonly credentials: Values;
      /** Added with the profile; an existing one is updated with these values. */
      readonly ssoSession?: { readonly name: string; readonly values: Values };
      /** Added before the profile, which takes its credentials from this one. */
      readonly source?: NewSource;
    }
  /**
   * References in other profiles are updated. A `[default]` that `[profile default]` overrode stays and takes effect.
   */
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'duplicate'; readonly name: string; readonly to: string }
  /** References in other profiles stay unchanged; `referencesTo` lists those profiles. */
  | { readonly kind: 'remove'; readonly name: string }
  /** Undefined removes a key. */
  | { readonly kind: 'set'; readonly name: string; readonly values: NewValues }
  | { readonly kind: 'addSsoSession'; readonly name: string; readonly values: Values }
  | SectionRename
  /** Many profiles at once; `name` is the display name of their origin. */
  | Population
  /** Writes temporary credentials to a new profile or over an earlier written session, never over other keys. */
  | { readonly kind: 'writeSession'; readonly name: string; readonly values: NewValues }
  /**
   * Removes a written session that ends by `endedBy` (ms since the epoch), if the profile is still a written session.
   */
  | { readonly kind: 'removeSession'; readonly name: string; readonly endedBy: number };

interface NewSource {
  readonly name: string;
  readonly config: Values;
  readonly credentials: Values;
}

type Change<Kind> = Extract<ProfileChange, { readonly kind: Kind }>;

/** The edits that a change makes in both files, or the reason why it cannot be made. */
export function planChange(
  documents: Documents,
  change: ProfileChange,
): FileEdits | { readonly failure: Failure } {
  const profiles = buildProfiles(documents.config, documents.credentials);
  const failure = changeFailure(profiles, change);
  if (failure) return { failure: publicFacts(failure) };
  switch (change.kind) {
    case 'add':
      return add(documents, change);
    case 'rename':
      return editBoth(documents, (file, document) => [
        ...retitle(file, profileSections(file, document, change.name), change.to),
        ...renameReferences(
          document,
          sectionsWithReferences(file, document),
          referenceKeys,
          change.name,
          change.to,
        ),
      ]);
    case 'duplicate':
      return editBoth(documents, (file, document) => duplicate(file, document, change));
    case 'remove':
      return editBoth(documents, (file, document) =>
        removeSections(document, sectionsNamed(file, document, new Set([change.name]))),
      );
    case 'set':
      return set(documents, profiles, change);
    case 'addSsoSession':
      return {
        config: addSections(documents.config, [
          { title: ssoSessionTitle(change.name), values: change.values },
        ]),
        credentials: [],
      };
    case 'renameSection':
      return planSectionRename(documents, change);
    case 'populate':
      return planPopulation(documents, change);
    case 'writeSession':
      return { config: [], credentials: writeSession(documents.credentials, change.name, change.values) };
    case 'removeSession':
      return {
        config: [],
        credentials: removeSession(documents.credentials, profiles, change.name, change.endedBy),
      };
  }
}

/** The names of the profiles that reference this one, in file order. */
export function referencesTo({ profiles }: ProfileSet, name: string): readonly string[] {
  return [...profiles.values()]
    .filter((profile) => profile.name !== name)
    .filter(({ values }) => referenceKeys.some((key) => values.get(key)?.text === name))
    .map((profile) => profile.name);
}

const referenceKeys: readonly string[] = keysWhere(({ namesProfile }) => namesProfile);
const accessKeyId = keys.awsAccessKeyId;
const credentialsKeys: ReadonlySet<string> = new Set(
  keysWhere(({ accessKey, expiresKeys }) => accessKey ?? expiresKeys),
);

function changeFailure(all: ProfileSet, change: ProfileChange): Failure | undefined {
  const { profiles } = all;
  const { name } = change;
  if (change.kind === 'addSsoSession')
    return isWritableName(name) ? firstInvalid(name, change.values) : invalidSession(name);
  if (change.kind === 'populate') return populationFailure(profiles, change);
  if (change.kind === 'renameSection') return sectionRenameFailure(all, change);
  if (change.kind === 'removeSession') return undefined;
  const existing = profiles.get(name);
  const isRewritten = change.kind === 'writeSession' && existing && writtenSession(existing);
  const isNew = change.kind === 'add' || (change.kind === 'writeSession' && !isRewritten);
  if (!isNew && !existing) return { code: 'noSuchProfile', profile: name };
  const newName = isNew ? name : 'to' in change ? change.to : undefined;
  if (newName !== undefined && !isWritableName(newName)) return { code: 'badName', profile: newName };
  if (newName !== undefined && profiles.has(newName)) return { code: 'profileExists', profile: newName };
  if (change.kind === 'set' || change.kind === 'writeSession') return firstInvalid(name, change.values);
  if (change.kind !== 'add') return undefined;
  const { config, credentials, ssoSession, source } = change;
  const invalidSource = source && changeFailure(all, { kind: 'add', ...source });
  if (invalidSource) return invalidSource;
  if (source?.name === name) return { code: 'profileExists', profile: name };
  if (ssoSession && !isWritableName(ssoSession.name)) return invalidSession(name);
  return firstInvalid(name, [...config, ...credentials, ...(ssoSession?.values ?? [])]);
}

function firstInvalid(profile: string, values: NewValues): Failure | undefined {
  const wrong = values.find(
    ([key, value]) => keyComplaint(key) ?? (value === undefined ? undefined : valueComplaint(value)),
  );
  return wrong && { code: 'invalidValue', profile, key: wrong[0] };
}

function invalidSession(profile: string): Failure {
  return { code: 'invalidValue', profile, key: 'sso-session' };
}

function add({ config, credentials }: Documents, change: Change<'add'>): FileEdits {
  const { ssoSession, source } = change;
  const added = [...(source ? [source] : []), change];
  const session = ssoSession && ssoSessionSections(config, ssoSession.name);
  const newSections = [
    ...added
      .filter((each) => each.config.length > 0 || each.credentials.length === 0)
      .map((each) => ({ title: profileTitle('config', each.name), values: each.config })),
    ...(ssoSession && !session?.length
      ? [{ title: ssoSessionTitle(ssoSession.name), values: ssoSession.values }]
      : []),
  ];
  const newKeys = added
    .filter((each) => each.credentials.length > 0)
    .map((each) => ({ title: profileTitle('credentials', each.name), values: each.credentials }));
  const sessionEdits = setValues(config, session ?? [], ssoSession?.values ?? []);
  return {
    config: mergeEdits([...sessionEdits, ...addSections(config, newSections)]),
    credentials: newKeys.length > 0 ? addSections(credentials, newKeys) : [],
  };
}

function duplicate(file: FileRole, document: ConfigDocument, { name, to }: Change<'duplicate'>) {
  const sections = profileSections(file, document, name);
  const inCopies = [
    ...retitle(file, sections, to),
    ...renameReferences(document, sections, referenceKeys, name, to),
  ];
  return copySections(document, sections, mergeEdits(inCopies));
}

/**
 * Changes a key in the file that provides its effective value; a new key goes to its usual file. A new access key ID
 * replaces the effective one, together with its secret and token, which are removed from the other file: the CLI reads
 * all of them from one file (botocore `credentials.py`, `SharedCredentialProvider` and `ConfigProvider`).
 */
function set(documents: Documents, { profiles }: ProfileSet, { name, values }: Change<'set'>): FileEdits {
  const current = profiles.get(name)?.values;
  const hasNewKeys = changesKeys(current, values);
  const fileOf = (key: string): FileRole => {
    const isCredential = credentialsKeys.has(key);
    const value = current?.get(isCredential && hasNewKeys ? accessKeyId : key);
    return value?.file ?? (isCredential ? 'credentials' : 'config');
  };
  const moved = hasNewKeys ? [...credentialsKeys].map((key) => [key, undefined] as const) : [];
  return editBoth(documents, (file, document) => {
    const own = values.filter(([key, value]) => value === undefined || fileOf(key.toLowerCase()) === file);
    const fileValues = file === fileOf(accessKeyId) ? own : [...own, ...moved];
    const sections = profileSections(file, document, name);
    if (sections.length > 0) return setValues(document, sections, fileValues);
    const added = fileValues.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    return added.length > 0
      ? addSections(document, [{ title: profileTitle(file, name), values: added }])
      : [];
  });
}

function changesKeys(current: Profile['values'] | undefined, values: NewValues): boolean {
  const given = values.map(([key, value]) => [key.toLowerCase(), value] as const);
  return (
    given.some(([key, value]) => key === accessKeyId && value !== undefined) &&
    given.some(([key, value]) => credentialsKeys.has(key) && value !== current?.get(key)?.text)
  );
}

function editBoth(
  { config, credentials }: Documents,
  edit: (file: FileRole, document: ConfigDocument) => readonly TextEdit[],
): FileEdits {
  return {
    config: mergeEdits(edit('config', config)),
    credentials: mergeEdits(edit('credentials', credentials)),
  };
}

function retitle(file: FileRole, sections: readonly Section[], name: string): readonly TextEdit[] {
  return renameSections(sections, (title) => renamedTitle(file, title, name));
}
