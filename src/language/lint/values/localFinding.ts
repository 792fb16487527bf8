import type { TextEdit } from '../../../config/edit.ts';
import type { AssignmentLine, Entry, Span } from '../../../config/syntax.ts';
import type { FileRole } from '../../../profiles/profiles.ts';
import type { ValueFixCode } from '../finding.ts';
import type { ValueCode } from './valueCodes.ts';

/** What is wrong in a section, by its text alone. Offsets are relative to the section. */
export interface LocalFinding {
  readonly code: ValueCode;
  readonly span: Span;
  /** What the sentence names; never a secret value. */
  readonly args: readonly string[];
  readonly fix?: LocalFix;
}

/** Changes only the section. */
export interface EditFix {
  readonly code: Exclude<ValueFixCode, 'replaceEverywhere' | 'moveToConfig' | 'moveToServices'>;
  readonly args: readonly string[];
  readonly edits: readonly TextEdit[];
}

export type LocalFix =
  | EditFix
  /** In all places that have the same value for the key. */
  | { readonly code: 'replaceEverywhere'; readonly key: string; readonly from: string; readonly to: string }
  | {
      readonly code: 'moveToServices';
      readonly service: string;
      readonly url: string;
      /** The lines in the section. */
      readonly removed: Span;
    }
  | { readonly code: 'moveToConfig'; readonly key: string; readonly value: string };

export type SectionKind = 'profile' | 'sso-session' | 'services';

/** A section that is checked. */
export interface CheckedSection {
  readonly text: string;
  readonly role: FileRole;
  readonly kind: SectionKind;
  /** All keys directly in the section, in lower case. */
  readonly keys: ReadonlySet<string>;
  /** The last of each key. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export function keySpan({ keyStart, key }: AssignmentLine): Span {
  return { start: keyStart, end: keyStart + key.length };
}

/** The value; where it is empty, the key. */
export function valueSpan(line: AssignmentLine): Span {
  return line.value === '' ? keySpan(line) : { start: line.valueStart, end: line.valueEnd };
}

export function replaceValue(line: AssignmentLine, text: string): LocalFix {
  const { valueStart: start, valueEnd: end } = line;
  return { code: 'replaceValue', args: [text], edits: [{ start, end, text }] };
}

export function removeLine(key: string, { start, end }: Span): LocalFix {
  return { code: 'removeKey', args: [key], edits: [{ start, end, text: '' }] };
}

/** What the AWS CLI takes as the value of a line: also what looks like a comment. */
export function wholeValue(text: string, { valueStart, end }: AssignmentLine): string {
  return text.slice(valueStart, Math.max(valueStart, end)).trim();
}
