import { parseConfig } from '../../../../src/config/parse.ts';
import { awsText } from '../../../../src/language/awsText.ts';
import { lintCodes } from '../../../../src/language/lint/codes.ts';
import type { Finding } from '../../../../src/language/lint/finding.ts';
import { Linter } from '../../../../src/language/lint/lint.ts';
import type { FileRole } from '../../../../src/profiles/profiles.ts';
import { edited } from '../../config/edited.ts';

const facts = { now: Date.UTC(2026, 0), disabled: new Set<string>() };

/** What was found in a text, with the place in `«»`. */
export interface Found {
  readonly code: string;
  readonly severity: string;
  readonly text: string;
  /** The text after the first fix; undefined without one. */
  readonly fixed: string | undefined;
}

export function findingsIn(text: string, file: FileRole = 'config', other = ''): readonly Finding[] {
  return new Linter().lint(awsText(file, parseConfig(text), parseConfig(other)), facts);
}

export function foundIn(text: string, file: FileRole = 'config', other = ''): readonly Found[] {
  return findingsIn(text, file, other).map(({ code, span, fixes: [fix] }) => ({
    code,
    severity: lintCodes[code].severity,
    text: `${text.slice(0, span.start)}«${text.slice(span.start, span.end)}»${text.slice(span.end)}`,
    fixed: fix && edited(text, fix.edits[file]),
  }));
}

/** Asserts nothing by itself: what is marked in a text, and the text without marks. */
export function unmarked(text: string): string {
  return text.replaceAll(/[«»]/gu, '');
}
