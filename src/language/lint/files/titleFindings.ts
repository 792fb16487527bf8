import { lineEnd, readLines } from '../../../config/lines.ts';
import { deletion } from '../../../config/edit.ts';
import { removeSections } from '../../../config/editSections.ts';
import type { ConfigDocument, Section, Span } from '../../../config/syntax.ts';
import { titleHint } from '../../../profiles/headerHints.ts';
import { meantTitle } from '../../../profiles/meant/meantTitle.ts';
import { keys } from '../../../profiles/keys.ts';
import { nameComplaint, profileTitle, ssoSessionTitle } from '../../../profiles/profileNames.ts';
import { readTitle, sharedTitle } from '../../../profiles/profiles.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type Finding, type Fix, lazyFix } from '../finding.ts';
import { appended } from './appended.ts';
import { bareTitle, isBracketed, misspelledDefault, wrappedTitle } from './bareTitles.ts';
import { headerSpan, type LintedFiles, type LintedSection } from './lintedFiles.ts';

/** What is wrong with the headers of a file, and the lines that are in no section. */
export function titleFindings(files: LintedFiles): readonly Finding[] {
  const document = files.documents[files.role];
  return [
    ...sectionlessLines(document),
    ...document.brokenHeaders.map((span) => brokenHeader(files, document, span)),
    ...withoutClashes(
      files,
      files.own.flatMap((each) => titleFinding(files, document, each) ?? []),
    ),
  ];
}

/** A second section with the same title keeps the AWS CLI from reading the file, so it is only offered. */
function withoutClashes({ own }: LintedFiles, found: readonly Finding[]): readonly Finding[] {
  if (found.length === 0) return found;
  const taken = new Set(own.map(({ section }) => `[${section.title}]`));
  return found.map((each) => {
    const [fix, ...more] = each.fixes;
    const [title = ''] = fix?.code === 'retitle' ? fix.args : [];
    if (!fix || title === '') return each;
    const isClash = taken.has(title) && title !== `[${each.args[0] ?? ''}]`;
    taken.add(title);
    return isClash ? { ...each, fixes: [asOffer(fix), ...more] } : each;
  });
}

function asOffer(fix: Fix): Fix {
  return lazyFix(fix.code, fix.args, () => fix.edits, { isOffer: true });
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
  const { kind, name, isLoose } = readTitle(bareTitle(written));
  const title = isLoose ? `${kind} ${name}` : bareTitle(written);
  const isTitle = files.role === 'credentials' ? isBracketed(written) : kind !== 'other';
  const canClose = isTitle && /^[\w@+.%:/-][\w@+.%:/ -]*$/u.test(title);
  const fixes = canClose ? [retitle(files, span, `[${title}]`, `[${title}]`)] : [];
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
  if (title === '' || (title === 'profile' && files.role === 'config'))
    return { code: 'noName', span, args: [title], fixes: [] };
  if (files.role === 'config' && (title === 'sso-session' || title === 'services'))
    return { code: 'unknownSection', span, args: [title, ''], fixes: [] };
  const fixTo = (meant: string): readonly Fix[] => [retitle(files, titleSpan(section), meant, `[${meant}]`)];
  const plain = wrappedTitle(each) ?? misspelledDefault(files, each);
  if (plain !== undefined)
    return { code: 'mistypedProfile', span, args: [title, plain], fixes: fixTo(plain) };
  const hint = titleHint(files.role, section, document);
  switch (hint?.code) {
    case 'noPrefix': {
      const isSignIn = signInNames(files).has(name) && !files.ssoSessions.has(name);
      const meant = isSignIn ? ssoSessionTitle(name) : profileTitle('config', name);
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
  // The AWS CLI splits a title with a prefix into words.
  if (from === start && files.role === 'config' && /\s/u.test(section.title)) return undefined;
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
  // The AWS CLI reads a title like words of a shell.
  const isUnquoted = /[\s'\\]/u.test(name) && !/"|^\S+\s+'.*'$|\\\s/u.test(title) && role === 'config';
  if (isUnquoted && (kind === 'profile' || kind === 'sso-session' || kind === 'services')) {
    const quoted = `${kind} "${name}"`;
    return { code: 'unquotedName', span, args: [title, quoted], fixes: fixTo(quoted) };
  }
  return { code: 'someToolsName', span, args: [name], fixes: [] };
}

const signInsBy = new WeakMap<LintedFiles, ReadonlySet<string>>();

/** The names in `sso_session`. */
function signInNames(files: LintedFiles): ReadonlySet<string> {
  const known = signInsBy.get(files);
  if (known) return known;
  const names = new Set([...files.profiles.values()].flatMap((each) => each.value(keys.ssoSession) ?? []));
  signInsBy.set(files, names);
  return names;
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
