import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { noProfiles, type Profile, type ProfileSet, type Target, valueOf } from '../profiles/profiles.ts';
import { withAdHoc } from './adHocProfile.ts';
import { invalidEnvironment } from './environmentRules.ts';
import { includeNotes, profileOf } from './includeProfile.ts';
import type { Note } from './notes.ts';
import { otherTools } from './otherTools.ts';
import type { Plan, Planned, SourceStep, StsEndpoint } from './plan.ts';
import { codelessDevice, invalidRole, invalidSource } from './rules.ts';
import { type Chain, environmentOwn, isFailure, resolveChain } from './sourceChain.ts';
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
  /** The variables that VS Code was started with. */
  readonly environment: Environment;
  /** For roles whose profile names no session; it shows in CloudTrail. */
  readonly sessionName: string;
  /** How long one MFA code serves, in seconds (AWS: 900–129,600). */
  readonly mfaSessionSeconds: number;
  /** The command line that gives the code of a device, as `{serial}` in it, where no profile names one. */
  readonly mfaProcess?: string;
}

/** How a target will get its credentials, or why it cannot. Pure: the same input gives the same plan. */
export function planTarget(profiles: ProfileSet, target: Target, context: PlanContext): Planned {
  const planned =
    target.kind === 'environment' ? planEnvironment(context) : planFiles(profiles, target, context);
  return isFailure(planned) ? { target, failure: planned } : planned;
}

function planEnvironment(context: PlanContext): Plan | Failure {
  const { environment } = context;
  const source = environmentOwn('environment', environment);
  if (isFailure(source)) return source;
  const plan = planChain(noProfiles, { kind: 'environment' }, undefined, { source, hops: [] }, context);
  return invalidEnvironment(plan, noProfiles, [], environment) ?? plan;
}

type FileTarget = Exclude<Target, { kind: 'environment' }>;

function planFiles(profiles: ProfileSet, target: FileTarget, context: PlanContext): Plan | Failure {
  const { profiles: all, name } =
    target.kind === 'profile'
      ? { profiles, name: target.name }
      : withAdHoc(profiles, target, context.environment);
  const resolved = resolveChain(all, name, context.environment);
  if (isFailure(resolved)) return resolved;
  const source = profileOf(all, resolved.source.profile);
  const invalidFirst = resolved.source.kind === 'webIdentity' ? invalidRole : invalidSource;
  const invalid = resolved.hops.map(invalidRole).find((found) => found) ?? (source && invalidFirst(source));
  if (invalid) return invalid;
  const plan = planChain(all, target, profileOf(all, name), resolved, context);
  const line = [...resolved.hops, source].filter((profile) => profile !== undefined);
  return codelessDevice(plan) ?? invalidEnvironment(plan, all, line, context.environment) ?? plan;
}

function planChain(
  profiles: ProfileSet,
  target: Target,
  asked: Profile | undefined,
  { source: found, hops }: Chain,
  { environment, sessionName, mfaSessionSeconds, mfaProcess = '' }: PlanContext,
): Plan {
  const notes: Note[] = [];
  const sourceProfile = profileOf(profiles, found.profile);
  const line = [...hops.toReversed(), sourceProfile].filter((profile) => profile !== undefined);
  const region = chooseRegion(line, environment, notes);
  const device = chooseMfa(hops, sourceProfile, found, mfaProcess, notes);
  const arns = [...hops.map(roleArnOf), 'roleArn' in found ? found.roleArn : undefined, device?.mfaSerial];
  const fallbackRegion = region?.name ?? partitionRegion(arns);
  const sts = (profile: Profile | undefined): StsEndpoint => {
    const near = [profile, asked, sourceProfile];
    const place = valueOf(profile, 'region') ?? fallbackRegion;
    return stsEndpoint(profiles, endpointHolder(...near), place, environment, caBundleOf(near, environment));
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
  const planning = { sts, device, sessionName, mfaSessionSeconds, notes };
  return {
    target,
    steps: [source, ...planStsSteps(hops, sourceProfile, source, planning)],
    region,
    sts: sts(asked),
    endpointVariables: endpointVariables(
      profiles,
      endpointHolder(asked, sourceProfile),
      environment,
      caBundleOf([asked, sourceProfile], environment),
    ),
    notes: [
      ...notes,
      ...unusedKeys(hops, sourceProfile, found),
      ...(sourceProfile ? otherTools(sourceProfile, hops.length > 0) : []),
      ...line.flatMap(({ name }) => includeNotes(profiles, name)),
    ],
  };
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

/** The first profile of the line that says anything about endpoints; where none does, the first. */
function endpointHolder(...line: readonly (Profile | undefined)[]): Profile | undefined {
  const keys = ['endpoint_url', 'services', 'ignore_configured_endpoint_urls'];
  return line.find((profile) => keys.some((key) => valueOf(profile, key) !== undefined)) ?? line[0];
}
