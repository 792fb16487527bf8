import type { Environment } from '../../base/environment.ts';
import {
  bearerTokens,
  choosesIdentity,
  fileNames,
  isBlank,
  keyNames,
  otherSourceNames,
  profileNames,
  regionNames,
} from './credentialVariables.ts';
import { type Handover, overInherited, type Surroundings } from './handover.ts';

/** A configuration from `launch.json`, for any debugger. */
export interface LaunchConfiguration {
  readonly type: string;
  readonly request: string;
  readonly [key: string]: unknown;
}

export type DebugVariables = ReadonlyMap<string, string | null>;

/** The variables that a configuration sets or removes, directly or through an `envFile`. */
export interface ChosenVariables {
  readonly named: ReadonlySet<string>;
  /** Those that are set to nothing, often because `${env:…}` has no value. They count as unset. */
  readonly blank: Environment;
}

/** The names that a configuration chooses, and the environment that its program would have without Rolecall. */
export interface DebuggedProgram extends Pick<ChosenVariables, 'named'> {
  /** Includes the blank variables of the configuration. */
  readonly inherited: Environment;
  readonly surroundings?: Surroundings;
}

/**
 * Whether the debugger might type the configuration's variables into a terminal as part of a command line, where they
 * stay visible. VS Code starts programs in terminals this way, so this applies to every debugger that is not known to
 * do otherwise.
 */
export function exposesVariables({ type, console }: LaunchConfiguration): boolean {
  return typeof console === 'string' ? console !== 'internalConsole' : !hiddenByDefault.has(type);
}

const scriptDebuggers = new Set(['node', 'pwa-node', 'node-terminal', 'extensionHost', 'pwa-extensionHost']);
const hiddenByDefault = new Set([...scriptDebuggers, 'go', 'coreclr', 'clr', 'cppvsdbg', 'dart']);

/** The paths in `envFile`, which is a string or an array. */
export function envFilesOf({ envFile }: LaunchConfiguration): readonly string[] {
  return [envFile].flat().filter((path) => typeof path === 'string' && path !== '') as string[];
}

/**
 * The variables that the configuration chooses itself. Variables that only repeat VS Code's environment do not count:
 * extensions such as the one for Python add them.
 */
export function chosenVariables(
  configuration: LaunchConfiguration,
  fromFiles: Environment,
  environment: Environment,
): ChosenVariables {
  const own = entriesOf(configuration).filter(([name, value]) => value !== environment[name]);
  const all = new Map<string, unknown>([...Object.entries(fromFiles), ...own]);
  const blank = [...all].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && isBlank(entry[1]),
  );
  for (const [name] of blank) all.delete(name);
  return { named: new Set(all.keys()), blank: Object.fromEntries(blank) };
}

/** Whether the configuration itself selects credentials. */
export function choosesCredentials(named: ReadonlySet<string>): boolean {
  return [...named].some(choosesIdentity);
}

/**
 * The variables to add to the configuration; null removes a variable. Variables that the configuration names stay
 * unchanged.
 */
export function variablesFor(
  configuration: LaunchConfiguration,
  handover: Handover | undefined,
  program: DebuggedProgram,
): DebugVariables {
  const { named, inherited, surroundings } = program;
  const chosen = choosesCredentials(named)
    ? withoutCredentials(configuration, handover, program)
    : overInherited(handover, inherited, surroundings);
  const hasRegion = regionNames.some((name) => named.has(name));
  return new Map(
    [...chosen].filter(([name]) => !named.has(name) && !(hasRegion && regionNames.includes(name))),
  );
}

/**
 * Leaves the choice of credentials to the configuration: adds none, and clears those in the inherited environment. Adds
 * the handover's region unless the configuration names a profile, which has its own region.
 */
function withoutCredentials(
  { type }: LaunchConfiguration,
  handover: Handover | undefined,
  { named, inherited }: DebuggedProgram,
): DebugVariables {
  if (!handover) return new Map();
  const namesProfile = [...profileNames, ...fileNames].some((name) => named.has(name));
  const region = handover.set.get('AWS_REGION') ?? handover.standIn.region;
  const regions =
    namesProfile || region === undefined ? [] : regionNames.map((name) => [name, region] as const);
  const blank = [...keyNames, ...otherSourceNames, ...bearerTokens(Object.keys(inherited))]
    .filter((name) => inherited[name])
    .map((name) => [name, ''] as const);
  // No tool accepts an empty profile name, and the SDK for JavaScript prefers a profile name to keys.
  const removed =
    scriptDebuggers.has(type) && !namesProfile
      ? profileNames.filter((name) => inherited[name] !== undefined)
      : [];
  return new Map<string, string | null>([
    ...regions,
    ...blank,
    ...removed.map((name) => [name, null] as const),
  ]);
}

type Entry = readonly [name: string, value: unknown];

/**
 * Most debuggers have `env` as an object, LLDB's has it as a list of `NAME=value`, and those for C++ have
 * `environment`.
 */
function entriesOf(configuration: LaunchConfiguration): readonly Entry[] {
  const listed = configuration[listName(configuration)];
  if (!Array.isArray(listed)) return listed && typeof listed === 'object' ? Object.entries(listed) : [];
  return listed.flatMap((item: unknown) => entryOf(item) ?? []);
}

function entryOf(item: unknown): readonly [Entry] | undefined {
  if (typeof item === 'string') {
    const [name = '', ...value] = item.split('=');
    return [[name, value.join('=')]];
  }
  const { name, value } = (item ?? {}) as { readonly name?: unknown; readonly value?: unknown };
  return typeof name === 'string' ? [[name, value]] : undefined;
}

export function withVariables<T extends LaunchConfiguration>(configuration: T, variables: DebugVariables): T {
  if (variables.size === 0) return configuration;
  const key = listName(configuration);
  const listed = configuration[key];
  if (key === 'env' && !Array.isArray(listed))
    return { ...configuration, env: Object.fromEntries([...entriesOf(configuration), ...variables]) };
  const items = [...variables].map(([name, value]) => (key === 'env' ? `${name}=${value}` : { name, value }));
  const own = Array.isArray(listed) ? (listed as unknown[]) : [];
  return {
    ...configuration,
    [key]: [...own.filter((item) => !variables.has(entryOf(item)?.[0][0] ?? '')), ...items],
  };
}

function listName({ type }: LaunchConfiguration): 'env' | 'environment' {
  return type === 'cppdbg' || type === 'cppvsdbg' ? 'environment' : 'env';
}
