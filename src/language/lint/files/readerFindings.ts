import { parseConfig } from '../../../config/parse.ts';
import type { Span } from '../../../config/syntax.ts';
import { type Difference, differences } from '../../../profiles/readers/differences.ts';
import type { FileRole } from '../../../profiles/profiles.ts';
import { configKey } from '../../../profiles/keys.ts';
import { nameComplaint } from '../../../profiles/profileNames.ts';
import type { Finding, Fix } from '../finding.ts';
import { headerSpan, type LintedFiles, type LintedSection } from './lintedFiles.ts';
import { inOwn } from './titleFindings.ts';

/** Remembered with the section: three readers take longer than a keystroke may. */
function differencesOf({ file, text: said, section }: LintedSection, text: string): readonly Difference[] {
  const known = said.differences[file];
  if (known) return known;
  const written = text.slice(section.start, section.end);
  const found = plainSection.test(written) ? [] : compare(file, written);
  said.differences = { ...said.differences, [file]: found };
  return found;
}

function compare(file: FileRole, section: string): readonly Difference[] {
  const own = parseConfig(section);
  return file === 'config' ? differences(own, nothing) : differences(nothing, own);
}

const nothing = parseConfig('');

/** All tools read such a section alike: one word as title, and one word as the value of each key. */
const plainSection =
  /^\[(?:(?:profile|sso-session|services) )?[\w.@+-]+\]\r?\n(?:[a-z][\w-]* ?= ?[^\s#;[\]"']+\r?\n|\r?\n|[#;][^\r\n]*\r?\n)*(?:[a-z][\w-]* ?= ?[^\s#;[\]"']+|[#;][^\r\n]*)?$/u;

/** What AWS tools read differently, unless a finding at the same place says more. */
export function readerFindings(files: LintedFiles, others: readonly Finding[]): readonly Finding[] {
  const { text } = files.documents[files.role];
  const inOrder = others.toSorted((a, b) => a.span.start - b.span.start);
  const names = new NameCounts(files);
  let next = 0;
  return files.own.flatMap((each) => {
    const found = differencesOf(each, text);
    if (found.length === 0) return [];
    const { section } = each;
    while (next < inOrder.length && inOrder[next]!.span.start < section.start) next += 1;
    const named: Finding[] = [];
    for (let i = next; i < inOrder.length && inOrder[i]!.span.start < section.end; i++)
      named.push(inOrder[i]!);
    return found.flatMap((difference): readonly Finding[] => {
      const { start, end } = difference.location;
      const span = trimmed(text, section.start + start, section.start + end);
      if (named.some((own) => own.span.start <= span.end && span.start <= own.span.end)) return [];
      const code = codeOf(difference);
      if (named.some((own) => causes[own.code]?.includes(code))) return [];
      return [{ code, span, args: argsOf(difference), fixes: fixesFor(files, names, each, code, span) }];
    });
  });
}

/** How often the name of a section occurs in the file. Counts only when it is needed. */
class NameCounts {
  readonly #files: LintedFiles;
  #counts: ReadonlyMap<string, number> | undefined;

  constructor(files: LintedFiles) {
    this.#files = files;
  }

  isRepeated({ kind, name }: LintedSection): boolean {
    return (this.#all().get(`${kind} ${name}`) ?? 0) > 1;
  }

  #all(): ReadonlyMap<string, number> {
    if (this.#counts) return this.#counts;
    const counts = new Map<string, number>();
    for (const { kind, name } of this.#files.own)
      counts.set(`${kind} ${name}`, (counts.get(`${kind} ${name}`) ?? 0) + 1);
    return (this.#counts = counts);
  }
}

function fixesFor(
  files: LintedFiles,
  names: NameCounts,
  section: LintedSection,
  code: Finding['code'],
  span: Span,
): readonly Fix[] {
  // With the same title, two sections would be one too many for the AWS CLI.
  if (code === 'headerDiffers') return names.isRepeated(section) ? [] : plainHeader(files, section);
  return code === 'cliRejectsFile' ? missingEquals(files, span) : [];
}

/** Adds the `=` that is missing after the name of a key. */
function missingEquals(files: LintedFiles, span: Span): readonly Fix[] {
  const line = files.documents[files.role].text.slice(span.start, span.end);
  const [, key = '', space = ''] = /^([\w-]+)([^\S\r\n]+)\S/u.exec(line) ?? [];
  if (!configKey(key.toLowerCase())) return [];
  const start = span.start + key.length;
  const edits = inOwn(files, [{ start, end: start + space.length, text: ' = ' }]);
  return [{ code: 'useEquals', args: [key.toLowerCase()], edits }];
}

/** A title without quotes and further spaces, which all tools read. */
function plainHeader(files: LintedFiles, { section, file, kind, name }: LintedSection): readonly Fix[] {
  const { text } = files.documents[file];
  const { start, end } = headerSpan(files.documents[file], section);
  const close = text.indexOf(']', section.header.titleEnd) + 1;
  const title = kind === 'default' ? 'default' : `${kind} ${name}`;
  const isPlain = file === 'config' && kind !== 'other' && nameComplaint(name) === undefined;
  if (!isPlain || close === 0 || close > end || text.slice(start, close) === `[${title}]`) return [];
  const edits = [{ start, end: close, text: `[${title}]` }];
  return [{ code: 'retitle', args: [`[${title}]`], edits: inOwn(files, edits) }];
}

/** What tools read differently because of another finding in the section, which is to be solved first. */
const causes: Readonly<Partial<Record<Finding['code'], readonly Finding['code'][]>>> = {
  duplicateKey: ['cliRejectsFile'],
  indentedKey: ['keyDiffers', 'valueDiffers'],
  rejectedIndent: ['keyDiffers', 'valueDiffers'],
  colonSeparator: ['headerDiffers', 'keyDiffers', 'toolsRejectFile'],
  rejectedColon: ['headerDiffers', 'keyDiffers', 'toolsRejectFile', 'cliRejectsFile'],
  rejectedComment: ['keyDiffers'],
  unknownService: ['keyDiffers'],
  keyCase: ['keyDiffers'],
  byteOrderMark: ['cliRejectsFile', 'toolsRejectFile'],
};

function codeOf({ code, tools }: Difference): Finding['code'] {
  switch (code) {
    case 'fileRejected':
      return tools.includes('botocore') ? 'cliRejectsFile' : 'toolsRejectFile';
    case 'headerIgnored':
    case 'headerAdded':
      return 'headerDiffers';
    case 'keyIgnored':
    case 'keyAdded':
      return 'keyDiffers';
    case 'valueDiffers':
    case 'valueOverruled':
      return 'valueDiffers';
  }
}

function argsOf(difference: Difference): readonly string[] {
  const tools = difference.tools.map((tool) => toolNames[tool]).join(', ');
  return 'key' in difference ? [tools, difference.key] : [tools];
}

const toolNames = {
  botocore: 'AWS CLI',
  smithy: 'AWS SDK for JavaScript',
  rust: 'AWS SDK for Rust',
} as const;

function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const content = text.slice(start, end);
  const from = start + content.length - content.trimStart().length;
  return { start: Math.min(from, end), end: Math.max(start + content.trimEnd().length, Math.min(from, end)) };
}
