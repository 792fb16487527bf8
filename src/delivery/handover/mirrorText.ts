import { parseConfig } from '../../config/parse.ts';
import { keyComplaint } from '../../config/writable.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { acceptsValue, configKey, keys, keysWhere } from '../../profiles/keys.ts';
import { isWritableName, kindTitle, nameComplaint, profileTitle } from '../../profiles/profileNames.ts';
import { type Named, type ProfileSet, readTitle, type Target, type Value } from '../../profiles/profiles.ts';
import { decodeTarget, encodeTarget, mirrorName } from './targetEncoding.ts';

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
 * `credential_process` in place of all keys that lead to credentials, so that each profile has exactly one source. For
 * a profile without a plan, that source explains why there is none: without a source, tools would use the role of the
 * machine. All other sections are unchanged. Names and keys that the AWS CLI cannot read are omitted: it accepts the
 * mirror even if it rejects the user's own file.
 */
export function mirrorBody(sources: MirrorSources): string {
  const { profiles, ssoSessions, services } = sources.profiles;
  const own = [...profiles.keys()].filter((name) => name !== 'default' && isWritableName(name));
  return [
    ...own.map((name) => profileSection(profileTitle('config', name), { kind: 'profile', name }, sources)),
    ...[...ssoSessions.values()].map((session) => namedSection('sso-session', session)),
    ...[...services.values()].map((service) => namedSection('services', service)),
    ...otherSections(sources.configText),
  ].join('');
}

/**
 * The part of the mirror that changes when profiles are switched: `[default]`, which is the profile in use, and a
 * section for each target in use that is not a profile of the files. `[default]` has no source only if no profile is in
 * use and the files have no `[default]` either.
 */
export function mirrorHead(
  active: Target | undefined,
  others: readonly Target[],
  sources: MirrorSources,
): string {
  const isOwn = (name: string): boolean => sources.profiles.profiles.has(name);
  const named = [...new Map(others.map((target) => [mirrorName(target, isOwn), target]))].filter(
    ([name]) => !isOwn(name),
  );
  const hasOwn = sources.profiles.profiles.has('default');
  const used = active ?? (hasOwn ? ({ kind: 'profile', name: 'default' } as const) : undefined);
  return [
    used ? profileSection('default', used, sources) : section('default', []),
    ...named.map(([name, target]) => profileSection(profileTitle('config', name), target, sources)),
  ].join('');
}

/** The targets of the sections that an earlier mirror had for targets by name; the last ones, if there are many. */
export function namedTargets(config: string): readonly Target[] {
  const words = [...config.matchAll(namedSource)].slice(-mostNamed);
  return words.flatMap(([, word = '']) => decodeTarget(word) ?? []);
}

/** More than terminals are open at once. */
const mostNamed = 50;

/** The encoded target at the end of the command of a section that only a mirror has. */
const namedSource =
  /^\[profile "?rolecall:[^\n]*\n(?:(?!\[)[^\n]*\n)*?credential_process = [^\n]* (\S+)\n/gmu;

function profileSection(title: string, target: Target, sources: MirrorSources): string {
  const planned = sources.planOf(target);
  const name = target.kind === 'role' ? target.sourceProfile : target.kind === 'profile' ? target.name : '';
  const written = [...(sources.profiles.profiles.get(name)?.values ?? [])];
  const region = isPlan(planned) ? planned.region : undefined;
  return section(title, [
    ...written.filter(
      // A value that no tool accepts would keep tools from asking the source, which knows what is wrong.
      ([key, { text }]) =>
        !ownSourceKeys.has(key) && !(region && key === keys.region) && acceptsValue(key, text),
    ),
    ...(region ? [[keys.region, region.name] as const] : []),
    [keys.credentialProcess, `${sources.command} ${encodeTarget(target)}`],
  ]);
}

/** Of `[DEFAULT]`, these sections get only keys of their own kind, so that no secret of a profile comes with them. */
function namedSection(kind: 'sso-session' | 'services', { name, values }: Named): string {
  const own = [...values].filter(
    ([key, { isShared, nested }]) =>
      !isShared ||
      configKey(key)?.sections.some((each) => each === kind) ||
      (kind === 'services' && nested.size > 0),
  );
  return isWritableName(name) ? section(kindTitle(kind, name), own) : '';
}

/**
 * The credentials file of the mirror, for sections of its config file. When the source of a profile fails, the SDKs for
 * JavaScript (`defaultProvider.js`), Java, and PHP ask the instance metadata service next, and would become the role of
 * the machine. Therefore every section with a source has an endpoint at which nothing listens. It is in this file
 * because all tools merge both files, and the config file then reads like the user's own.
 */
export function mirrorCredentials(sections: string): string {
  const withSource = sections
    .split(/(?<=\n\n)(?=\[)/u)
    .filter(
      (text) => /^\[(?:profile |default\])/u.test(text) && text.includes(`\n${keys.credentialProcess} = `),
    );
  return withSource
    .map((text) => `[${nameIn(text)}]\n${keys.ec2MetadataServiceEndpoint} = ${closedEndpoint}\n\n`)
    .join('');
}

/** Only root can listen at this port. The AWS CLI rejects an address without a valid form in every command. */
const closedEndpoint = 'http://127.0.0.1:1';

/** The profile's name in the title of a section that `profileSection` made. */
function nameIn(text: string): string {
  return /^\[(?:profile )?"?(.*?)"?\]\n/u.exec(text)?.[1] ?? '';
}

/**
 * Sections such as `[plugins]` that the AWS CLI or other tools keep in this file. `[DEFAULT]` is omitted because its
 * values apply to all sections, and `[__proto__]` because the SDK for JavaScript rejects the whole file.
 */
function otherSections(configText: string): readonly string[] {
  const byTitle = new Map<string, Map<string, Written>>();
  for (const { title, entries } of parseConfig(configText).sections) {
    if (readTitle(title).kind !== 'other' || !/^[\w.-]+$/u.test(title)) continue;
    if (nameComplaint(title) === 'reserved') continue;
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
    // The SDK for JavaScript takes an indented line with brackets for the title of a section.
    if (/\n[^\S\n]*\[/u.test(value.text)) return [];
    const nested = [...value.nested].filter(([inner]) => !keyComplaint(inner));
    const text = value.text.replaceAll('\n', '\n  ');
    return [`${key} = ${text}`.trimEnd(), ...nested.map((pair) => `  ${pair.join(' = ')}`)];
  });
  return `[${title}]\n${lines.map((line) => `${line}\n`).join('')}\n`;
}

const sourceKeys: ReadonlySet<string> = new Set(keysWhere(({ leadsToCredentials }) => leadsToCredentials));
/** The keys that our own source replaces, or that must not overrule `mirrorCredentials`. */
const ownSourceKeys: ReadonlySet<string> = new Set([...sourceKeys, keys.ec2MetadataServiceEndpoint]);
