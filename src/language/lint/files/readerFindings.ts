import { parseConfig } from '../../../config/parse.ts';
import { type Difference, differences } from '../../../profiles/readers/differences.ts';
import type { FileRole } from '../../../profiles/profiles.ts';
import type { Finding } from '../finding.ts';
import type { LintedFiles, LintedSection } from './lintedFiles.ts';

/** Remembers what tools read differently in each section: three readers take longer than a keystroke may. */
export class ReaderMemory {
  readonly #known: Readonly<Record<FileRole, WeakMap<LintedSection['text'], readonly Difference[]>>> = {
    config: new WeakMap(),
    credentials: new WeakMap(),
  };

  /** Offsets are relative to the section. */
  read({ file, text: said, section }: LintedSection, text: string): readonly Difference[] {
    const known = this.#known[file].get(said);
    if (known) return known;
    const written = text.slice(section.start, section.end);
    const found = plainSection.test(written) ? [] : compare(file, written);
    this.#known[file].set(said, found);
    return found;
  }
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
export function readerFindings(
  files: LintedFiles,
  memory: ReaderMemory,
  others: readonly Finding[],
): readonly Finding[] {
  const { text } = files.documents[files.role];
  return files.own.flatMap((each) => {
    const found = memory.read(each, text);
    if (found.length === 0) return [];
    const { section } = each;
    const named = others.filter(({ span }) => span.start >= section.start && span.end <= section.end);
    return found.flatMap((difference): readonly Finding[] => {
      const { start, end } = difference.location;
      const span = trimmed(text, section.start + start, section.start + end);
      if (named.some((own) => own.span.start <= span.end && span.start <= own.span.end)) return [];
      return [{ code: codeOf(difference), span, args: argsOf(difference), fixes: [] }];
    });
  });
}

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
