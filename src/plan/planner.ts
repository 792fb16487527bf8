import type { Failure } from '../failure.ts';
import {
  noProfiles,
  type Profile,
  type ProfileSet,
  type Target,
  targetName,
  type Value,
  valueOf,
} from '../profiles/profiles.ts';
import {
  type Environment,
  endpointVariables,
  environmentRegion,
  partitionRegion,
  stsEndpoint,
} from './endpoint.ts';
import type {
  AssumeRoleStep,
  MfaSessionStep,
  Note,
  Plan,
  Planned,
  SessionStep,
  SourceStep,
  StsEndpoint,
} from './plan.ts';
import { askedSeconds, invalidValue } from './rules.ts';
import { type Chain, environmentSource, isFailure, resolveChain } from './sources.ts';

export interface PlanContext {
  /** The variables that VS Code was started with. */
  readonly environment: Environment;
  /** For roles whose profile names no session; it shows in CloudTrail. */
  readonly sessionName: string;
  /** How long one MFA code serves, in seconds (AWS: 900–129,600). */
  readonly mfaSessionSeconds: number;
}

/** How a target will get its credentials, or why it cannot. Pure: the same input gives the same plan. */
export function planTarget(profiles: ProfileSet, target: Target, context: PlanContext): Planned {
  const planned =
    target.kind === 'environment' ? planEnvironment(context) : planFiles(profiles, target, context);
  return isFailure(planned) ? { target, failure: planned } : planned;
}

function planEnvironment({ environment }: PlanContext): Plan | Failure {
  const source = environmentSource('environment', environment);
  if (isFailure(source)) return source;
  const region = environmentRegion(environment);
  return {
    target: { kind: 'environment' },
    steps: [source],
    region: region === undefined ? undefined : { name: region, from: undefined },
    sts: stsEndpoint(noProfiles, undefined, region ?? partitionRegion(undefined), environment),
    endpointVariables: new Map(),
    notes: [],
  };
}

type FileTarget = Exclude<Target, { kind: 'environment' }>;

function planFiles(profiles: ProfileSet, target: FileTarget, context: PlanContext): Plan | Failure {
  const name = targetName(target);
  const all = target.kind === 'profile' ? profiles : withAdHocRole(profiles, target);
  const resolved = resolveChain(all, name, context.environment);
  if (isFailure(resolved)) return resolved;
  const source = all.profiles.get(resolved.source.profile);
  const invalid = [...resolved.hops, ...(source ? [source] : [])].map(invalidValue).find((found) => found);
  return invalid ?? planChain(all, target, name, resolved, context);
}

/** A role that is in no file is planned as the profile that it would be. */
function withAdHocRole(profiles: ProfileSet, target: Extract<Target, { kind: 'role' }>): ProfileSet {
  const name = targetName(target);
  const profile: Profile = {
    name,
    places: [],
    values: new Map([
      ['role_arn', unwritten(target.roleArn)],
      ['source_profile', unwritten(target.sourceProfile)],
      ['role_session_name', unwritten(target.sessionName)],
    ]),
  };
  return { ...profiles, profiles: new Map(profiles.profiles).set(name, profile) };
}

function unwritten(text: string): Value {
  return { text, file: 'config', start: 0, end: 0, nested: new Map() };
}

function planChain(
  profiles: ProfileSet,
  target: Target,
  name: string,
  { source, hops }: Chain,
  context: PlanContext,
): Plan {
  const notes: Note[] = [];
  const asked = profiles.profiles.get(name);
  const sourceProfile = profiles.profiles.get(source.profile);
  const line = [...hops.toReversed(), sourceProfile].filter((profile) => profile !== undefined);
  const region = chooseRegion(line, context.environment, notes);
  const sts = (profile: Profile | undefined, arn: string | undefined): StsEndpoint =>
    stsEndpoint(
      profiles,
      hasEndpoint(profile) ? profile : asked,
      valueOf(profile, 'region') ?? region?.name ?? partitionRegion(arn),
      context.environment,
    );
  return {
    target,
    steps: [source, ...planSessions(hops, sourceProfile, source, { sts, context, notes })],
    region,
    sts: sts(asked, valueOf(asked, 'role_arn')),
    endpointVariables: endpointVariables(
      profiles,
      hasEndpoint(asked) ? asked : sourceProfile,
      context.environment,
    ),
    notes,
  };
}

