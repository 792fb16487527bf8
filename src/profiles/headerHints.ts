import type { Failure } from '../base/failure.ts';
import { withoutNamedSecrets } from '../base/secretText.ts';
import { hasTextAfterTitle } from '../config/lines.ts';
import { positionAt } from '../config/position.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { keysWhere } from './keys.ts';
import { type MeantTitle, meantTitle } from './meant/meantTitle.ts';
import { profileTitle } from './profileNames.ts';
import { type FileRole, readTitle, sharedTitle } from './profiles.ts';

/** Reports the broken headers of a file as one failure. The keys below them are ignored. */
export function brokenHeaders(
  path: string,
  { text, brokenHeaders: broken }: ConfigDocument,
): readonly Failure[] {
  if (broken.length === 0) return [];
  return [
    {
      code: 'brokenHeader',
      path,
      lines: broken.slice(0, maxReported).map(({ start }) => lineOf(text, start)),
    },
  ];
}

/** Reports sections of the config file that look like profiles, or their like, but have no valid prefix. */
export function missingPrefixes(path: string, document: ConfigDocument): readonly Failure[] {
  return titleFailures(path, document, (section) => sharedHint(section, document) ?? configHint(section));
}

/** Reports titles of the credentials file that have a prefix, as in the config file. */
export function needlessPrefixes(path: string, document: ConfigDocument): readonly Failure[] {
  return titleFailures(
    path,
    document,
    (section) => sharedHint(section, document) ?? credentialsHint(section),
  );
}

function titleFailures(
  path: string,
  { text, sections }: ConfigDocument,
  hintOf: (section: Section) => TitleHint | undefined,
): readonly Failure[] {
  const found: Failure[] = [];
  for (const section of sections) {
    const hint = hintOf(section) ?? textHint(text, section);
    if (!hint) continue;
    const place = { path, line: lineOf(text, section.start), title: shown(section.title) };
    found.push(
      hint.code === 'mistypedTitle'
        ? { code: hint.code, ...place, meant: shown(hint.meant) }
        : { code: hint.code, ...place },
    );
    if (found.length === maxReported) break;
  }
  return found;
}

function shown(title: string): string {
  return withoutNamedSecrets(title, '=');
}

/** After fixing these, the user sees the next ones. */
const maxReported = 3;

function lineOf(text: string, start: number): number {
  return positionAt(text, start).line + 1;
}

/** What is wrong with the title of a section in one of the files, if anything. */
export function titleHint(file: FileRole, section: Section, document: ConfigDocument): TitleHint | undefined {
  const hint = file === 'config' ? configHint(section) : credentialsHint(section);
  return sharedHint(section, document) ?? hint ?? textHint(document.text, section);
}

/** `meant` is the right title. */
export type TitleHint =
  | { readonly code: 'noPrefix' | 'titleOfConfigFile' | 'textAfterTitle' }
  | { readonly code: 'mistypedTitle'; readonly meant: string };

/** The CLI ignores text behind a title, but the SDKs then read no header. */
function textHint(text: string, { start }: Section): TitleHint | undefined {
  return hasTextAfterTitle(text, start) ? { code: 'textAfterTitle' } : undefined;
}

/** A `[DEFAULT]` that gives its keys to no section must be meant as the default profile. */
function sharedHint(section: Section, { sections }: ConfigDocument): TitleHint | undefined {
  const isAlone = section.title === sharedTitle && sections.every(({ title }) => title === sharedTitle);
  return isAlone && hasProfileKeys(section) ? { code: 'mistypedTitle', meant: 'default' } : undefined;
}

function configHint(section: Section): TitleHint | undefined {
  const { title } = section;
  const { kind, name, isLoose } = readTitle(title);
  if (isLoose) return { code: 'mistypedTitle', meant: `${kind} ${name}` };
  if (title === sharedTitle || kind !== 'other') return undefined;
  const meant = meantTitle(title);
  if (meant && (!meant.isGuess || hasKeys(section, typicalKeys[meant.kind])))
    return { code: 'mistypedTitle', meant: titleOf(meant) };
  if (!looksLikeProfile(section)) return undefined;
  if (title.toLowerCase() === 'default') return { code: 'mistypedTitle', meant: 'default' };
  return /\s/u.test(title)
    ? { code: 'mistypedTitle', meant: profileTitle('config', title) }
    : { code: 'noPrefix' };
}

function titleOf({ kind, name }: MeantTitle): string {
  return kind === 'profile' && name.toLowerCase() === 'default' ? 'default' : `${kind} ${name}`;
}

/** In the credentials file, a title is the name of a profile, without a prefix. `service.x` is a good name. */
function credentialsHint(section: Section): TitleHint | undefined {
  const { title } = section;
  if (!/\s/u.test(title)) return undefined;
  const { kind, name, isLoose } = readTitle(title);
  const meant =
    kind === 'other' || isLoose ? meantTitle(title) : kind === 'default' ? undefined : { kind, name };
  if (!meant || ('isGuess' in meant && meant.isGuess)) return undefined;
  if (meant.kind === 'profile') return { code: 'mistypedTitle', meant: meant.name };
  return hasKeys(section, accessKeys) ? undefined : { code: 'titleOfConfigFile' };
}

/**
 * Sections such as `[plugins]` belong to other tools and have none of these keys. Those with several words, such as
 * `[toolkit x]`, may have a region.
 */
function looksLikeProfile(section: Section): boolean {
  if (!/^[^\p{Cc}[\]"'\\#;=]{1,64}$/u.test(section.title)) return false;
  return hasKeys(section, /\s/u.test(section.title) ? credentialKeys : profileKeys);
}

function hasProfileKeys(section: Section): boolean {
  return hasKeys(section, profileKeys);
}

function hasKeys(section: Section, wanted: ReadonlySet<string>): boolean {
  return [...section.readEntries()].some(({ line }) => wanted.has(line.key.toLowerCase()));
}

const profileKeys: ReadonlySet<string> = new Set(keysWhere(({ typicalOfProfile }) => typicalOfProfile));
const credentialKeys: ReadonlySet<string> = new Set(
  keysWhere(({ typicalOfProfile, leadsToCredentials }) => typicalOfProfile && leadsToCredentials),
);
const typicalKeys: Readonly<Record<MeantTitle['kind'], ReadonlySet<string>>> = {
  profile: profileKeys,
  'sso-session': new Set(keysWhere(({ sections }) => sections.includes('sso-session'))),
  services: new Set(),
};
const accessKeys: ReadonlySet<string> = new Set(keysWhere(({ accessKey }) => accessKey));
