import type { AssignmentLine, ConfigDocument } from '../../config/syntax.ts';
import { buildProfiles, type FileRole, type Named, type FileLocation } from '../profiles.ts';
import {
  locationKey,
  type ParsedFiles,
  type ParsedSection,
  type ParsedSections,
  type ParsedValue,
} from './parsedFiles.ts';

/**
 * Rolecall's own parse result in the form of a tool's result: `s3.x` for a nested key, and the location of each line.
 * Rolecall reads what most tools read. `botocoreExceptions.ts` and `smithyExceptions.ts` in the tests list every
 * difference with its reason.
 */
export function readRolecall(config: ConfigDocument, credentials: ConfigDocument): ParsedFiles {
  const lines: Lines = { headers: new Map(), entries: new Map() };
  addLines(lines, 'config', config);
  addLines(lines, 'credentials', credentials);
  const { profiles, ssoSessions, services } = buildProfiles(config, credentials);
  const read = (all: ReadonlyMap<string, Named>): ParsedSections =>
    new Map([...all].map(([name, named]) => [name, readNamed(named, lines)]));
  return {
    kind: 'profiles',
    profiles: read(profiles),
    ssoSessions: read(ssoSessions),
    services: read(services),
  };
}

/** The lines of both files, by the start of their section or value. */
interface Lines {
  readonly headers: Map<string, FileLocation>;
  readonly entries: Map<string, EntryLines>;
}

interface EntryLines {
  readonly header: FileLocation;
  readonly line: FileLocation;
  readonly nested: ReadonlyMap<string, FileLocation>;
}

function addLines(lines: Lines, file: FileRole, { text, sections }: ConfigDocument): void {
  for (const { header, start, entries } of sections) {
    const location = { file, start, end: text.indexOf(']', header.titleEnd) + 1 };
    lines.headers.set(locationKey({ file, start }), location);
    for (const { line, nested, continuation } of entries) {
      const { start: keyStart, end } = lineOf(file, line);
      lines.entries.set(locationKey({ file, start: line.valueStart }), {
        header: location,
        line: { file, start: keyStart, end: continuation.at(-1)?.end ?? end },
        nested: new Map(nested.map((inner) => [inner.key, lineOf(file, inner)])),
      });
    }
  }
}

function lineOf(file: FileRole, { keyStart, valueEnd }: AssignmentLine): FileLocation {
  return { file, start: keyStart, end: valueEnd };
}

function readNamed({ locations, values }: Named, { headers, entries }: Lines): ParsedSection {
  const flat = [...values].flatMap(([key, value]): [string, ParsedValue][] => {
    const lines = entries.get(locationKey(value));
    if (!lines) return [];
    const { header, line, nested } = lines;
    if (nested.size === 0) return [[key, { text: value.text, location: line, header }]];
    return [...value.nested].map(([inner, text]) => [
      `${key}.${inner}`,
      { text, location: nested.get(inner) ?? line, header },
    ]);
  });
  return {
    headers: locations.flatMap((location) => headers.get(locationKey(location)) ?? []),
    values: new Map(flat),
  };
}
