import type { FileRole } from '../profiles.ts';
import { type RawOption, type RawSection, readRawConfig, stripPython } from './rawConfigParser.ts';
import {
  type Entry,
  flattened,
  mergeSections,
  type OpenSection,
  placeIn,
  type Reading,
  type ReadValue,
  type Rejected,
  type Texts,
} from './reading.ts';
import { shellWords } from './shellWords.ts';

/**
 * Reads as the AWS CLI and the SDK for Python do (botocore `configloader.py`, `load_config`; `session.py`,
 * `full_config`). In the config file a section replaces an earlier one of the same name whole: `[default]` and
 * `[profile default]`, `[profile a]` and `[profile "a"]`. The credentials file is merged over it key by key.
 */
export function readBotocore(texts: Texts): Reading {
  const config = readFile('config', texts.config);
  if (config.kind === 'fails') return config;
  const credentials = readFile('credentials', texts.credentials);
  if (credentials.kind === 'fails') return credentials;
  const { profiles, ssoSessions, services } = profileMap(config.sections);
  return {
    kind: 'profiles',
    profiles: flattened(mergeSections(profiles, credentials.sections)),
    ssoSessions: flattened(ssoSessions),
    services: flattened(services),
  };
}

type Sections = Map<string, OpenSection>;

/** `build_profile_map`: how a title begins says what it is, so that `[profiles x]` is the profile `x`, too. */
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

type ReadFile = { readonly kind: 'sections'; readonly sections: Sections } | Rejected;

/** `raw_config_parse`. A block is read as such in a section only, so that one in `[DEFAULT]` alone spoils nothing. */
function readFile(file: FileRole, text: string): ReadFile {
  const raw = readRawConfig(text);
  if (raw.kind === 'fails') return { kind: 'fails', at: placeIn(file, raw.at), why: raw.why };
  const sections: Sections = new Map();
  for (const [title, section] of raw.sections) {
    const values = new Map<string, Entry>();
    for (const [key, option] of optionsOf(section, raw.defaults)) {
      const entry = readEntry(file, option);
      if ('why' in entry) return entry;
      values.set(key, entry);
    }
    sections.set(title, { headers: [placeIn(file, section.header)], values });
  }
  return { kind: 'sections', sections };
}

function optionsOf(
  { options }: RawSection,
  defaults: ReadonlyMap<string, RawOption>,
): Map<string, RawOption> {
  return new Map([...options, ...[...defaults].filter(([key]) => !options.has(key))]);
}

/** A text, or, where nothing but deeper lines follow the separator, a block (`_parse_nested`). */
function readEntry(file: FileRole, option: RawOption): Entry | Rejected {
  const place = placeIn(file, option);
  const header = placeIn(file, option.header);
  const text = stripPython(option.lines.map((line) => line.text).join('\n'));
  if (option.lines[0]?.text !== '' || text === '') return { text, place, header, block: undefined };
  const block = new Map<string, ReadValue>();
  for (const line of option.lines) {
    const at = placeIn(file, line);
    for (const part of line.text.split(nestedLineEnd).map(stripPython)) {
      const separator = part.indexOf('=');
      if (part !== '' && separator === -1) return { kind: 'fails', at, why: 'noSeparator' };
      const [key, value] = [part.slice(0, separator), part.slice(separator + 1)].map(stripPython);
      if (part !== '') block.set(key ?? '', { text: value ?? '', place: at, header });
    }
  }
  return { text, place, header, block };
}

const separators = '\x1C\x1D\x1E';
/** What ends a line for `str.splitlines`, besides what ends it in a file. */
const nestedLineEnd = new RegExp(`[\\v\\f\\x85\\u2028\\u2029${separators}]`, 'u');
