import type { AssignmentLine, ConfigDocument } from '../../config/syntax.ts';
import { buildProfiles, type FileRole, type Named, type Place } from '../profiles.ts';
import { idOf, type ReadFiles, type ReadSection, type ReadSections, type ReadValue } from './reading.ts';

/** What is read here, in the form of a tool's reading: `s3.x` for a nested key, and the place of each line. */
export function readHere(config: ConfigDocument, credentials: ConfigDocument): ReadFiles {
  const lines: Lines = { headers: new Map(), entries: new Map() };
  addLines(lines, 'config', config);
  addLines(lines, 'credentials', credentials);
  const { profiles, ssoSessions, services } = buildProfiles(config, credentials);
  const read = (all: ReadonlyMap<string, Named>): ReadSections =>
    new Map([...all].map(([name, named]) => [name, readNamed(named, lines)]));
  return {
    kind: 'profiles',
    profiles: read(profiles),
    ssoSessions: read(ssoSessions),
    services: read(services),
  };
}

/** The lines of both files, by where their section and their value begin. */
interface Lines {
  readonly headers: Map<string, Place>;
  readonly entries: Map<string, EntryLines>;
}

interface EntryLines {
  readonly header: Place;
  readonly line: Place;
  readonly nested: ReadonlyMap<string, Place>;
}

function addLines(lines: Lines, file: FileRole, { text, sections }: ConfigDocument): void {
  for (const { header, start, entries } of sections) {
    const place = { file, start, end: text.indexOf(']', header.titleEnd) + 1 };
    lines.headers.set(idOf({ file, start }), place);
    for (const { line, nested } of entries) {
      lines.entries.set(idOf({ file, start: line.valueStart }), {
        header: place,
        line: lineOf(file, line),
        nested: new Map(nested.map((inner) => [inner.key, lineOf(file, inner)])),
      });
    }
  }
}

function lineOf(file: FileRole, { keyStart, valueEnd }: AssignmentLine): Place {
  return { file, start: keyStart, end: valueEnd };
}

function readNamed({ places, values }: Named, { headers, entries }: Lines): ReadSection {
  const flat = [...values].flatMap(([key, value]): [string, ReadValue][] => {
    const lines = entries.get(idOf(value));
    if (!lines) return [];
    const { header, line, nested } = lines;
    if (nested.size === 0) return [[key, { text: value.text, place: line, header }]];
    return [...value.nested].map(([inner, text]) => [
      `${key}.${inner}`,
      { text, place: nested.get(inner) ?? line, header },
    ]);
  });
  return {
    headers: places.flatMap((place) => headers.get(idOf(place)) ?? []),
    values: new Map(flat),
  };
}