interface Planning {
  readonly sts: (profile: Profile | undefined, arn: string | undefined) => StsEndpoint;
  readonly context: PlanContext;
  readonly notes: Note[];
}

/**
 * The calls to STS. One `GetSessionToken` with a code feeds every role of that user; only a single role that asks for
 * more than an hour goes straight from the keys, because what is assumed from a session is capped at one hour.
 */
function planSessions(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: SourceStep,
  { sts, context, notes }: Planning,
): readonly SessionStep[] {
  const mfaSerial = chooseMfa(hops, sourceProfile, source, notes);
  const straight =
    hops.length === 1 && (askedSeconds(hops[0]) ?? 0) > maxChainedSeconds ? mfaSerial : undefined;
  const mfa: readonly MfaSessionStep[] =
    mfaSerial === undefined || straight !== undefined
      ? []
      : [
          {
            kind: 'mfaSession',
            profile: source.profile,
            mfaSerial,
            durationSeconds: context.mfaSessionSeconds,
            sts: sts(sourceProfile, mfaSerial),
          },
        ];
  const roles = hops.map((hop, i): AssumeRoleStep => {
    const roleArn = valueOf(hop, 'role_arn') ?? '';
    return {
      kind: 'assumeRole',
      profile: hop.name,
      roleArn,
      sessionName: valueOf(hop, 'role_session_name') ?? context.sessionName,
      externalId: valueOf(hop, 'external_id'),
      durationSeconds: chooseDuration(hop, i > 0 || mfa.length > 0 || source.temporary, notes),
      mfaSerial: straight,
      sts: sts(hop, roleArn),
    };
  });
  return [...mfa, ...roles];
}

/** `region` of the profile asked for, of the profile it stands on, and so on, and last of the environment. */
function chooseRegion(line: readonly Profile[], environment: Environment, notes: Note[]): Plan['region'] {
  const holder = line.find((profile) => valueOf(profile, 'region'));
  if (!holder) {
    const name = environmentRegion(environment);
    return name === undefined ? undefined : { name, from: undefined };
  }
  if (holder !== line[0]) notes.push({ code: 'regionInherited', from: holder.name });
  return { name: valueOf(holder, 'region') ?? '', from: holder.name };
}

function hasEndpoint(profile: Profile | undefined): boolean {
  return valueOf(profile, 'endpoint_url') !== undefined || valueOf(profile, 'services') !== undefined;
}

/**
 * The device to ask for. AWS accepts a code only with the long-term keys of the device's own user, so it is asked for
 * at the front of the chain wherever in the chain it is written.
 */
function chooseMfa(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: SourceStep,
  notes: Note[],
): string | undefined {
  const [first, ...others] = hops;
  const holder = [first, sourceProfile, ...others].find((profile) => valueOf(profile, 'mfa_serial'));
  if (!holder) return undefined;
  if (source.temporary) {
    notes.push({ code: 'mfaNotForTemporaryKeys', profile: holder.name });
    return undefined;
  }
  if (hops.length > 0 && holder !== first) notes.push({ code: 'mfaInherited', from: holder.name });
  return valueOf(holder, 'mfa_serial');
}

/** What AWS allows a role that is assumed from temporary credentials ("Role chaining", IAM User Guide). */
const maxChainedSeconds = 3600;

function chooseDuration(profile: Profile, fromTemporary: boolean, notes: Note[]): number | undefined {
  const text = valueOf(profile, 'duration_seconds');
  if (text === undefined) return undefined;
  const seconds = askedSeconds(profile);
  if (seconds === undefined) {
    notes.push({ code: 'durationIgnored', profile: profile.name, value: text });
    return undefined;
  }
  if (!fromTemporary || seconds <= maxChainedSeconds) return seconds;
  notes.push({ code: 'durationCapped', profile: profile.name, askedSeconds: seconds });
  return maxChainedSeconds;
}
