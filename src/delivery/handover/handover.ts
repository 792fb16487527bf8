import type { Environment } from '../../base/environment.ts';
import type { Plan } from '../../plan/plan.ts';
import type { GivenSession } from './givenSession.ts';

/**
 * The paths that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` can have instead of those of the user's own files.
 */
export interface MirrorPaths {
  readonly config: string;
  readonly credentials: string;
}

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

interface StandIn {
  /** The profile name under which the files have the same credentials. */
  readonly profile: string;
  /** The files with this profile, if they are not the user's own. */
  readonly mirror: MirrorPaths | undefined;
  readonly region: string | undefined;
  /** Whether `noMachineRole` goes with the profile name. */
  readonly isGuarded?: true;
}

/**
 * Keeps programs from the role of the EC2 instance. When a profile fails or is missing, the SDKs for JavaScript
 * (`defaultProvider.js`), Java, and PHP ask the instance metadata service next; all AWS tools honor this variable.
 */
export const noMachineRole = ['AWS_EC2_METADATA_DISABLED', 'true'] as const;

/** Variables that lead a program to other credentials. */
export const otherSourceNames = [
  'AWS_SECURITY_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];
export const keyNames = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];
/** Some SDKs prefer these to the keys, and the AWS CLI rejects an empty value (botocore, `ProfileNotFound`). */
export const profileNames = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];
/** The AWS CLI treats an empty value as a region (botocore, `configprovider.py`, EnvironmentProvider). */
export const regionNames = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/**
 * The session's keys, region, and expiration. `name` is the profile that has the same credentials in the mirror. It
 * replaces an inherited `AWS_PROFILE`: whether a program prefers names or keys, it gets the same session.
 */
export function sessionHandover(session: GivenSession, name: string, mirror: MirrorPaths): Handover {
  const standIn = { profile: name, mirror, region: session.plan.region?.name };
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
    standIn: { profile: name, mirror: undefined, region: undefined },
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

/**
 * The variables to set over inherited ones that cannot be removed. The AWS CLI and the SDKs treat most empty variables
 * as unset; the others get their stand-in.
 */
export function overInherited(handover: Handover | undefined, inherited: Environment): Variables {
  const { set, absent, standIn } = handover ?? noHandover;
  const variables = new Map(set);
  for (const name of mirrorVariables(inherited)) if (!set.has(name)) variables.set(name, '');
  for (const name of absent) {
    if (!inherited[name]) continue;
    if (regionNames.includes(name)) {
      if (standIn.region !== undefined) variables.set(name, standIn.region);
    } else if (profileNames.includes(name)) {
      variables.set(name, standIn.profile);
      for (const [file, path] of filesOf(standIn.mirror)) variables.set(file, path);
      if (standIn.isGuarded) variables.set(...noMachineRole);
    } else {
      variables.set(name, '');
    }
  }
  return variables;
}

/** Like `overInherited`, for environments from which variables can be removed. */
export function assignmentsOf({ set, absent }: Omit<Handover, 'standIn'>): Assignments {
  return new Map<string, string | null>([...absent.map((name) => [name, null] as const), ...set]);
}

/**
 * The assignments for a running shell, which might have variables from an earlier handover. `delivered` names all
 * variables that earlier handovers set. Those that this handover does not set are reset to what VS Code was started
 * with.
 */
export function runningShellAssignments(
  handover: Omit<Handover, 'standIn'>,
  delivered: Iterable<string>,
  inherited: Environment,
): Assignments {
  const before = [...regionNames, ...delivered].map((name) => [name, inherited[name] || null] as const);
  return new Map([...before, ...assignmentsOf(handover)]);
}

function regionsOf(plan: Plan | undefined): readonly (readonly [string, string])[] {
  const region = plan?.region?.name;
  return region === undefined ? [] : regionNames.map((variable) => [variable, region] as const);
}

function filesOf(mirror: MirrorPaths | undefined): readonly (readonly [string, string])[] {
  if (!mirror) return [];
  return [
    ['AWS_CONFIG_FILE', mirror.config],
    ['AWS_SHARED_CREDENTIALS_FILE', mirror.credentials],
    // Without this, the older SDKs for Go and JavaScript read only the credentials file.
    ['AWS_SDK_LOAD_CONFIG', '1'],
  ];
}

export const fileNames = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

const noHandover: Handover = {
  set: new Map(),
  absent: [],
  standIn: { profile: '', mirror: undefined, region: undefined },
};

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
