import type { Environment } from '../base/environment.ts';
import type { Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { keys } from '../profiles/keys.ts';
import { noProfiles, type Profile, type ProfileSet, type Target, valueOf } from '../profiles/profiles.ts';
import { withAdHocProfile } from './adHocProfile.ts';
import { withDirectCode } from './directCode.ts';
import { endpointVariables, keysOfDefault } from './endpoints/endpointVariables.ts';
import { invalidEnvironment, invalidSettings } from './environmentRules.ts';
import { fileNotes, settingNotes } from './notes/fileNotes.ts';
import { withSettings } from './identityCenterSource.ts';
import { includeNotes, profileOf } from './includeProfile.ts';
import { namesMetadataService } from './machineRole.ts';
import type { Note } from './notes/notes.ts';
import { otherTools } from './notes/otherTools.ts';
import type { Plan, Planned, SourceStep } from './plan.ts';
import { unsupportedDevice, invalidRole, invalidRoleArn, invalidSource, invalidWebRole } from './rules.ts';
import { type Chain, ambientSource, isFailure, resolveChain, type Source } from './sourceChain.ts';
import { signinEndpoint } from './endpoints/signinEndpoint.ts';
import { environmentRegion, partitionRegion, stsEndpoint } from './endpoints/stsEndpoint.ts';
import { chooseDuration, chooseMfa, planStsSteps } from './stsSteps.ts';
import { unusedKeys } from './notes/unusedKeys.ts';

export interface PlanContext {
  /** The environment variables of VS Code. */
  readonly environment: Environment;
  /**
   * Whether VS Code runs on an EC2 instance, whose role is then the last resort of its environment, and of profiles
   * that say nothing of credentials. Undefined if that is not known.
   */
  readonly isOnInstance?: boolean;
  /** The session name for roles whose profile sets none. It appears in CloudTrail. */
  readonly sessionName: string;
  /** The duration of an MFA session in seconds (AWS: 900–129,600). */
  readonly mfaSessionSeconds: number;
  /** The longest duration in seconds of a role that is assumed with a code. AWS's own limit unless it is set. */
  readonly mfaRoleSeconds?: number;
  /** The command that prints a device's code if no profile sets one. `{serial}` stands for the device. */
  readonly mfaProcess?: string;
  /** The MFA devices of users who can only get a role with a code, because `GetSessionToken` is denied to them. */
  readonly directDevices?: readonly string[];
}

/**
 * Plans how to get a target's credentials, or returns why it cannot. A pure function of its arguments. The facts of the
 * failure and of the notes may be shown; those of the steps pass `publicFacts` where they are shown.
 */
export function planTarget(profiles: ProfileSet, target: Target, context: PlanContext): Planned {
  const planned =
    target.kind === 'environment' ? planEnvironment(context) : planFiles(profiles, target, context);
  return isFailure(planned)
    ? { target, failure: publicFacts(planned) }
    : withDirectCode(planned, context.directDevices ?? []);
}

function planEnvironment(context: PlanContext): Plan | Failure {
  const { environment, isOnInstance = false } = context;
  const hasService = isOnInstance || namesMetadataService(undefined, environment);
  const source = ambientSource('environment', environment, hasService);
  if (isFailure(source)) return source;
  const plan = planChain(noProfiles, { kind: 'environment' }, undefined, { source, hops: [] }, context);
  return (
    invalidRoleArn(plan) ??
    invalidSettings(plan, noProfiles, undefined, environment) ??
    invalidEnvironment(plan, noProfiles, [], environment) ??
    plan
  );
}

type FileTarget = Exclude<Target, { kind: 'environment' }>;

function planFiles(profiles: ProfileSet, target: FileTarget, context: PlanContext): Plan | Failure {
  const { profiles: all, name } =
    target.kind === 'profile'
      ? { profiles, name: target.name }
      : withAdHocProfile(profiles, target, context.environment);
  const requested = profileOf(all, name);
  const resolved = resolveChain(all, name, context.environment, context.isOnInstance);
  if (isFailure(resolved)) return resolved;
  const source = profileOf(all, resolved.source.profile);
  const invalidFirst = resolved.source.kind === 'webIdentity' ? invalidWebRole : invalidSource;
  const invalid = resolved.hops.map(invalidRole).find((found) => found) ?? (source && invalidFirst(source));
  if (invalid) return invalid;
  // A role without a profile has no settings of its own.
  const chosen = target.kind === 'role' ? profileOf(all, target.sourceProfile) : requested;
  const plan = planChain(all, target, chosen, resolved, context);
  const chainProfiles = [...resolved.hops, source].filter((profile) => profile !== undefined);
  return (
    invalidSettings(plan, all, chosen, context.environment) ??
    invalidRoleArn(plan) ??
    unsupportedDevice(plan) ??
    invalidEnvironment(plan, all, chainProfiles, context.environment) ??
    plan
  );
}

/**
 * Plans the calls. Only the settings of the chosen profile decide how AWS is called, for all of them: the CLI creates
 * each client with the settings of its one session (botocore `credentials.py`, `_get_client_creator`).
 */
function planChain(
  profiles: ProfileSet,
  target: Target,
  chosen: Profile | undefined,
  { source: found, hops }: Chain,
  { environment, sessionName, mfaSessionSeconds, mfaRoleSeconds, mfaProcess = '' }: PlanContext,
): Plan {
  const notes: Note[] = [];
  const sourceProfile = profileOf(profiles, found.profile);
  const chainProfiles = [...hops.toReversed(), sourceProfile].filter((profile) => profile !== undefined);
  const region = chooseRegion(chainProfiles, environment, notes);
  const device = chooseMfa(hops, sourceProfile, found, mfaProcess, notes);
  const stsRegion =
    valueOf(chosen, keys.region) ??
    environmentRegion(environment) ??
    partitionRegion([...arnsOf(chainProfiles, found), ssoRegionOf(found)]);
  const sts = stsEndpoint(profiles, chosen, stsRegion, environment);
  const signin = signinEndpoint(profiles, chosen, stsRegion, environment);
  const completion = { profiles, chosen, sourceProfile, environment, sessionName, sts, signin, notes };
  const source = completeSource(found, completion);
  const stsContext = { sts, device, sessionName, mfaSessionSeconds, mfaRoleSeconds, notes };
  /** Found when they are first shown: lists have thousands of plans. */
  let allNotes: Plan['notes'] | undefined;
  return {
    target,
    steps: [source, ...planStsSteps(hops, source, stsContext)],
    region,
    sts,
    signin,
    endpointVariables: endpointVariables(profiles, chosen, environment),
    get notes() {
      return (allNotes ??= publicFacts([
        ...notes,
        ...defaultCounts(profiles, chosen, region?.name),
        ...unusedKeys(hops, sourceProfile, found, chosen),
        ...settingNotes(profiles, chosen, environment),
        ...(sourceProfile ? otherTools(sourceProfile, hops.length > 0) : []),
        ...chainProfiles.flatMap(({ name }) => includeNotes(profiles, name)),
        ...[...new Set(chainProfiles)].flatMap((profile) => fileNotes(profiles, profile)),
      ]));
    },
  };
}

interface Completion extends Pick<PlanContext, 'environment' | 'sessionName'>, Pick<Plan, 'sts' | 'signin'> {
  readonly profiles: ProfileSet;
  readonly chosen: Profile | undefined;
  readonly sourceProfile: Profile | undefined;
  readonly notes: Note[];
}

function completeSource(source: Source, given: Completion): SourceStep {
  const { profiles, chosen, sourceProfile, environment, sessionName, sts, signin, notes } = given;
  switch (source.kind) {
    case 'webIdentity':
      return {
        ...source,
        sessionName: source.sessionName ?? sessionName,
        // The CLI sends no duration with a token file (botocore `credentials.py`), but aws-vault with its program.
        durationSeconds:
          sourceProfile && source.token.kind === 'program'
            ? chooseDuration(sourceProfile, false, notes)
            : undefined,
        sts,
      };
    case 'identityCenter':
      return { ...source, session: withSettings(source.session, profiles, chosen, environment) };
    case 'login':
      // A sign-in can only be renewed in the region in which it was made, which is that of its own profile.
      return {
        ...source,
        signin: { ...signin, region: valueOf(sourceProfile, keys.region) ?? signin.region },
      };
    default:
      return source;
  }
}

function defaultCounts(
  profiles: ProfileSet,
  chosen: Profile | undefined,
  region: string | undefined,
): readonly Note[] {
  const found = chosen ? keysOfDefault(profiles, chosen, region) : [];
  return chosen && found.length > 0 ? [{ code: 'defaultCounts', profile: chosen.name, keys: found }] : [];
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

/** The ARNs that tell the partition. */
function arnsOf(chainProfiles: readonly Profile[], source: Source): readonly (string | undefined)[] {
  const keysWithArns = [keys.roleArn, keys.mfaSerial, keys.loginSession];
  const ofProfiles = chainProfiles.flatMap((profile) => keysWithArns.map((key) => valueOf(profile, key)));
  return 'roleArn' in source ? [source.roleArn, ...ofProfiles] : ofProfiles;
}

function ssoRegionOf(source: Source): string | undefined {
  return source.kind === 'identityCenter' ? source.session.region : undefined;
}
