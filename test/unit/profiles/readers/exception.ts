import { parseConfig } from '../../../../src/config/parse.ts';
import type {
  AssignmentLine,
  ConfigDocument,
  ConfigLine,
  HeaderLine,
} from '../../../../src/config/syntax.ts';
import type { Plain, Texts } from './plainResults.ts';

/** An intended difference between Rolecall and one of AWS's tools. */
export interface Exception {
  /** Rolecall's behavior, and the reason for it. */
  readonly what: string;
  /** Whether the difference can occur for these files. */
  readonly isIn: (files: Files) => boolean;
  /** Files with only this difference, and the results of the tool and of Rolecall. */
  readonly example: Partial<Texts>;
  readonly theirs: string;
  readonly ours: string;
}

export interface Files {
  readonly config: ConfigDocument;
  readonly credentials: ConfigDocument;
}

export function filesOf({ config, credentials }: Texts): Files {
  return { config: parseConfig(config), credentials: parseConfig(credentials) };
}

/** The differences that can occur for these files. */
export function exceptionsIn(texts: Texts, exceptions: readonly Exception[]): readonly Exception[] {
  const files = filesOf(texts);
  return exceptions.filter(({ isIn }) => isIn(files));
}

export function headers(document: ConfigDocument): readonly HeaderLine[] {
  return document.sections.map(({ header }) => header);
}

export function anyLine(files: Files, is: (line: ConfigLine, text: string) => boolean): boolean {
  return [files.config, files.credentials].some(({ lines, text }) => lines.some((line) => is(line, text)));
}

export function anyAssignment(files: Files, is: (line: AssignmentLine, text: string) => boolean): boolean {
  return anyLine(files, (line, text) => line.kind === 'assignment' && is(line, text));
}

export function anyHeader(files: Files, is: (line: HeaderLine, text: string) => boolean): boolean {
  return anyLine(files, (line, text) => line.kind === 'header' && is(line, text));
}

/** Prints the profiles on one line in alphabetical order. */
export function printProfiles({ profiles }: Plain): string {
  return sorted(profiles)
    .map(
      ([name, values]) =>
        `${name}(${sorted(values)
          .map((pair) => pair.join('='))
          .join(', ')})`,
    )
    .join(' ');
}

function sorted<T>(all: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
