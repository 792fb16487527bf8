import type { Environment } from '../../base/environment.ts';
import {
  fileNames,
  type Handover,
  keyNames,
  overInherited,
  profileNames,
  regionNames,
  rivals,
} from './handover.ts';

/** A configuration of `launch.json`, of whatever debugger. */
export interface LaunchConfiguration {
  readonly type: string;
  readonly request: string;
  readonly [key: string]: unknown;
}

export type DebugVariables = ReadonlyMap<string, string | null>;

/** What a configuration says of variables, and what its program would have without ours. */
export interface DebuggedProgram {
  /** The names that the configuration sets or removes, in its own right or by an `envFile`. */
  readonly named: ReadonlySet<string>;
  readonly there: Environment;
}

/**
 * Whether variables of the configuration may be typed into a terminal as part of a command line, where they stay to be
 * read. That is how VS Code starts programs there for debuggers; unless it is known to do otherwise, so does this one.
 */
export function isShown({ type, console }: LaunchConfiguration): boolean {
  return typeof console === 'string' ? console !== 'internalConsole' : !hiddenByDefault.has(type);
}

const scriptDebuggers = new Set(['node', 'pwa-node', 'node-terminal', 'extensionHost', 'pwa-extensionHost']);
const hiddenByDefault = new Set([...scriptDebuggers, 'go', 'coreclr', 'clr', 'cppvsdbg', 'dart']);

/** The files with variables that the configuration names: one, or several. */
export function envFilesOf({ envFile }: LaunchConfiguration): readonly string[] {
  return [envFile].flat().filter((path) => typeof path === 'string' && path !== '') as string[];
}

/**
 * The names of the variables that the configuration chooses itself. What only repeats the environment of VS Code was
 * put there by an extension, as that for Python does.
 */
export function namedVariables(
  configuration: LaunchConfiguration,
  fromFiles: Iterable<string>,
  environment: Environment,
): ReadonlySet<string> {
  const own = entriesOf(configuration).filter(([name, value]) => value !== environment[name]);
  return new Set([...own.map(([name]) => name), ...fromFiles]);
}

/** Whether the configuration says by itself who its program is. */
export function choosesCredentials(named: ReadonlySet<string>): boolean {
  return [...keyNames, ...rivals, ...profileNames, ...fileNames].some((name) => named.has(name));
}

/** The variables that hand over to the program; null removes one. What the configuration says itself stays as it is. */
export function variablesFor(
  configuration: LaunchConfiguration,
  handover: Handover | undefined,
  program: DebuggedProgram,
): DebugVariables {
  const { named, there } = program;
  const chosen = choosesCredentials(named)
    ? besideOwn(configuration, handover, program)
    : overInherited(handover, there);
  const hasRegion = regionNames.some((name) => named.has(name));
  return new Map(
    [...chosen].filter(([name]) => !named.has(name) && !(hasRegion && regionNames.includes(name))),
  );
}

/**
 * What leaves the word to the configuration: none of our credentials, nor what is there of them already; and our
 * region, unless the configuration names a profile, which has its own.
 */
function besideOwn(
  { type }: LaunchConfiguration,
  handover: Handover | undefined,
  { named, there }: DebuggedProgram,
): DebugVariables {
  if (!handover) return new Map();
  const namesProfile = [...profileNames, ...fileNames].some((name) => named.has(name));
  const region = handover.set.get('AWS_REGION') ?? handover.standIn.region;
  const regions =
    namesProfile || region === undefined ? [] : regionNames.map((name) => [name, region] as const);
  const blank = keyNames.filter((name) => there[name]).map((name) => [name, ''] as const);
  // No tool takes an empty name, and the SDK for JavaScript prefers a name to keys.
  const gone = scriptDebuggers.has(type) && !namesProfile ? profileNames.filter((name) => there[name]) : [];
  return new Map<string, string | null>([...regions, ...blank, ...gone.map((name) => [name, null] as const)]);
}

type Entry = readonly [name: string, value: unknown];

/** `env`, an object with most debuggers and a list of `NAME=value` with LLDB's; `environment` with those for C++. */
function entriesOf(configuration: LaunchConfiguration): readonly Entry[] {
  const listed = configuration[listName(configuration)];
  if (!Array.isArray(listed)) return listed && typeof listed === 'object' ? Object.entries(listed) : [];
  return listed.flatMap((item: unknown): readonly Entry[] => {
    if (typeof item === 'string') {
      const [name = '', ...value] = item.split('=');
      return [[name, value.join('=')]];
    }
    const { name, value } = (item ?? {}) as { readonly name?: unknown; readonly value?: unknown };
    return typeof name === 'string' ? [[name, value]] : [];
  });
}

export function withVariables<T extends LaunchConfiguration>(configuration: T, variables: DebugVariables): T {
  if (variables.size === 0) return configuration;
  const key = listName(configuration);
  const listed = configuration[key];
  if (key === 'env' && !Array.isArray(listed))
    return { ...configuration, env: Object.fromEntries([...entriesOf(configuration), ...variables]) };
  const items = [...variables].map(([name, value]) => (key === 'env' ? `${name}=${value}` : { name, value }));
  return { ...configuration, [key]: [...(Array.isArray(listed) ? (listed as unknown[]) : []), ...items] };
}

function listName({ type }: LaunchConfiguration): 'env' | 'environment' {
  return type === 'cppdbg' || type === 'cppvsdbg' ? 'environment' : 'env';
}
