import { parseConfig } from '../../../../src/config/parse.ts';
import type {
  AssignmentLine,
  ConfigDocument,
  ConfigLine,
  HeaderLine,
} from '../../../../src/config/syntax.ts';
import type { Plain, Texts } from './readings.ts';

/** A way in which files are read otherwise here than by one of AWS's tools, on purpose. */
export interface Exception {
  /** What is done here, and why. */
  readonly what: string;
  /** Whether there is such a thing in the files; where there is, the readings may differ. */
  readonly isIn: (files: Files) => boolean;
  /** Files that have no other exception, and how they are read there and here. */
  readonly example: Partial<Texts>;
  readonly there: string;
  readonly here: string;
}

export interface Files {
  readonly config: ConfigDocument;
  readonly credentials: ConfigDocument;
}

export function filesOf({ config, credentials }: Texts): Files {
  return { config: parseConfig(config), credentials: parseConfig(credentials) };
}

/** Those that speak of these files. */
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

/** The profiles in one line, in the order of the alphabet. */
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
