import { LineIndex } from '../config/position.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { type Access, accessKey } from './access/access.ts';
import {
  type FileLocation,
  type FileRole,
  type Named,
  NamedSections,
  valueReader,
} from './mergedSections.ts';

export type { FileLocation, FileRole, Named, Value } from './mergedSections.ts';

export type Profile = Named;

export interface ProfileSet {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly ssoSessions: ReadonlyMap<string, Named>;
  readonly services: ReadonlyMap<string, Named>;
  /** The lines of the files, if there are any. */
  readonly lines?: Readonly<Record<FileRole, LineIndex>>;
  /** What the files contain apart from this. */
  readonly documents?: Readonly<Record<FileRole, ConfigDocument>>;
}

/** What the user can choose: a profile, VS Code's own environment, or an ad-hoc role or assignment. */
export type Target = (
  { readonly kind: 'profile'; readonly name: string } | { readonly kind: 'environment' } | AdHocTarget
) & {
  /** The access that the user asked for. Undefined: what the settings say. */
  readonly access?: Access;
};

/** A role without a profile: one that a source profile assumes, or an IAM Identity Center assignment. */
export type AdHocTarget =
  | ({
      readonly kind: 'role';
      readonly roleArn: string;
      readonly sourceProfile: string;
      readonly sessionName: string;
    } & RoleOptions)
  | {
      readonly kind: 'assignment';
      /** The name of an `[sso-session]`, or the start URL of legacy profiles. */
      readonly signIn: string;
      readonly accountId: string;
      /** The name of the permission set. */
      readonly roleName: string;
    };

/** What a role without a profile may also have. The texts are as in a config file. */
export interface RoleOptions {
  readonly externalId?: string;
  readonly mfaSerial?: string;
  readonly region?: string;
  readonly durationSeconds?: string;
}

/** In the order of `roleOptionTexts`. */
const roleOptionNames = ['externalId', 'mfaSerial', 'region', 'durationSeconds'] as const;

/** The options as texts, of which the last is not empty. Without options, there are none. */
export function roleOptionTexts(options: RoleOptions): readonly string[] {
  const texts = roleOptionNames.map((name) => options[name] ?? '');
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
}

/** The reverse of `roleOptionTexts`. */
export function roleOptions(texts: readonly string[]): RoleOptions {
  return Object.fromEntries(
    roleOptionNames.flatMap((name, i) => (texts[i] ? [[name, texts[i]] as const] : [])),
  );
}

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
      const [, , , , account] = target.roleArn.split(':');
      return `${target.roleArn.split('/').at(-1)}@${account}`;
    }
  }
}

/** A key that is equal for equal targets only. */
export function targetKey(target: Target): string {
  const key = JSON.stringify(targetFacts(target));
  return target.access ? `${key} ${accessKey(target.access)}` : key;
}

/** The target as it is without a choice of access. */
export function withoutAccess(target: Target): Target {
  const { access: _, ...others } = target;
  return others;
}

/** Whether both are the same, whatever their access. */
export function isSameTarget(one: Target, other: Target): boolean {
  return one.kind === other.kind && JSON.stringify(targetFacts(one)) === JSON.stringify(targetFacts(other));
}

function targetFacts(target: Target): readonly string[] {
  switch (target.kind) {
    case 'profile':
      return ['profile', target.name];
    case 'environment':
      return ['environment'];
    case 'role':
      return ['role', target.roleArn, target.sourceProfile, target.sessionName, ...roleOptionTexts(target)];
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
 * same name in one file are merged; the last value of a key wins. `[profile default]` overrides `[default]`. Each
 * section also has those keys of `[DEFAULT]` in its file that it does not set itself (Python's `RawConfigParser`).
 *
 * Values are read on first access.
 */
export function buildProfiles(config: ConfigDocument, credentials: ConfigDocument): ProfileSet {
  const readers = {
    readValues: valueReader(),
    shared: { config: sharedBy(config), credentials: sharedBy(credentials) },
  };
  const profiles = new NamedSections(readers);
  const ssoSessions = new NamedSections(readers);
  const services = new NamedSections(readers);
  const titled = config.sections.map((section) => ({ section, ...readTitle(section.title) }));
  const hasProfileDefault = titled.some(({ kind, name }) => kind === 'profile' && name === 'default');
  for (const { section, kind, name } of titled) {
    if (kind === 'profile' || (kind === 'default' && !hasProfileDefault))
      profiles.add('config', name, section);
    else if (kind === 'sso-session') ssoSessions.add('config', name, section);
    else if (kind === 'services') services.add('config', name, section);
  }
  for (const section of credentials.sections)
    if (!readers.shared.credentials.includes(section)) profiles.add('credentials', section.title, section);
  const lines = { config: new LineIndex(config.text), credentials: new LineIndex(credentials.text) };
  const documents = { config, credentials };
  return {
    profiles: profiles.byName,
    ssoSessions: ssoSessions.byName,
    services: services.byName,
    lines,
    documents,
  };
}

/** The line on which a value is, counted from 1. */
export function lineOf({ lines }: ProfileSet, { file, start }: FileLocation): number | undefined {
  return lines && lines[file].lineAt(start) + 1;
}

export const noProfiles: ProfileSet = { profiles: new Map(), ssoSessions: new Map(), services: new Map() };

type TitleKind = 'profile' | 'sso-session' | 'services' | 'default' | 'other';

interface Title {
  readonly kind: TitleKind;
  readonly name: string;
  /** Other letters follow the kind, as in `profiles x` or `profile: x`, which only the CLI reads. */
  readonly isLoose?: true;
}

/**
 * Parses a title of the config file, such as `profile x`, with or without quotes around the name. As in the CLI, other
 * letters may follow the kind (botocore `configloader.py`, `build_profile_map`).
 */
export function readTitle(title: string): Title {
  if (title === 'default') return { kind: 'default', name: 'default' };
  const match = /^(profile|sso-session|services)([^\s"'\\]*)\s+(.+)$/su.exec(title);
  if (!match) return { kind: 'other', name: title };
  const [, kind, more, name] = match as unknown as [string, TitleKind, string, string];
  const quoted = /^(["'])(.+)\1$/su.exec(name);
  const word = quoted?.[2] ?? name;
  if (more === '') return { kind, name: word };
  // For the CLI, the name is one word of a shell.
  const isOneWord = (quoted !== null || !/\s/u.test(name)) && !/["'\\]/u.test(word);
  return isOneWord ? { kind, name: word, isLoose: true } : { kind: 'other', name: title };
}

/** The sections `[DEFAULT]`. With spaces in the brackets, the title is another one in Python. */
export function sharedBy({ text, sections }: ConfigDocument): readonly Section[] {
  return sections.filter((section) => {
    if (section.title !== sharedTitle) return false;
    const { titleStart, titleEnd } = section.header;
    return text.slice(titleStart - 1, titleEnd + 1) === `[${sharedTitle}]`;
  });
}

export const sharedTitle = 'DEFAULT';
