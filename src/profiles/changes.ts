import type { Failure } from '../base/failure.ts';
import { inOrder, type TextEdit } from '../config/edit.ts';
import { addSections, copySections, removeSections, renameSections } from '../config/editSections.ts';
import { type NewValues, replaceValue, setValues, type Values } from '../config/editValues.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { keyComplaint, valueComplaint } from '../config/writable.ts';
import { planPopulation, type Population, populationFailure } from './population.ts';
import { isWritableName, profileTitle, retitled, ssoSessionTitle } from './profileNames.ts';
import { buildProfiles, type FileRole, type Profile, type ProfileSet } from './profiles.ts';
import type { Documents, FileEdits } from './sections.ts';
import { allProfileSections, profileSections, spelledSections, ssoSessionSections } from './sections.ts';
import { removeSession, writeSession, writtenSession } from './writtenSession.ts';

export type ProfileChange =
  | {
      readonly kind: 'add';
      readonly name: string;
      readonly config: Values;
      readonly credentials: Values;
      /** Added with the profile, or given these values where it is there. */
      readonly ssoSession?: { readonly name: string; readonly values: Values };
    }
  /**
   * Those who name the profile name it by its new name from then on. A `[default]` that did not count beside
   * `[profile default]` is left, and counts.
   */
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'duplicate'; readonly name: string; readonly to: string }
  /** Those who name the profile are left as they are; `referencesTo` tells who they are. */
  | { readonly kind: 'remove'; readonly name: string }
  /** Undefined takes a key away. */
  | { readonly kind: 'set'; readonly name: string; readonly values: NewValues }
  | { readonly kind: 'addSsoSession'; readonly name: string; readonly values: Values }
  /** Many profiles at once; `name` is what people call where they come from. */
  | Population
  /** Credentials that end, in a profile that is new or was written so before: never over other keys. */
  | { readonly kind: 'writeSession'; readonly name: string; readonly values: NewValues }
  /** Takes it out again if it has ended by then (milliseconds since the epoch), and is still what it was. */
  | { readonly kind: 'removeSession'; readonly name: string; readonly endedBy: number };

type Change<Kind> = Extract<ProfileChange, { readonly kind: Kind }>;

