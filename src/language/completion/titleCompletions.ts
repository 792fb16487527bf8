import type { Span } from '../../config/syntax.ts';
import { keys } from '../../profiles/keys.ts';
import { isWritableName, kindTitle, profileTitle } from '../../profiles/profileNames.ts';
import type { AwsText } from '../awsText.ts';
import { documentOf, subjectOf } from '../navigation/namedPlaces.ts';
import type { BlockKind } from './blockAt.ts';
import type { Completion } from './completion.ts';
import type { TitlePlace } from './cursorPlace.ts';
import { writtenValues } from './writtenValues.ts';

interface MissingSection {
  readonly section: BlockKind;
  readonly name: string;
  readonly isDefined?: true;
}

/** The kinds of sections, and the sections that are referred to but are not in this file. */
export function titleCompletions(text: AwsText, place: TitlePlace): readonly Completion[] {
  const { span, isClosed } = place;
  const closing = isClosed ? '' : ']';
  const missing = missingSections(text).map((each): Completion => {
    const { section, isDefined, name } = each;
    const title = section === 'profile' ? profileTitle(text.role, name) : kindTitle(section, name);
    const about = { kind: 'missing', section, ...(isDefined ? { isDefined } : {}) } as const;
    return { label: title, about, replace: span, insert: title + closing };
  });
  return [...missing, ...kindCompletions(text, place, closing)];
}

function kindCompletions(
  text: AwsText,
  { span: replace, typed }: TitlePlace,
  closing: string,
): readonly Completion[] {
  const hasDefault = text.document.sections.some(
    ({ title }) => title === 'default' || title === 'profile default',
  );
  const about = { kind: 'sectionKind', section: 'default' } as const;
  const ofDefault: Completion = { label: 'default', about, replace, insert: `default${closing}` };
  const kinds = text.role === 'config' ? (['profile', 'sso-session', 'services'] as const) : [];
  const word = /\s/u.test(typed) ? replace : wordAt(text, replace);
  const isNamed = word.end < replace.end;
  return [
    ...kinds.map((section): Completion => ({
      label: section,
      about: { kind: 'sectionKind', section },
      replace: word,
      ...(isNamed ? { insert: section } : { insert: `${section} `, opensNext: true }),
    })),
    ...(hasDefault ? [] : [ofDefault]),
  ];
}

/** The first word of a title: the name behind it stays. */
function wordAt({ document }: AwsText, { start, end }: Span): Span {
  const [word = ''] = document.text.slice(start, end).split(/\s/u, 1);
  return { start, end: start + word.length };
}

/** What keys refer to and no file defines; then the profiles that only the other file has. */
export function missingSections(text: AwsText): readonly MissingSection[] {
  const { profiles, ssoSessions, services } = text.profiles;
  const both = [text.document, text.other];
  const missing = (
    section: BlockKind,
    key: string,
    defined: ReadonlyMap<string, unknown>,
  ): readonly MissingSection[] =>
    writtenValues(both, [key])
      .filter((name) => !defined.has(name) && isWritableName(name))
      .map((name) => ({ section, name }));
  const undefinedProfiles = missing('profile', keys.sourceProfile, profiles);
  if (text.role === 'credentials') return [...undefinedProfiles, ...inOtherFile(text)];
  return [
    ...undefinedProfiles,
    ...missing('sso-session', keys.ssoSession, ssoSessions),
    ...missing('services', keys.services, services),
    ...inOtherFile(text),
  ];
}

/** Profiles that are in the other file only. */
function inOtherFile(text: AwsText): readonly MissingSection[] {
  const own = new Set(text.document.sections.map(({ title }) => subjectOf(text.role, title)?.name));
  const file = text.role === 'config' ? 'credentials' : 'config';
  const names = new Set<string>();
  for (const { title } of documentOf(text, file).sections) {
    const subject = subjectOf(file, title);
    if (subject?.kind === 'profile' && !own.has(subject.name) && isWritableName(subject.name))
      names.add(subject.name);
  }
  return [...names].map((name) => ({ section: 'profile', name, isDefined: true }));
}
