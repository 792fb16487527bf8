import type { FileRole } from '../profiles.ts';
import {
  type Entry,
  flattenBlocks,
  mergeSections,
  type OpenSection,
  locationIn,
  type ParseResult,
  type ParsedValue,
  type RejectedFiles,
  type Texts,
} from './parsedFiles.ts';
import { type RawOption, type RawSection, readRawConfig, stripPython } from './rawConfigParser.ts';
import { shellWords } from './shellWords.ts';

/**
 * Reads the files like the AWS CLI and the SDK for Python (botocore `configloader.py`, `load_config`; `session.py`,
 * `full_config`). In the config file, a section replaces the whole earlier section with the same name: `[default]` and
 * `[profile default]`, `[profile a]` and `[profile "a"]`. The credentials file overrides it key by key.
 */
export function readBotocore(texts: Texts): ParseResult {
  const config = readFile('config', texts.config);
  if (config.kind === 'fails') return config;
  const credentials = readFile('credentials', texts.credentials);
  if (credentials.kind === 'fails') return credentials;
  const { profiles, ssoSessions, services } = profileMap(config.sections);
  return {
    kind: 'profiles',
    profiles: flattenBlocks(mergeSections(profiles, credentials.sections)),
    ssoSessions: flattenBlocks(ssoSessions),
    services: flattenBlocks(services),
  };
}

type Sections = Map<string, OpenSection>;

/** `build_profile_map`. Tests only how a title begins, so `[profiles x]` defines the profile `x` too. */
function profileMap(sections: Sections): Record<'profiles' | 'ssoSessions' | 'services', Sections> {
  const map = { profiles: new Map(), ssoSessions: new Map(), services: new Map() };
  for (const [title, section] of sections) {
    const [, name, ...more] = shellWords(title) ?? [];
    if (title === 'default') map.profiles.set(title, section);
    else if (name === undefined || more.length > 0) continue;
    else if (title.startsWith('profile')) map.profiles.set(name, section);
    else if (title.startsWith('sso-session')) map.ssoSessions.set(name, section);
    else if (title.startsWith('services')) map.services.set(name, section);
  }
  return map;
}

type FileSections = { readonly kind: 'sections'; readonly sections: Sections } | RejectedFiles;

/** `raw_config_parse`. Parses nested blocks per section, so a broken one in `[DEFAULT]` matters only with sections. */
function readFile(file: FileRole, text: string): FileSections {
  const raw = readRawConfig(text);
  if (raw.kind === 'fails') return { kind: 'fails', at: locationIn(file, raw.at), why: raw.why };
  const sections: Sections = new Map();
  for (const [title, section] of raw.sections) {
    const values = new Map<string, Entry>();
    for (const [key, option] of optionsOf(section, raw.defaults)) {
      const entry = readEntry(file, option);
      if ('why' in entry) return entry;
      values.set(key, entry);
    }
    sections.set(title, { headers: [locationIn(file, section.header)], values });
  }
  return { kind: 'sections', sections };
}

function optionsOf(
  { options }: RawSection,
  defaults: ReadonlyMap<string, RawOption>,
): Map<string, RawOption> {
  return new Map([...options, ...[...defaults].filter(([key]) => !options.has(key))]);
}

/** Reads a text, or a nested block if only deeper lines follow the separator (`_parse_nested`). */
function readEntry(file: FileRole, option: RawOption): Entry | RejectedFiles {
  const location = locationIn(file, option);
  const header = locationIn(file, option.header);
  const text = stripPython(option.lines.map((line) => line.text).join('\n'));
  if (option.lines[0]?.text !== '' || text === '') return { text, location, header, block: undefined };
  const block = new Map<string, ParsedValue>();
  for (const line of option.lines) {
    const at = locationIn(file, line);
    for (const part of line.text.split(nestedLineEnd).map(stripPython)) {
      const separator = part.indexOf('=');
      if (part !== '' && separator === -1) return { kind: 'fails', at, why: 'noSeparator' };
      const [key, value] = [part.slice(0, separator), part.slice(separator + 1)].map(stripPython);
      if (part !== '') block.set(key ?? '', { text: value ?? '', location: at, header });
    }
  }
  return { text, location, header, block };
}

const separators = '\x1C\x1D\x1E';
/** The line boundaries of `str.splitlines` that do not end a line of a text file. */
const nestedLineEnd = new RegExp(`[\\v\\f\\x85\\u2028\\u2029${separators}]`, 'u');
