import { parseConfig } from '../../config/parse.ts';
import { keyComplaint } from '../../config/writable.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { isWritableName, profileTitle } from '../../profiles/profileNames.ts';
import { type Named, type ProfileSet, readTitle, type Target, type Value } from '../../profiles/profiles.ts';
import { mirrorName, targetWord } from './targetWord.ts';

/** What a mirror is made of. */
export interface MirrorSources {
  readonly profiles: ProfileSet;
  /** The config file, for the sections that are no profile. */
  readonly configText: string;
  readonly planOf: (target: Target) => Planned;
  /** The `credential_process` up to the word for the target. */
  readonly command: string;
}

/**
 * The part of the mirror that stays the same whichever profile is in use: every profile but `[default]`, with a
 * `credential_process` in place of all keys that lead to credentials, so that each has exactly one source; and every
 * other section as it is. A profile that Rolecall has no plan for keeps its keys, without secrets: other tools may
 * know what to do with them.
 */
export function mirrorBody(sources: MirrorSources): string {
  const { profiles, ssoSessions, services } = sources.profiles;
  const own = [...profiles.keys()].filter((name) => name !== 'default');
  return [
    ...own.map((name) => profileSection(profileTitle('config', name), { kind: 'profile', name }, sources)),
    ...[...ssoSessions.values()].map((session) => namedSection('sso-session', session)),
    ...[...services.values()].map((service) => namedSection('services', service)),
    ...otherSections(sources.configText),
  ].join('');
}

/**
 * What changes as profiles are switched: `[default]`, which is the profile in use, and a section for each target in
 * use that is no profile of the files.
 */
export function mirrorHead(
  active: Target | undefined,
  others: readonly Target[],
  sources: MirrorSources,
): string {
  const named = [...new Map(others.map((target) => [mirrorName(target), target]))].filter(
    ([name]) => !sources.profiles.profiles.has(name),
  );
  return [
    profileSection('default', active ?? { kind: 'profile', name: 'default' }, sources),
    ...named.map(([name, target]) => profileSection(profileTitle('config', name), target, sources)),
  ].join('');
}

function profileSection(title: string, target: Target, sources: MirrorSources): string {
  if (target.kind === 'profile' && !isWritableName(target.name)) return unreadable(title);
  const planned = sources.planOf(target);
  const name = target.kind === 'role' ? target.sourceProfile : target.kind === 'profile' ? target.name : '';
  const written = sources.profiles.profiles.get(name);
  const values = [...(written?.values ?? [])];
  // What is in use and nowhere to be found says so itself: without a source, tools would look for another.
  if (!isPlan(planned) && (written || name === 'default'))
    return section(
      title,
      values.filter(([key]) => !secretKeys.has(key)),
    );
  const region = isPlan(planned) ? planned.region : undefined;
  return section(title, [
    ...values.filter(([key]) => !sourceKeys.has(key) && !(region && key === 'region')),
    ...(region ? [['region', region.name] as const] : []),
    ['credential_process', `${sources.command} ${targetWord(target)}`],
  ]);
}

/** A name that some tool would misread is left out, unless it is that of the profile in use. */
function unreadable(title: string): string {
  return title === 'default' ? section(title, []) : '';
}

function namedSection(kind: string, { name, values }: Named): string {
  if (!isWritableName(name)) return '';
  return section(profileTitle('config', name).replace(/^profile/u, kind), [...values]);
}

/** `[plugins]` and what else the CLI or a tool may keep here. In `[DEFAULT]`, every section would have them. */
function otherSections(configText: string): readonly string[] {
  const byTitle = new Map<string, Map<string, Written>>();
  for (const { title, entries } of parseConfig(configText).sections) {
    if (readTitle(title).kind !== 'other' || title === 'DEFAULT' || !/^[\w.-]+$/u.test(title)) continue;
    const values = byTitle.get(title) ?? new Map<string, Written>();
    byTitle.set(title, values);
    for (const { line, nested } of entries) {
      const key = line.key.toLowerCase();
      const block = new Map(nested.map((inner) => [inner.key, inner.value]));
      if (!sourceKeys.has(key)) values.set(key, { text: line.value, nested: block });
    }
  }
  return [...byTitle].map(([title, values]) => section(title, [...values]));
}

type Written = string | Pick<Value, 'text' | 'nested'>;

function section(title: string, values: readonly (readonly [string, Written])[]): string {
  const lines = values.flatMap(([key, value]) => {
    // What the CLI could not read would cost it the whole file.
    if (keyComplaint(key)) return [];
    if (typeof value === 'string') return [`${key} = ${value}`];
    const nested = [...value.nested].filter(([inner]) => !keyComplaint(inner));
    return [`${key} = ${value.text}`.trimEnd(), ...nested.map(([inner, text]) => `  ${inner} = ${text}`)];
  });
  return `[${title}]\n${lines.map((line) => `${line}\n`).join('')}\n`;
}

const secretKeys = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);

/** The keys by which some tool or other finds credentials (see `docs/architecture.md`, "The live mirror"). */
const sourceKeys = new Set([
  ...secretKeys,
  'role_arn',
  'source_profile',
  'credential_source',
  'external_id',
  'mfa_serial',
  'mfa_process',
  'role_session_name',
  'duration_seconds',
  'source_identity',
  'session_tags',
  'transitive_session_tags',
  'web_identity_token_file',
  'web_identity_token_process',
  'credential_process',
  'login_session',
  'sso_session',
  'sso_start_url',
  'sso_region',
  'sso_account_id',
  'sso_role_name',
  'sso_registration_scopes',
  'include_profile',
  'parent_profile',
]);
