import { lineEnd, readLines } from '../../../config/lines.ts';
import { deletion } from '../../../config/edit.ts';
import { removeSections } from '../../../config/editSections.ts';
import type { ConfigDocument, Section, Span } from '../../../config/syntax.ts';
import { titleHint } from '../../../profiles/headerHints.ts';
import { meantTitle } from '../../../profiles/meant/meantTitle.ts';
import { kindTitle, nameComplaint, profileTitle } from '../../../profiles/profileNames.ts';
import { sharedTitle } from '../../../profiles/profiles.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type Finding, type Fix, lazyFix } from '../finding.ts';
import { appended } from './appended.ts';
import { headerSpan, type LintedFiles, type LintedSection } from './lintedFiles.ts';

/** What is wrong with the headers of a file, and the lines that are in no section. */
export function titleFindings(files: LintedFiles): readonly Finding[] {
  const document = files.documents[files.role];
  return [
    ...sectionlessLines(document),
    ...document.brokenHeaders.map((span) => brokenHeader(files, document, span)),
    ...files.own.flatMap((each) => titleFinding(files, document, each) ?? []),
  ];
}

function sectionlessLines({ text, sections, brokenHeaders }: ConfigDocument): readonly Finding[] {
  const to = Math.min(text.length, ...[sections[0], brokenHeaders[0]].flatMap((first) => first?.start ?? []));
  const line = [...readLines(text, 0, to, false)].find(({ kind }) => kind === 'unreadable');
  return line ? [{ code: 'noSection', span: trimmed(text, line), args: [], fixes: [] }] : [];
}

/** Below a header, the CLI takes a broken one with a separator for a key. */
function brokenHeader(files: LintedFiles, { text }: ConfigDocument, line: Span): Finding {
  const span = trimmed(text, line);
  const written = text.slice(span.start, span.end);
  const isRead = /[=:]/u.test(written) && files.own.some(({ section }) => section.start < span.start);
  const canClose = /^\[[\w@+.%:/-][\w@+.%:/ -]*$/u.test(written);
  const fixes = canClose ? [retitle(files, { start: span.end, end: span.end }, ']', `${written}]`)] : [];
  return { code: isRead ? 'unreadHeader' : 'brokenHeader', span, args: [], fixes };
}

function titleFinding(
  files: LintedFiles,
  document: ConfigDocument,
  each: LintedSection,
): Finding | undefined {
  const { section, name, isLoose, kind } = each;
  const { title } = section;
  const isPlace = files.role === 'credentials' ? !title.includes(' ') : kind !== 'other';
  if (each.text.hasPlainTitle && isPlace && !isLoose) return undefined;
  const span = headerSpan(document, section);
  const fixTo = (meant: string): readonly Fix[] => [retitle(files, titleSpan(section), meant, `[${meant}]`)];
  const hint = titleHint(files.role, section, document);
  switch (hint?.code) {
    case 'noPrefix': {
      const meant = profileTitle('config', name);
      return { code: 'noPrefix', span, args: [title, meant], fixes: fixTo(meant) };
    }
    case 'mistypedTitle': {
      const { meant } = hint;
      const isProfile = /^profile\s|^default$/u.test(meant);
      const code =
        files.role === 'credentials'
          ? meant === 'default' || !title.startsWith('profile ')
            ? 'mistypedProfile'
            : 'needlessPrefix'
          : isLoose
            ? 'looseKind'
            : isProfile
              ? 'mistypedProfile'
              : 'mistypedSection';
      return { code, span, args: [title, meant], fixes: fixTo(meant) };
    }
    case 'titleOfConfigFile':
      return { code: 'sectionOfConfigFile', span, args: [title], fixes: moveSection(files, each) };
    case 'textAfterTitle':
      return { code: 'textAfterHeader', span, args: [title], fixes: commentOut(files, document, span) };
    case undefined:
      return spaceInBrackets(files, document, section, span) ?? otherTitle(files, each, span, fixTo);
  }
}

function spaceInBrackets(
  files: LintedFiles,
  { text }: ConfigDocument,
  section: Section,
  span: Span,
): Finding | undefined {
  const { start, end } = titleSpan(section);
  const from = span.start + 1;
  const close = text.indexOf(']', end);
  if (close === -1 || (from === start && close === end)) return undefined;
  const spaces = [
    { start: from, end: start },
    { start: end, end: close },
  ].filter((each) => each.start < each.end);
  const fix = lazyFix('retitle', [`[${section.title}]`], () => inOwn(files, spaces.map(deletion)));
  return { code: 'spaceInBrackets', span, args: [section.title], fixes: [fix] };
}

function otherTitle(
  { role }: LintedFiles,
  { section, kind, name }: LintedSection,
  span: Span,
  fixTo: (meant: string) => readonly Fix[],
): Finding | undefined {
  const { title } = section;
  if (title === sharedTitle) return { code: 'sharedSection', span, args: [], fixes: [] };
  if (role === 'config' && kind === 'other') {
    if (title === 'plugins' || title === 'preview') return undefined;
    const meant = meantTitle(title);
    const right = meant && `${meant.kind} ${meant.name}`;
    return { code: 'unknownSection', span, args: [title, right ?? ''], fixes: right ? fixTo(right) : [] };
  }
  if (nameComplaint(name) === undefined || nameComplaint(name) === 'option') return undefined;
  const isUnquoted = /\s/u.test(name) && !/["']/u.test(title) && role === 'config';
  if (isUnquoted && (kind === 'profile' || kind === 'sso-session' || kind === 'services')) {
    const quoted = kind === 'profile' ? profileTitle('config', name) : kindTitle(kind, name);
    return { code: 'unquotedName', span, args: [title, quoted], fixes: fixTo(quoted) };
  }
  return { code: 'someToolsName', span, args: [name], fixes: [] };
}

function titleSpan({ header }: Section): Span {
  return { start: header.titleStart, end: header.titleEnd };
}

function retitle(files: LintedFiles, span: Span, text: string, shown: string): Fix {
  return lazyFix('retitle', [shown], () => inOwn(files, [{ ...span, text }]));
}

/** Nothing of what follows the header is lost. */
function commentOut(files: LintedFiles, { text }: ConfigDocument, span: Span): readonly Fix[] {
  const header = text.slice(span.start, span.end);
  const closing = header.indexOf(']');
  const rest = header.slice(closing + 1);
  const start = span.start + closing + 1;
  const end = start + rest.length - rest.trimStart().length;
  return [lazyFix('commentOut', [], () => inOwn(files, [{ start, end, text: ' # ' }]))];
}

function moveSection(files: LintedFiles, { section, kind, name }: LintedSection): readonly Fix[] {
  const named = kind === 'services' ? files.services : files.ssoSessions;
  if (named.has(name)) return [];
  const { config, credentials } = files.documents;
  return [
    lazyFix('moveSection', [section.title], () => ({
      config: appended(config, credentials.text.slice(section.start, section.end)),
      credentials: removeSections(credentials, [section]),
    })),
  ];
}

export function inOwn({ role }: LintedFiles, edits: FileEdits['config']): FileEdits {
  return role === 'config' ? { config: edits, credentials: [] } : { config: [], credentials: edits };
}

function trimmed(text: string, { start, end }: Span): Span {
  const line = text.slice(start, Math.min(end, lineEnd(text, start)));
  return { start: end - line.trimStart().length, end: start + line.trimEnd().length };
}
