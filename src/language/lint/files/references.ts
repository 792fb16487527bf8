import { setValues } from '../../../config/editValues.ts';
import type { FileLocation } from '../../../profiles/profiles.ts';
import { keys } from '../../../profiles/keys.ts';
import { nearestName } from '../../../profiles/spelling.ts';
import { type Finding, type Fix, lazyFix } from '../finding.ts';
import { addServices, addSession, addSource } from './newSections.ts';
import { type LintedFiles, type LintedNamed, locationOf, type PlacedKey } from './lintedFiles.ts';

/** Names that lead nowhere, in circles, or to a profile without credentials; and roles without a source. */
export function referenceFindings(files: LintedFiles): readonly Finding[] {
  const loops = new Loops(files);
  return [...files.profiles.values()].flatMap((profile) => [
    ...roleFindings(files, profile, loops),
    ...missingSection(files, profile, keys.ssoSession, files.ssoSessions, 'missingSession'),
    ...missingSection(files, profile, keys.services, files.services, 'missingServices'),
  ]);
}

export function isHere({ role }: LintedFiles, key: PlacedKey | undefined): key is PlacedKey {
  return key?.file === role && !key.isShared;
}

function roleFindings(files: LintedFiles, profile: LintedNamed, loops: Loops): readonly Finding[] {
  const role = profile.find(keys.roleArn);
  if (!role || profile.has(keys.webIdentityTokenFile)) return [];
  const source = profile.find(keys.sourceProfile);
  const named = profile.find(keys.credentialSource);
  if (source?.value && named?.value) {
    const place = [named, source].find((each) => isHere(files, each));
    return place ? [{ code: 'twoSources', span: place.keySpan, args: [profile.name], fixes: [] }] : [];
  }
  if (!source?.value && !named?.value) {
    // That the key is empty is said at the key.
    if (source ?? named) return [];
    if (!isHere(files, role) || profile.value(keys.webIdentityTokenProcess)) return [];
    return [{ code: 'noSource', span: role.keySpan, args: [profile.name], fixes: useItself(files, profile) }];
  }
  return source?.value && isHere(files, source) ? sourceFinding(files, profile, source, loops) : [];
}

/** A profile with keys can be its own source. */
function useItself(files: LintedFiles, profile: LintedNamed): readonly Fix[] {
  if (!hasKeys(profile)) return [];
  const { config } = files.documents;
  const sections = profile.sectionsIn('config');
  if (sections.length === 0) return [];
  return [
    lazyFix('useItself', [profile.name], () => ({
      config: setValues(config, sections, [[keys.sourceProfile, profile.name]]),
      credentials: [],
    })),
  ];
}

function sourceFinding(
  files: LintedFiles,
  profile: LintedNamed,
  source: PlacedKey,
  loops: Loops,
): readonly Finding[] {
  const { value, valueSpan: span } = source;
  const target = files.profiles.get(value);
  if (!target) {
    const plain = value.replace(/^profile\s+/u, '');
    const near = files.profiles.has(plain) ? plain : nearestName(value, files.profiles);
    const fixes = [...changeTo(files, source, near), ...addSource(files, value)];
    return [{ code: 'missingSource', span, args: [value, near ?? ''], fixes }];
  }
  const loop = loops.of(profile.name);
  if (loop) {
    const related = loop.slice(0, mostInLoop).flatMap((name) => loops.placeOf(name) ?? []);
    return [{ code: 'sourceLoop', span, args: [shortLoop(loop)], related, fixes: [] }];
  }
  if (hasCredentials(target)) return [];
  const related = target.sections.slice(0, 1).map(locationOf);
  return [{ code: 'emptySource', span, args: [value], related, fixes: [] }];
}

