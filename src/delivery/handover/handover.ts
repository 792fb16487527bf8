import type { Environment } from '../../base/environment.ts';
import type { Credentials } from '../../credentials/credentials.ts';
import type { Plan } from '../../plan/plan.ts';

/** The files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` can name instead of the person's own. */
export interface MirrorPaths {
  readonly config: string;
  readonly credentials: string;
}

export type Variables = ReadonlyMap<string, string>;

/** What becomes of variables: the value of each, or null, which takes it away. */
export type Assignments = ReadonlyMap<string, string | null>;

/**
 * What makes a program one profile and nobody else. Where a variable cannot be removed, it is set to what means the
 * same: see `overInherited`.
 */
export interface Handover {
  readonly set: Variables;
  /** Variables that must not be there: they would lead to other credentials or another region. */
  readonly absent: readonly string[];
  /** For those of them that no tool takes empty. */
  readonly standIn: StandIn;
}

interface StandIn {
  /** The name under which the files have the same credentials. */
  readonly profile: string;
  /** The files in question, if they are not the person's own. */
  readonly mirror: MirrorPaths | undefined;
  readonly region: string | undefined;
}

/** Variables by which a program finds credentials of its own. */
export const rivals = [
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
/** Some SDKs prefer them to the keys, and the CLI refuses them empty (botocore, `ProfileNotFound`). */
export const profileNames = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];
/** The CLI takes an empty one for a region (botocore, `configprovider.py`, EnvironmentProvider). */
export const regionNames = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

interface Session {
  readonly credentials: Credentials;
  readonly plan: Plan;
}

/** The session's keys, region and expiry. `name`: by which the mirror has the same credentials. */
export function sessionHandover(session: Session, name: string, mirror: MirrorPaths): Handover {
  const standIn = { profile: name, mirror, region: session.plan.region?.name };
  return { ...sessionVariables(session), standIn };
}

/** The same for where variables can be removed. */
export function sessionVariables({ credentials, plan }: Session): Omit<Handover, 'standIn'> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials.reveal();
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
    absent: [...keyNames.filter((_, i) => values[i] === undefined), ...rivals, ...profileNames],
  };
}

/** The name of a profile, from which each program makes its own credentials; no secret. */
export function profileHandover(
  name: string,
  plan: Plan | undefined,
  mirror: MirrorPaths | undefined,
): Handover {
  const names = ['AWS_PROFILE', 'AWS_EB_PROFILE'].map((variable) => [variable, name] as const);
  return {
    set: new Map([...names, ...regionsOf(plan), ...filesOf(mirror)]),
    absent: [...keyNames, ...rivals, 'AWS_DEFAULT_PROFILE'],
    standIn: { profile: name, mirror: undefined, region: undefined },
  };
}

/**
 * The mirror: no secret, and nothing that changes with the profile in use, which is the mirror's `[default]`; or
 * `name`, for what is to stay with one profile.
 */
export function liveHandover(
  mirror: MirrorPaths,
  region: string | undefined,
  name: string | undefined,
): Handover {
  const named = name === undefined ? [] : [['AWS_PROFILE', name] as const];
  return {
    set: new Map([...filesOf(mirror), ...named]),
    absent: [...keyNames, ...rivals, ...profileNames.filter((_, i) => i > 0 || !name), ...regionNames],
    standIn: { profile: name ?? 'default', mirror: undefined, region },
  };
}

/**
 * The variables to put over inherited ones, where none can be removed. Most count as unset when they are empty, in the
 * CLI and in the SDKs; the others get their stand-in.
 */
export function overInherited(handover: Handover | undefined, inherited: Environment): Variables {
  const { set, absent, standIn } = handover ?? nothing;
  const variables = new Map(set);
  for (const name of fileNames) {
    if (isMirrorPath(inherited[name]) && !set.has(name)) variables.set(name, '');
  }
  for (const name of absent) {
    if (!inherited[name]) continue;
    if (regionNames.includes(name)) {
      if (standIn.region !== undefined) variables.set(name, standIn.region);
    } else if (profileNames.includes(name)) {
      variables.set(name, standIn.profile);
      for (const [file, path] of filesOf(standIn.mirror)) variables.set(file, path);
    } else {
      variables.set(name, '');
    }
  }
  return variables;
}

/** The same where variables can be removed. */
export function assignmentsOf({ set, absent }: Omit<Handover, 'standIn'>): Assignments {
  return new Map<string, string | null>([...absent.map((name) => [name, null] as const), ...set]);
}

/**
 * The same for a shell that has variables of an earlier handover, perhaps: `delivered` names what any of them set.
 * What this one does not set is again what VS Code was started with.
 */
export function inRunningShell(
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
    // Without it the older SDKs for Go and JavaScript read only the other file.
    ['AWS_SDK_LOAD_CONFIG', '1'],
  ];
}

export const fileNames = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

const nothing: Handover = {
  set: new Map(),
  absent: [],
  standIn: { profile: '', mirror: undefined, region: undefined },
};

/**
 * Whether a path leads to the mirror of a window: whoever is started from a terminal there inherits it, another VS Code
 * for one. It is not the person's own, and goes with that window.
 */
function isMirrorPath(path: string | undefined): boolean {
  return /[/\\]rolecall\.rolecall[/\\]live[/\\]\w+[/\\](?:config|credentials)$/u.test(path ?? '');
}

/** The variables that say where the person's own files are. */
export function withoutMirrors(environment: Environment): Environment {
  const mirrored = fileNames.filter((name) => isMirrorPath(environment[name]));
  return mirrored.length === 0
    ? environment
    : { ...environment, ...Object.fromEntries(mirrored.map((name) => [name, undefined])) };
}

/** `2026-01-31T12:00:00Z`, from milliseconds since the epoch. */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/u, 'Z');
}
