import type { FileRole, FileLocation } from '../profiles.ts';
import {
  mergeSections,
  type OpenSection,
  openSection,
  locationIn,
  type ParsedFiles,
  type ParsedValue,
  type Texts,
} from './parsedFiles.ts';
import { type Line, linesOf } from './rawLines.ts';

/**
 * Reads the files like the SDK for JavaScript (smithy-typescript `shared-ini-file-loader`: `parseKnownFiles`,
 * `loadSsoSessionData`). It never fails, but treats a file with the title `__proto__` as empty.
 */
export function readSmithy(texts: Texts): ParsedFiles {
  const parsed = parseIni('config', texts.config);
  const config = configData(parsed);
  const merged = mergeSections(config, parseIni('credentials', texts.credentials));
  return {
    kind: 'profiles',
    profiles: new Map([...merged].filter(([name]) => isProfile(name))),
    ssoSessions: withoutPrefix('sso-session.', parsed),
    services: withoutPrefix('services.', config),
  };
}

function isProfile(name: string): boolean {
  return !/^(?:sso-session|services)\./u.test(name) && !inherited.has(name);
}

/**
 * Properties of every object: `mergeConfigFiles` mistakes such a name for an existing profile and loses the profile.
 */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

type Sections = ReadonlyMap<string, OpenSection<ParsedValue>>;

/** `parseIni`. Sections are named `profile.x`, `sso-session.x` and `services.x`, others by their title. */
function parseIni(file: FileRole, text: string): Sections {
  const sections = new Map<string, OpenSection<ParsedValue>>();
  let header: FileLocation | undefined;
  let name: string | undefined;
  let block: string | undefined;
  for (const line of linesOf(text, /\r?\n/gu)) {
    const content = contentOf(line);
    if (content.length > 1 && content.startsWith('[') && content.endsWith(']')) {
      const title = content.slice(1, -1);
      if (title === '__proto__' || title === 'profile __proto__') return new Map();
      header = locationIn(file, line);
      name = nameOf(title);
      block = undefined;
      continue;
    }
    const separator = content.indexOf('=');
    if (!header || !name || separator < 1) continue;
    const key = content.slice(0, separator).trim();
    const value = content.slice(separator + 1).trim();
    if (value === '') {
      block = key;
      continue;
    }
    if (line.text.trimStart() === line.text) block = undefined;
    const { headers, values } = openSection(sections, name);
    if (headers.at(-1) !== header) headers.push(header);
    const fullKey = block ? `${block}.${key}` : key;
    if (fullKey !== '__proto__')
      values.set(fullKey, { text: value, location: locationIn(file, line), header });
  }
  return sections;
}

function contentOf({ text }: Line): string {
  const comment = text.search(/(?:^|\s)[;#]/u);
  return (comment === -1 ? text : text.slice(0, comment)).trim();
}

function nameOf(title: string): string | undefined {
  const match = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/u.exec(title);
  if (!match) return title;
  const [, prefix = '', , name] = match;
  return /^(?:profile|sso-session|services)$/u.test(prefix) ? `${prefix}.${name}` : undefined;
}

/** `getConfigData`: the config file's `default` section and its sections with a prefix. */
function configData(parsed: Sections): Map<string, OpenSection<ParsedValue>> {
  const defaults = [...parsed].filter(([name]) => name === 'default');
  const prefixed = [...parsed]
    .filter(([name]) => /^(?:profile|sso-session|services)\./u.test(name))
    .map(([name, section]) => [name.replace(/^profile\./u, ''), section] as const);
  return new Map([...defaults, ...prefixed]);
}

function withoutPrefix(prefix: string, sections: Sections): Sections {
  return new Map(
    [...sections]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, section]) => [name.slice(prefix.length), section]),
  );
}
