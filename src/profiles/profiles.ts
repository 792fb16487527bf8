import type { ConfigDocument, Section } from '../config/syntax.ts';

/** One of the two AWS files. */
export type FileRole = 'config' | 'credentials';

/** A span in one of the files; offsets as in `config/syntax.ts`. */
export interface FileLocation {
  readonly file: FileRole;
  readonly start: number;
  readonly end: number;
}

export interface Value extends FileLocation {
  readonly text: string;
  /** The `key = value` lines of a nested block such as `s3 =`, by key as written: no tool lowercases these keys. */
  readonly nested: ReadonlyMap<string, string>;
}

/** A `[profile x]`, `[sso-session x]` or `[services x]`, with its values by lowercase key. */
export interface Named {
  readonly name: string;
  readonly values: ReadonlyMap<string, Value>;
  /** The sections that this merges, those of the config file first. */
  readonly locations: readonly FileLocation[];
}

export type Profile = Named;

export interface ProfileSet {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly ssoSessions: ReadonlyMap<string, Named>;
  readonly services: ReadonlyMap<string, Named>;
}

/** What the user can choose: a profile, VS Code's own environment, or an ad-hoc role or assignment. */
export type Target =
  { readonly kind: 'profile'; readonly name: string } | { readonly kind: 'environment' } | AdHocTarget;

/** A role without a profile: one that a source profile assumes, or an IAM Identity Center assignment. */
export type AdHocTarget =
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly sourceProfile: string;
      readonly sessionName: string;
    }
  | {
      readonly kind: 'assignment';
      /** The name of an `[sso-session]`, or the start URL of legacy profiles. */
      readonly signIn: string;
      readonly accountId: string;
      /** The name of the permission set. */
      readonly roleName: string;
    };

/** A short display name: the profile's name, `environment`, or `Role@123456789012`. */
export function targetName(target: Target): string {
  switch (target.kind) {
    case 'profile':
      return target.name;
    case 'environment':
      return 'environment';
    case 'assignment':
      return `${target.roleName}@${target.accountId}`;
    case 'role': {
      const [, , , , account, role] = target.roleArn.split(':');
      return `${role?.split('/').at(-1)}@${account}`;
    }
  }
}

/** A key that is equal for equal targets only. */
export function targetKey(target: Target): string {
  return JSON.stringify(targetFacts(target));
}

function targetFacts(target: Target): readonly string[] {
  switch (target.kind) {
    case 'profile':
      return ['profile', target.name];
    case 'environment':
      return ['environment'];
    case 'role':
      return ['role', target.roleArn, target.sourceProfile, target.sessionName];
    case 'assignment':
      return ['assignment', target.signIn, target.accountId, target.roleName];
  }
}

/** The value of a key; undefined if it is absent or empty, which AWS's tools treat alike. */
export function valueOf(named: Named | undefined, key: string): string | undefined {
  return named?.values.get(key)?.text || undefined;
}

/**
 * Merges both files as AWS's tools do: `[profile x]` of the config file with `[x]` of the credentials file, whose
 * values win key by key (botocore `session.py` full_config; SDK for JavaScript `parseKnownFiles.ts`). Sections with the
 * same name in one file are merged; the last value of a key wins. `[profile default]` overrides `[default]`.
 *
 * Values are read on first access.
 */
export function buildProfiles(config: ConfigDocument, credentials: ConfigDocument): ProfileSet {
  const readValues = valueReader();
  const profiles = new NamedSections(readValues);
  const ssoSessions = new NamedSections(readValues);
  const services = new NamedSections(readValues);
  const titled = config.sections.map((section) => ({ section, ...readTitle(section.title) }));
  const hasProfileDefault = titled.some(({ kind, name }) => kind === 'profile' && name === 'default');
  for (const { section, kind, name } of titled) {
    if (kind === 'profile' || (kind === 'default' && !hasProfileDefault))
      profiles.add('config', name, section);
    else if (kind === 'sso-session') ssoSessions.add('config', name, section);
    else if (kind === 'services') services.add('config', name, section);
  }
  for (const section of credentials.sections) profiles.add('credentials', section.title, section);
  return { profiles: profiles.byName, ssoSessions: ssoSessions.byName, services: services.byName };
}

export const noProfiles: ProfileSet = { profiles: new Map(), ssoSessions: new Map(), services: new Map() };

type TitleKind = 'profile' | 'sso-session' | 'services' | 'default' | 'other';

/** Parses a title of the config file, such as `profile x`, with or without quotes around the name. */
export function readTitle(title: string): { readonly kind: TitleKind; readonly name: string } {
  if (title === 'default') return { kind: 'default', name: 'default' };
  const match = /^(profile|sso-session|services)\s+(.+)$/su.exec(title);
  if (!match) return { kind: 'other', name: title };
  const [, kind, name] = match as unknown as [string, TitleKind, string];
  const quoted = /^(["'])(.+)\1$/su.exec(name);
  return { kind, name: quoted?.[2] ?? name };
}

/** Reads the values of a section into `values`. */
type ReadValues = (file: FileRole, section: Section, values: Map<string, Value>) => void;

function valueReader(): ReadValues {
  // Profiles share few distinct keys, so all of them use the same string objects.
  const keys = new Map<string, string>();
  const keyOf = (written: string): string => {
    const known = keys.get(written);
    if (known !== undefined) return known;
    const key = written.toLowerCase();
    keys.set(written, key);
    return key;
  };
  return (file, section, values) => {
    for (const { line, nested } of section.readEntries()) {
      values.set(keyOf(line.key), {
        text: line.value,
        file,
        start: line.valueStart,
        end: line.valueEnd,
        nested: nested.length ? new Map(nested.map((n) => [n.key, n.value])) : nothingNested,
      });
    }
  };
}

const nothingNested: ReadonlyMap<string, string> = new Map();

class NamedSections {
  readonly byName = new Map<string, MergedSections>();
  readonly #readValues: ReadValues;

  constructor(readValues: ReadValues) {
    this.#readValues = readValues;
  }

  add(file: FileRole, name: string, section: Section): void {
    if (name === '') return;
    const merged = this.byName.get(name);
    if (merged) merged.add(file, section);
    else this.byName.set(name, new MergedSections(name, this.#readValues, file, section));
  }
}

/** The merged sections with one name, read on first access. */
class MergedSections implements Named {
  readonly name: string;
  readonly #readValues: ReadValues;
  /** Those of the config file first. */
  readonly #sections: Section[];
  #inConfig: number;
  #values: ReadonlyMap<string, Value> | undefined;

  constructor(name: string, readValues: ReadValues, file: FileRole, section: Section) {
    this.name = name;
    this.#readValues = readValues;
    this.#sections = [section];
    this.#inConfig = file === 'config' ? 1 : 0;
  }

  add(file: FileRole, section: Section): void {
    this.#sections.push(section);
    if (file === 'config') this.#inConfig += 1;
  }

  get values(): ReadonlyMap<string, Value> {
    return (this.#values ??= this.#merge());
  }

  get locations(): readonly FileLocation[] {
    return this.#sections.map(({ start, end }, i) => ({ file: this.#fileOf(i), start, end }));
  }

  #merge(): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>();
    for (const [i, section] of this.#sections.entries()) this.#readValues(this.#fileOf(i), section, values);
    return values;
  }

  #fileOf(i: number): FileRole {
    return i < this.#inConfig ? 'config' : 'credentials';
  }
}
