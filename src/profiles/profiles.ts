import type { ConfigDocument, Entry, Section } from '../config/syntax.ts';

/** Which of the two files a thing is written in. */
export type FileRole = 'config' | 'credentials';

/** A place in one of the files; offsets as in `config/syntax.ts`. */
export interface Place {
  readonly file: FileRole;
  readonly start: number;
  readonly end: number;
}

export interface Value extends Place {
  readonly text: string;
  /** The `key = value` lines of a nested block such as `s3 =`, by lower-case key. */
  readonly nested: ReadonlyMap<string, string>;
}

/** A `[profile x]`, an `[sso-session x]` or a `[services x]`: its values by lower-case key, and where it stands. */
export interface Named {
  readonly name: string;
  readonly values: ReadonlyMap<string, Value>;
  /** The headers that this is made of, the config file's first. */
  readonly places: readonly Place[];
}

export type Profile = Named;

export interface ProfileSet {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly ssoSessions: ReadonlyMap<string, Named>;
  readonly services: ReadonlyMap<string, Named>;
}

/** What a person can choose to use: a profile of the files, VS Code's own environment, or a role that is in no file. */
export type Target =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'environment' }
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly sourceProfile: string;
      readonly sessionName: string;
    };

/** A short name for people: the profile's, `environment`, or `Role@123456789012`. */
export function targetName(target: Target): string {
  if (target.kind === 'profile') return target.name;
  if (target.kind === 'environment') return 'environment';
  const [, , , , account, role] = target.roleArn.split(':');
  return `${role?.split('/').at(-1)}@${account}`;
}

/** Equal for equal targets; tells two choices apart. */
export function targetKey(target: Target): string {
  return JSON.stringify(
    target.kind === 'role'
      ? ['role', target.roleArn, target.sourceProfile, target.sessionName]
      : target.kind === 'profile'
        ? ['profile', target.name]
        : ['environment'],
  );
}

/** The text of a key, or undefined where it is absent or empty (AWS's tools treat both alike). */
export function valueOf(named: Named | undefined, key: string): string | undefined {
  return named?.values.get(key)?.text || undefined;
}

/**
 * Merges both files as AWS's tools do: `[profile x]` of the config file with `[x]` of the credentials file, whose
 * values win key by key (botocore `session.py` full_config; SDK for JavaScript `parseKnownFiles.ts`). Sections of the
 * same name in one file are merged, the last value of a key counting. `[profile default]` beats `[default]`.
 */
export function buildProfiles(config: ConfigDocument, credentials: ConfigDocument): ProfileSet {
  const profiles = new NamedSections();
  const ssoSessions = new NamedSections();
  const services = new NamedSections();
  const titled = config.sections.map((section) => ({ section, ...readTitle(section.header.title) }));
  const hasProfileDefault = titled.some(({ kind, name }) => kind === 'profile' && name === 'default');
  for (const { section, kind, name } of titled) {
    if (kind === 'profile' || (kind === 'default' && !hasProfileDefault))
      profiles.add('config', name, section);
    else if (kind === 'sso-session') ssoSessions.add('config', name, section);
    else if (kind === 'services') services.add('config', name, section);
  }
  for (const section of credentials.sections) profiles.add('credentials', section.header.title, section);
  return { profiles: profiles.byName, ssoSessions: ssoSessions.byName, services: services.byName };
}

export const noProfiles: ProfileSet = { profiles: new Map(), ssoSessions: new Map(), services: new Map() };

type TitleKind = 'profile' | 'sso-session' | 'services' | 'default' | 'other';

/** What a title of the config file names: `profile x`, with or without quotes around the name. */
export function readTitle(title: string): { readonly kind: TitleKind; readonly name: string } {
  if (title === 'default') return { kind: 'default', name: 'default' };
  const match = /^(profile|sso-session|services)\s+(.+)$/su.exec(title);
  if (!match) return { kind: 'other', name: title };
  const [, kind, name] = match as unknown as [string, TitleKind, string];
  const quoted = /^(["'])(.+)\1$/su.exec(name);
  return { kind, name: quoted?.[2] ?? name };
}

class NamedSections {
  readonly byName = new Map<string, { name: string; values: Map<string, Value>; places: Place[] }>();

  add(file: FileRole, name: string, section: Section): void {
    if (name === '') return;
    let named = this.byName.get(name);
    if (!named) this.byName.set(name, (named = { name, values: new Map(), places: [] }));
    named.places.push({ file, start: section.header.start, end: section.end });
    for (const entry of section.entries)
      named.values.set(entry.line.key.toLowerCase(), readValue(file, entry));
  }
}

const nothingNested: ReadonlyMap<string, string> = new Map();

function readValue(file: FileRole, { line, nested }: Entry): Value {
  return {
    text: line.value,
    file,
    start: line.valueStart,
    end: line.valueEnd,
    nested: nested.length ? new Map(nested.map((n) => [n.key.toLowerCase(), n.value])) : nothingNested,
  };
}
