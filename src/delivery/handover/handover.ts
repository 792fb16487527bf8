import type { Environment } from '../../base/environment.ts';
import type { Plan } from '../../plan/plan.ts';
import {
  bearerTokens,
  fileNames,
  isBlank,
  keyNames,
  otherSourceNames,
  profileNames,
  regionNames,
} from './credentialVariables.ts';
import type { GivenSession } from './givenSession.ts';
import {
  filesOf,
  type MirrorPaths,
  noMachineRole,
  overAbsent,
  overBlank,
  type OwnFiles,
  ownPath,
  type StandIn,
  standInProfile,
} from './standIns.ts';

export type Variables = ReadonlyMap<string, string>;

/** Changes to environment variables: the value of each one, or null to remove it. */
export type Assignments = ReadonlyMap<string, string | null>;

/**
 * The environment variables that make a program use one profile and nothing else. A variable that cannot be removed
 * gets a value with the same effect: see `overInherited`.
 */
export interface Handover {
  readonly set: Variables;
  /** Variables that must be unset because they would select other credentials or another region. */
  readonly absent: readonly string[];
  /** Values for the absent variables that no tool accepts empty. */
  readonly standIn: StandIn;
}

/**
 * The session's keys, region, and expiration. `name` is the profile that has the same credentials in the mirror. It
 * replaces an inherited `AWS_PROFILE`: whether a program prefers names or keys, it gets the same session.
 */
export function sessionHandover(session: GivenSession, name: string, mirror: MirrorPaths): Handover {
  const { plan } = session;
  const standIn = { profile: name, mirror, region: plan.region?.name, plan };
  return { ...sessionVariables(session), standIn };
}

/** Like `sessionHandover`, for environments from which variables can be removed. */
export function sessionVariables({ credentials, plan }: GivenSession): Omit<Handover, 'standIn'> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  const values = [
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiration === undefined ? undefined : isoSeconds(expiration),
  ];
  const present = keyNames.flatMap((key, i) =>
    values[i] === undefined ? [] : ([[key, values[i]]] as const),
  );
  return {
    set: new Map([...present, ...regionsOf(plan), ...plan.endpointVariables]),
    absent: [...keyNames.filter((_, i) => values[i] === undefined), ...otherSourceNames, ...profileNames],
  };
}

/** Selects a profile by name; each program gets the credentials itself. Contains no secrets. */
export function profileHandover(
  name: string,
  plan: Plan | undefined,
  mirror: MirrorPaths | undefined,
): Handover {
  const names = ['AWS_PROFILE', 'AWS_EB_PROFILE'].map((variable) => [variable, name] as const);
  return {
    set: new Map([...names, ...regionsOf(plan), ...filesOf(mirror)]),
    absent: [...keyNames, ...otherSourceNames, 'AWS_DEFAULT_PROFILE'],
    standIn: { profile: name, mirror: undefined, region: undefined, plan },
  };
}

/**
 * Points programs to the mirror. Contains no secrets, and nothing that changes with the profile in use, which is the
 * mirror's `[default]`. `name` selects a fixed profile of the mirror instead. `region` replaces an inherited
 * `AWS_REGION` when a terminal opens; it does not follow the profile in use afterwards.
 */
export function liveHandover(
  mirror: MirrorPaths,
  region: string | undefined,
  name: string | undefined,
): Handover {
  const named = name === undefined ? [] : [['AWS_PROFILE', name] as const];
  return {
    set: new Map([...filesOf(mirror), ...named]),
    absent: [
      ...keyNames,
      ...otherSourceNames,
      ...profileNames.filter((_, i) => i > 0 || !name),
      ...regionNames,
    ],
    standIn: { profile: name ?? 'default', mirror: undefined, region },
  };
}

/** A handover that also knows what the plan calls where an inherited variable is blank. */
export function withPlan(handover: Handover, plan: Plan | undefined): Handover {
  return { ...handover, standIn: { ...handover.standIn, plan } };
}

/** A handover that never leads to the role of the EC2 instance, whatever is missing or fails. */
export function withoutMachineRole(handover: Handover): Handover {
  const { set, standIn } = handover;
  // Tools prefer keys in the environment to every other source.
  const isNeeded = !set.has('AWS_ACCESS_KEY_ID');
  return {
    ...handover,
    set: isNeeded ? new Map([...set, noMachineRole]) : set,
    standIn: { ...standIn, isGuarded: true },
  };
}

/** What is known of the terminals that get a handover. */
export interface Surroundings {
  /** The user's own files, for variables that lead to no file, or to the mirror of another window. */
  readonly own?: OwnFiles | undefined;
  /** Variables that settings, tasks, and start-up files set in some terminals, over the inherited ones. */
  readonly named?: Environment;
}

/**
 * The variables to set over others that cannot be removed. The AWS CLI and the SDKs treat most empty variables as
 * unset; the others get their stand-in.
 */
