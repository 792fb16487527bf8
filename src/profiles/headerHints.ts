import type { Failure } from '../base/failure.ts';
import { withoutNamedSecrets } from '../base/secretText.ts';
import { positionAt } from '../config/position.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { keysWhere } from './keys.ts';
import { readTitle, sharedTitle } from './profiles.ts';
import { nearestSpelling } from './spelling.ts';

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
    const hint = hintOf(section);
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

/** `meant` is the right title. */
type TitleHint =
  | { readonly code: 'noPrefix' | 'titleOfConfigFile' }
  | { readonly code: 'mistypedTitle'; readonly meant: string };

/** A `[DEFAULT]` that gives its keys to no section must be meant as the default profile. */
function sharedHint(section: Section, { sections }: ConfigDocument): TitleHint | undefined {
  const isAlone = section.title === sharedTitle && sections.every(({ title }) => title === sharedTitle);
  return isAlone && hasProfileKeys(section) ? { code: 'mistypedTitle', meant: 'default' } : undefined;
}

function configHint(section: Section): TitleHint | undefined {
  const { title } = section;
  if (title === sharedTitle || readTitle(title).kind !== 'other') return undefined;
  const meant = meantTitle(title);
  if (meant) return { code: 'mistypedTitle', meant: `${meant.kind} ${meant.name}` };
  if (!looksLikeProfile(section)) return undefined;
  return title.toLowerCase() === 'default'
    ? { code: 'mistypedTitle', meant: 'default' }
    : { code: 'noPrefix' };
}

/** In the credentials file, a title is the name of a profile, without a prefix. `service.x` is a good name. */
function credentialsHint(section: Section): TitleHint | undefined {
  const { title } = section;
  if (!/\s/u.test(title)) return undefined;
  const { kind, name } = readTitle(title);
  const meant = kind === 'other' ? meantTitle(title) : kind === 'default' ? undefined : { kind, name };
  if (!meant) return undefined;
  if (meant.kind === 'profile') return { code: 'mistypedTitle', meant: meant.name };
  return hasKeys(section, accessKeys) ? undefined : { code: 'titleOfConfigFile' };
}

const kinds = ['profile', 'sso-session', 'services'] as const;
/** Of the letters of a prefix, without spaces and dashes. */
const mostMistakes = 2;

/** The kind and the name of a title with a misspelled prefix, such as `sso_session x`, `Profiles x` or `profile:x`. */
export function meantTitle(
  title: string,
): { readonly kind: (typeof kinds)[number]; readonly name: string } | undefined {
  const [, prefix, name] = /^(sso[\s_]sessions?|[\w-]+)(?:\s*[.:=/]\s*|\s+)(\S.*)$/isu.exec(title) ?? [];
  if (prefix === undefined || name === undefined) return undefined;
  const found = nearestSpelling(lettersOf(prefix), kinds.map(lettersOf), mostMistakes);
  const kind = kinds.find((each) => lettersOf(each) === found);
  return kind && { kind, name };
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/gu, '');
}

/** Sections such as `[plugins]` belong to other tools and have none of these keys. */
function looksLikeProfile(section: Section): boolean {
  if (!/^[\w@+.%:/-]{1,64}$/u.test(section.title)) return false;
  return hasProfileKeys(section);
}

function hasProfileKeys(section: Section): boolean {
  return hasKeys(section, profileKeys);
}

function hasKeys(section: Section, wanted: ReadonlySet<string>): boolean {
  return [...section.readEntries()].some(({ line }) => wanted.has(line.key.toLowerCase()));
}

const profileKeys: ReadonlySet<string> = new Set(keysWhere(({ typicalOfProfile }) => typicalOfProfile));
const accessKeys: ReadonlySet<string> = new Set(keysWhere(({ accessKey }) => accessKey));