function missingSection(
  files: LintedFiles,
  profile: LintedNamed,
  key: string,
  named: ReadonlyMap<string, LintedNamed>,
  code: 'missingSession' | 'missingServices',
): readonly Finding[] {
  const reference = profile.find(key);
  if (!reference?.value || !isHere(files, reference)) return [];
  const { value, valueSpan: span } = reference;
  const found = named.get(value);
  if (found) return code === 'missingServices' ? emptyServices(found, span) : [];
  const plain = value.replace(/^(?:sso-session|services)\s+/u, '');
  const near = named.has(plain) ? plain : nearestName(value, named);
  const add = code === 'missingSession' ? addSession(files, profile, value) : addServices(files, value);
  return [{ code, span, args: [value, near ?? ''], fixes: [...changeTo(files, reference, near), ...add] }];
}

/** The AWS CLI does not find a section without keys. */
function emptyServices({ name, sections }: LintedNamed, span: PlacedKey['valueSpan']): readonly Finding[] {
  if (sections.some(({ text }) => text.keys.size > 0)) return [];
  return [{ code: 'emptyServices', span, args: [name], related: sections.map(locationOf), fixes: [] }];
}

function changeTo(files: LintedFiles, { valueSpan }: PlacedKey, near: string | undefined): readonly Fix[] {
  if (near === undefined) return [];
  const edits = [{ ...valueSpan, text: near }];
  const isConfig = files.role === 'config';
  return [
    {
      code: 'changeReference',
      args: [near],
      edits: { config: isConfig ? edits : [], credentials: isConfig ? [] : edits },
    },
  ];
}

export function hasKeys(profile: LintedNamed): boolean {
  return profile.has(keys.awsAccessKeyId) || profile.has(keys.awsSecretAccessKey);
}

function hasCredentials(profile: LintedNamed): boolean {
  return hasKeys(profile) || credentialKeys.some((key) => profile.has(key));
}

const credentialKeys: readonly string[] = [
  keys.roleArn,
  keys.ssoAccountId,
  keys.ssoRoleName,
  keys.loginSession,
  keys.credentialProcess,
  keys.webIdentityTokenFile,
];

/** The circles of `source_profile`. Each profile is followed once, however many lead to it. */
class Loops {
  readonly #profiles: ReadonlyMap<string, LintedNamed>;
  readonly #known = new Map<string, readonly string[] | undefined>();

  constructor({ profiles }: LintedFiles) {
    this.#profiles = profiles;
  }

  /** The circle that a profile is in or leads to, from its first profile to that profile again. */
  of(name: string): readonly string[] | undefined {
    const path: string[] = [];
    const at = new Map<string, number>();
    let loop: readonly string[] | undefined;
    for (let current: string | undefined = name; current !== undefined;) {
      if (this.#known.has(current)) {
        loop = this.#known.get(current);
        break;
      }
      const seen = at.get(current);
      if (seen !== undefined) {
        loop = [...path.slice(seen), current];
        break;
      }
      at.set(current, path.length);
      path.push(current);
      current = this.#next(current, path.length === 1);
    }
    for (const each of path) this.#known.set(each, loop);
    return loop;
  }

  placeOf(name: string): FileLocation | undefined {
    const found = this.#profiles.get(name)?.find(keys.sourceProfile);
    return found && { file: found.file, ...found.keySpan };
  }

  /** In a source profile, the CLI takes keys before a role; also for a profile that names itself. */
  #next(name: string, isFirst: boolean): string | undefined {
    const profile = this.#profiles.get(name);
    if (!profile?.has(keys.roleArn) || profile.has(keys.webIdentityTokenFile)) return undefined;
    const source = profile.value(keys.sourceProfile);
    const isEnd = hasKeys(profile) && (!isFirst || source === name);
    return isEnd ? undefined : source;
  }
}

/** Thousands of profiles can be in one circle, and each has a problem. */
const mostInLoop = 12;

/** Shortens a long circle to its beginning. */
function shortLoop(loop: readonly string[]): string {
  return (loop.length > mostInLoop ? [...loop.slice(0, mostInLoop - 1), '…'] : loop).join(' → ');
}