export function overInherited(
  handover: Handover | undefined,
  inherited: Environment,
  { own, named = {} }: Surroundings = {},
): Variables {
  const variables = new Map(handover?.set);
  const put = (values: Iterable<readonly [string, string | undefined]>): void => {
    for (const [name, value] of values)
      if (value !== undefined && !handover?.set.has(name)) variables.set(name, value);
  };
  put(mirrorVariables(inherited).map((name) => [name, ownPath(name, own) ?? '']));
  if (!handover) return variables;
  const present = { ...inherited, ...(leads(handover, inherited, named) ? named : blankIn(named)) };
  const { absent, standIn } = handover;
  for (const name of Object.keys(present)) {
    const value = present[name];
    if (value === undefined) continue;
    if (profileNames.includes(name) && absent.includes(name)) put(standInProfile(name, standIn));
    else if (absent.includes(name) || bearerTokens([name]).length > 0)
      put([[name, overAbsent(name, value, standIn)]]);
    else if (isBlank(value)) put([[name, overBlank(name, value, standIn, own)]]);
    // The profile's name is one of the user's own files, which Rolecall reads.
    else if (fileNames.includes(name) && value !== inherited[name] && handover.set.has('AWS_PROFILE'))
      put([[name, ownPath(name, own)]]);
  }
  return variables;
}

/**
 * Whether the handover chooses an identity by a variable. Whatever else chooses one must then be overruled, because
 * tools do not agree on which variable wins. Without such a variable, the mirror is right for every choice.
 */
function leads({ set }: Handover, inherited: Environment, named: Environment): boolean {
  const all = { ...inherited, ...blankIn(named) };
  return (
    set.has('AWS_ACCESS_KEY_ID') ||
    set.has('AWS_PROFILE') ||
    profileNames.some((name) => all[name] !== undefined)
  );
}

function blankIn(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => isBlank(value)));
}

/** Like `overInherited`, for environments from which variables can be removed, such as `environment`. */
export function assignmentsOf(
  { set, absent }: Omit<Handover, 'standIn'>,
  environment: Environment = {},
): Assignments {
  const blank = Object.keys(blankIn(environment)).filter((name) => name.startsWith('AWS_'));
  const removed = [
    ...absent,
    ...bearerTokens(Object.keys(environment)),
    ...blank,
    ...mirrorVariables(environment),
  ];
  return new Map<string, string | null>([...removed.map((name) => [name, null] as const), ...set]);
}

/**
 * The assignments for a running shell, which might have variables from an earlier handover. `delivered` names all
 * variables that earlier handovers set. Those that this handover does not set are reset to what VS Code was started
 * with. A profile's name that may come back, such as a universal variable of fish, gets its stand-in.
 */
export function runningShellAssignments(
  handover: Handover | undefined,
  delivered: Iterable<string>,
  inherited: Environment,
  named: Environment = {},
): Assignments {
  const before = [...regionNames, ...fileNames, ...delivered].map(
    (name) => [name, inherited[name] ?? null] as const,
  );
  const { absent = [], standIn } = handover ?? {};
  const returning = profileNames.filter((name) => absent.includes(name) && named[name] !== undefined);
  return new Map([
    ...before,
    ...(handover ? assignmentsOf(handover, inherited) : []),
    ...returning.flatMap((name) => (standIn ? standInProfile(name, standIn) : [])),
  ]);
}

function regionsOf(plan: Plan | undefined): readonly (readonly [string, string])[] {
  const region = plan?.region?.name;
  return region === undefined ? [] : regionNames.map((variable) => [variable, region] as const);
}

/**
 * Whether a path leads to the mirror of a window. Programs that are started from that window's terminals inherit such a
 * path, and one of them may be another VS Code. The mirror is not the user's own file, and works as long as its window.
 */
function isMirrorPath(path: string | undefined): boolean {
  return /[/\\]rolecall\.rolecall[/\\]live[/\\]\w+[/\\](?:config|credentials)$/u.test(path ?? '');
}

/** The names of the inherited variables that another window has set for its mirror. */
function mirrorVariables(inherited: Environment): readonly string[] {
  const paths = fileNames.filter((name) => isMirrorPath(inherited[name]));
  const [guard] = noMachineRole;
  return paths.length > 0 && inherited[guard] ? [...paths, guard] : paths;
}

/** The environment without the variables for mirrors, so that it leads to the user's own files. */
export function withoutMirrors(environment: Environment): Environment {
  const mirrored = mirrorVariables(environment);
  return mirrored.length === 0
    ? environment
    : { ...environment, ...Object.fromEntries(mirrored.map((name) => [name, undefined])) };
}

/** Formats milliseconds since the epoch, as in `2026-01-31T12:00:00Z`. */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/u, 'Z');
}
