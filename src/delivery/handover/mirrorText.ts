import { parseConfig } from '../../config/parse.ts';
import { keyComplaint } from '../../config/writable.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { keys, keysWhere } from '../../profiles/keys.ts';
import { isWritableName, profileTitle } from '../../profiles/profileNames.ts';
import { type Named, type ProfileSet, readTitle, type Target, type Value } from '../../profiles/profiles.ts';
import { encodeTarget, mirrorName } from './targetEncoding.ts';

/** The inputs of a mirror. */
export interface MirrorSources {
  readonly profiles: ProfileSet;
  /** The text of the config file, for the sections that are not profiles. */
  readonly configText: string;
  readonly planOf: (target: Target) => Planned;
  /** The `credential_process` command line, to which the encoded target is appended. */
  readonly command: string;
}

/**
 * The part of the mirror that does not depend on the profile in use. It has every profile but `[default]`, with a
 * `credential_process` in place of all keys that lead to credentials, so that each profile has exactly one source. All
 * other sections are unchanged. A profile without a plan keeps its keys, without secrets, because other tools might
 * support them. Names and keys that the AWS CLI cannot read are omitted: it accepts the mirror even if it rejects the
 * user's own file.
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
 * The part of the mirror that changes when profiles are switched: `[default]`, which is the profile in use, and a
 * section for each target in use that is not a profile of the files.
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
  // For a profile in use that is missing from the files, the mirror has a `credential_process` that reports this.
  // Without a source, tools would look elsewhere.
  if (!isPlan(planned) && (written || name === 'default'))
    return section(
      title,
      values.filter(([key]) => !accessKeys.has(key)),
    );
  const region = isPlan(planned) ? planned.region : undefined;
  return section(title, [
    ...values.filter(([key]) => !sourceKeys.has(key) && !(region && key === 'region')),
    ...(region ? [['region', region.name] as const] : []),
    [keys.credentialProcess, `${sources.command} ${encodeTarget(target)}`],
  ]);
}

/** Omits a name that some tool would misread, unless it is that of the profile in use. */
function unreadable(title: string): string {
  return title === 'default' ? section(title, []) : '';
}

function namedSection(kind: string, { name, values }: Named): string {
  if (!isWritableName(name)) return '';
  return section(profileTitle('config', name).replace(/^profile/u, kind), [...values]);
}

/**
 * Sections such as `[plugins]` that the AWS CLI or other tools keep in this file. `[DEFAULT]` is omitted because its
 * values apply to all sections.
 */
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
    // The AWS CLI rejects the whole file if it cannot read a key.
    if (keyComplaint(key)) return [];
    if (typeof value === 'string') return [`${key} = ${value}`];
    const nested = [...value.nested].filter(([inner]) => !keyComplaint(inner));
    return [`${key} = ${value.text}`.trimEnd(), ...nested.map(([inner, text]) => `  ${inner} = ${text}`)];
  });
  return `[${title}]\n${lines.map((line) => `${line}\n`).join('')}\n`;
}

const accessKeys: ReadonlySet<string> = new Set(keysWhere(({ accessKey }) => accessKey));
const sourceKeys: ReadonlySet<string> = new Set(keysWhere(({ leadsToCredentials }) => leadsToCredentials));