/** What a change of a profile does to the text of both files, or the reason why it cannot be made. */
export function planChange(
  documents: Documents,
  change: ProfileChange,
): FileEdits | { readonly failure: Failure } {
  const profiles = buildProfiles(documents.config, documents.credentials);
  const failure = hindrance(profiles, change);
  if (failure) return { failure };
  switch (change.kind) {
    case 'add':
      return add(documents, change);
    case 'rename':
      return inBoth(documents, (file, document) => [
        ...retitle(file, profileSections(file, document, change.name), change.to),
        ...followReferences(document, allProfileSections(file, document), change.name, change.to),
      ]);
    case 'duplicate':
      return inBoth(documents, (file, document) => duplicate(file, document, change));
    case 'remove':
      return inBoth(documents, (file, document) =>
        removeSections(document, spelledSections(file, document, change.name)),
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

/** The profiles, in the order of the files, that are built on this one. */
export function referencesTo({ profiles }: ProfileSet, name: string): readonly string[] {
  return [...profiles.values()]
    .filter((profile) => profile.name !== name)
    .filter(({ values }) => referenceKeys.some((key) => values.get(key)?.text === name))
    .map((profile) => profile.name);
}

/** `include_profile` and, before it, `parent_profile` are aws-vault's (`vault/config.go`). */
const referenceKeys = ['source_profile', 'include_profile', 'parent_profile'];

const accessKeyId = 'aws_access_key_id';

/** What `aws configure set` writes to the credentials file (`configure/set.py` of the CLI). */
const credentialsKeys = new Set([
  accessKeyId,
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);

function hindrance({ profiles }: ProfileSet, change: ProfileChange): Failure | undefined {
  const { name } = change;
  if (change.kind === 'addSsoSession')
    return isWritableName(name) ? invalidAmong(name, change.values) : invalid(name, 'sso-session', name);
  if (change.kind === 'populate') return populationFailure(profiles, change);
  if (change.kind === 'removeSession') return undefined;
  const there = profiles.get(name);
  const isRewritten = change.kind === 'writeSession' && there && writtenSession(there);
  const isNew = change.kind === 'add' || (change.kind === 'writeSession' && !isRewritten);
  if (!isNew && !there) return { code: 'noSuchProfile', profile: name };
  const fresh = isNew ? name : 'to' in change ? change.to : undefined;
  if (fresh !== undefined && !isWritableName(fresh)) return { code: 'badName', profile: fresh };
  if (fresh !== undefined && profiles.has(fresh)) return { code: 'profileExists', profile: fresh };
  if (change.kind === 'set' || change.kind === 'writeSession') return invalidAmong(name, change.values);
  if (change.kind !== 'add') return undefined;
  const { config, credentials, ssoSession } = change;
  if (ssoSession && !isWritableName(ssoSession.name)) return invalid(name, 'sso-session', ssoSession.name);
  return invalidAmong(name, [...config, ...credentials, ...(ssoSession?.values ?? [])]);
}

function invalidAmong(profile: string, values: NewValues): Failure | undefined {
  const wrong = values.find(
    ([key, value]) => keyComplaint(key) ?? (value === undefined ? undefined : valueComplaint(value)),
  );
  return wrong && invalid(profile, wrong[0], wrong[1] ?? '');
}

/** A failure is shown and logged: what may be a secret is not repeated. */
function invalid(profile: string, key: string, value: string): Failure {
  const isSecret = /secret|token/iu.test(key);
  return { code: 'invalidValue', profile, key, value: isSecret ? '…' : value };
}

function add({ config, credentials }: Documents, change: Change<'add'>): FileEdits {
  const { name, ssoSession } = change;
  const inCredentials = change.credentials.length > 0;
  const inConfig = change.config.length > 0 || !inCredentials;
  const session = ssoSession && ssoSessionSections(config, ssoSession.name);
  const newSections = [
    ...(inConfig ? [{ title: profileTitle('config', name), values: change.config }] : []),
    ...(ssoSession && !session?.length
      ? [{ title: ssoSessionTitle(ssoSession.name), values: ssoSession.values }]
      : []),
  ];
  const sessionEdits = setValues(config, session ?? [], ssoSession?.values ?? []);
  return {
    config: inOrder([...sessionEdits, ...addSections(config, newSections)]),
    credentials: inCredentials
      ? addSections(credentials, [{ title: profileTitle('credentials', name), values: change.credentials }])
      : [],
  };
}

function duplicate(file: FileRole, document: ConfigDocument, { name, to }: Change<'duplicate'>) {
  const sections = profileSections(file, document, name);
  const inCopies = [...retitle(file, sections, to), ...followReferences(document, sections, name, to)];
  return copySections(document, sections, inOrder(inCopies));
}

/**
 * A key is changed where it counts now; a new one goes to the file that it is at home in. With an access key ID,
 * all that belongs to it goes where the present one counts, and from the other file: the CLI reads keys and token from one
 * (botocore `credentials.py`, `SharedCredentialProvider` and `ConfigProvider`).
 */
function set(documents: Documents, { profiles }: ProfileSet, { name, values }: Change<'set'>): FileEdits {
  const held = profiles.get(name)?.values;
  const givesKeys = givesOtherKeys(held, values);
  const fileOf = (key: string): FileRole => {
    const isCredential = credentialsKeys.has(key);
    const place = held?.get(isCredential && givesKeys ? accessKeyId : key);
    return place?.file ?? (isCredential ? 'credentials' : 'config');
  };
  const moved = givesKeys ? [...credentialsKeys].map((key) => [key, undefined] as const) : [];
  return inBoth(documents, (file, document) => {
    const own = values.filter(([key, value]) => value === undefined || fileOf(key.toLowerCase()) === file);
    const here = file === fileOf(accessKeyId) ? own : [...own, ...moved];
    const sections = profileSections(file, document, name);
    if (sections.length > 0) return setValues(document, sections, here);
    const added = here.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    return added.length > 0
      ? addSections(document, [{ title: profileTitle(file, name), values: added }])
      : [];
  });
}

function givesOtherKeys(held: Profile['values'] | undefined, values: NewValues): boolean {
  const given = values.map(([key, value]) => [key.toLowerCase(), value] as const);
  return (
    given.some(([key, value]) => key === accessKeyId && value !== undefined) &&
    given.some(([key, value]) => credentialsKeys.has(key) && value !== held?.get(key)?.text)
  );
}

function inBoth(
  { config, credentials }: Documents,
  edit: (file: FileRole, document: ConfigDocument) => readonly TextEdit[],
): FileEdits {
  return {
    config: inOrder(edit('config', config)),
    credentials: inOrder(edit('credentials', credentials)),
  };
}

function retitle(file: FileRole, sections: readonly Section[], name: string): readonly TextEdit[] {
  return renameSections(sections, (title) => retitled(file, title, name));
}

function followReferences(
  { text }: ConfigDocument,
  sections: readonly Section[],
  name: string,
  to: string,
): readonly TextEdit[] {
  return sections
    .flatMap(({ entries }) => entries)
    .filter(({ line }) => line.value === name && referenceKeys.includes(line.key.toLowerCase()))
    .flatMap(({ line }) => replaceValue(text, line, to));
}
