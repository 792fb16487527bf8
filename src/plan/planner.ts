import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { keys } from '../profiles/keys.ts';
import { noProfiles, type Profile, type ProfileSet, type Target, valueOf } from '../profiles/profiles.ts';
import { withAdHocProfile } from './adHocProfile.ts';
import { invalidEnvironment } from './environmentRules.ts';
import { includeNotes, profileOf } from './includeProfile.ts';
import type { Note } from './notes.ts';
import { otherTools } from './otherTools.ts';
import type { Plan, Planned, SourceStep, StsEndpoint } from './plan.ts';
import { unsupportedDevice, invalidRole, invalidSource } from './rules.ts';
import { type Chain, ambientSource, isFailure, resolveChain } from './sourceChain.ts';
import {
  caBundleOf,
  endpointVariables,
  environmentRegion,
  partitionRegion,
  stsEndpoint,
} from './stsEndpoint.ts';
import { chooseDuration, chooseMfa, planStsSteps, roleArnOf } from './stsSteps.ts';
import { unusedKeys } from './unusedKeys.ts';

export interface PlanContext {
  /** The environment variables of VS Code. */
  readonly environment: Environment;
  /** The session name for roles whose profile sets none. It appears in CloudTrail. */
  readonly sessionName: string;
  /** The duration of an MFA session in seconds (AWS: 900–129,600). */
  readonly mfaSessionSeconds: number;
  /** The longest duration in seconds of a role that is assumed with a code. AWS's own limit unless it is set. */
  readonly mfaRoleSeconds?: number;
  /** The command that prints a device's code if no profile sets one. `{serial}` stands for the device. */
  readonly mfaProcess?: string;
}

/**
 * Plans how to get a target's credentials, or returns why it cannot. A pure function of its arguments. The facts of the
 * failure and of the notes may be shown; those of the steps pass `publicFacts` where they are shown.
 */
export function planTarget(profiles: ProfileSet, target: Target, context: PlanContext): Planned {
  const planned =
    target.kind === 'environment' ? planEnvironment(context) : planFiles(profiles, target, context);
  return isFailure(planned) ? { target, failure: publicFacts(planned) } : planned;
}

function planEnvironment(context: PlanContext): Plan | Failure {
  const { environment } = context;
  const source = ambientSource('environment', environment);
  if (isFailure(source)) return source;
  const plan = planChain(noProfiles, { kind: 'environment' }, undefined, { source, hops: [] }, context);
  return invalidEnvironment(plan, noProfiles, [], environment) ?? plan;
}

type FileTarget = Exclude<Target, { kind: 'environment' }>;

function planFiles(profiles: ProfileSet, target: FileTarget, context: PlanContext): Plan | Failure {
  const { profiles: all, name } =
    target.kind === 'profile'
      ? { profiles, name: target.name }
      : withAdHocProfile(profiles, target, context.environment);
  const resolved = resolveChain(all, name, context.environment);
  if (isFailure(resolved)) return resolved;
  const source = profileOf(all, resolved.source.profile);
  const invalidFirst = resolved.source.kind === 'webIdentity' ? invalidRole : invalidSource;
  const invalid = resolved.hops.map(invalidRole).find((found) => found) ?? (source && invalidFirst(source));
  if (invalid) return invalid;
  const plan = planChain(all, target, profileOf(all, name), resolved, context);
  const chainProfiles = [...resolved.hops, source].filter((profile) => profile !== undefined);
  return unsupportedDevice(plan) ?? invalidEnvironment(plan, all, chainProfiles, context.environment) ?? plan;
}

function planChain(
  profiles: ProfileSet,
  target: Target,
  requested: Profile | undefined,
  { source: found, hops }: Chain,
  { environment, sessionName, mfaSessionSeconds, mfaRoleSeconds, mfaProcess = '' }: PlanContext,
): Plan {
  const notes: Note[] = [];
  const sourceProfile = profileOf(profiles, found.profile);
  const chainProfiles = [...hops.toReversed(), sourceProfile].filter((profile) => profile !== undefined);
  const region = chooseRegion(chainProfiles, environment, notes);
  const device = chooseMfa(hops, sourceProfile, found, mfaProcess, notes);
  const arns = [...hops.map(roleArnOf), 'roleArn' in found ? found.roleArn : undefined, device?.mfaSerial];
  const fallbackRegion = region?.name ?? partitionRegion(arns);
  const sts = (profile: Profile | undefined): StsEndpoint => {
    const candidates = [profile, requested, sourceProfile];
    const endpointRegion = valueOf(profile, keys.region) ?? fallbackRegion;
    return stsEndpoint(
      profiles,
      endpointHolder(...candidates),
      endpointRegion,
      environment,
      caBundleOf(candidates, environment),
    );
  };
  const source: SourceStep =
    found.kind === 'webIdentity'
      ? {
          ...found,
          sessionName: found.sessionName ?? sessionName,
          durationSeconds: sourceProfile && chooseDuration(sourceProfile, false, notes),
          sts: sts(sourceProfile),
        }
      : found;
  const stsContext = { sts, device, sessionName, mfaSessionSeconds, mfaRoleSeconds, notes };
  return {
    target,
    steps: [source, ...planStsSteps(hops, sourceProfile, source, stsContext)],
    region,
    sts: sts(requested),
    endpointVariables: endpointVariables(
      profiles,
      endpointHolder(requested, sourceProfile),
      environment,
      caBundleOf([requested, sourceProfile], environment),
    ),
    notes: publicFacts([
      ...notes,
      ...unusedKeys(hops, sourceProfile, found),
      ...(sourceProfile ? otherTools(sourceProfile, hops.length > 0) : []),
      ...chainProfiles.flatMap(({ name }) => includeNotes(profiles, name)),
    ]),
  };
}

/** The region of the requested profile, else of its source profile and so on, else of the environment. */
function chooseRegion(
  chainProfiles: readonly Profile[],
  environment: Environment,
  notes: Note[],
): Plan['region'] {
  const holder = chainProfiles.find((profile) => valueOf(profile, keys.region));
  if (!holder) {
    const name = environmentRegion(environment);
    return name === undefined ? undefined : { name, from: undefined };
  }
  if (holder !== chainProfiles[0]) notes.push({ code: 'regionInherited', from: holder.name });
  return { name: valueOf(holder, keys.region) ?? '', from: holder.name };
}

const endpointKeys = [keys.endpointUrl, keys.services, keys.ignoreConfiguredEndpointUrls];

/** The first candidate that configures endpoints, or else the first candidate. */
function endpointHolder(...chainProfiles: readonly (Profile | undefined)[]): Profile | undefined {
  return (
    chainProfiles.find((profile) => endpointKeys.some((key) => valueOf(profile, key) !== undefined)) ??
    chainProfiles[0]
  );
}
