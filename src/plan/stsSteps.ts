import { keys } from '../profiles/keys.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';
import { chooseCodeProgram, type CodeProgram } from './mfaProgram.ts';
import type { Note } from './notes/notes.ts';
import type { StsEndpoint } from './endpoints/stsEndpoint.ts';
import {
  type AssumeRoleStep,
  isTemporary,
  type MfaSessionStep,
  type SessionStep,
  type SourceStep,
} from './plan.ts';
import { requestedSeconds, tagsOf, transitiveTagsOf } from './rules.ts';
import type { Source } from './sourceChain.ts';

export interface StsContext {
  readonly sts: StsEndpoint;
  readonly device: Device | undefined;
  readonly sessionName: string;
  readonly mfaSessionSeconds: number;
  /** The longest duration in seconds of a role that is assumed with a code. */
  readonly mfaRoleSeconds: number | undefined;
  readonly notes: Note[];
}

/** The MFA device to use, and the program that prints its code. */
export interface Device {
  readonly mfaSerial: string;
  readonly codeProgram: CodeProgram | undefined;
}

/**
 * The calls to STS. One `GetSessionToken` with a code serves all roles of that user. Only a single role with a duration
 * over one hour is assumed directly from the keys, because AWS caps roles assumed from a session at one hour.
 */
export function planStsSteps(
  hops: readonly Profile[],
  source: SourceStep,
  { sts, device, sessionName, mfaSessionSeconds, mfaRoleSeconds, notes }: StsContext,
): readonly SessionStep[] {
  const direct =
    hops.length === 1 && (requestedSeconds(hops[0]) ?? 0) > maxChainedSeconds ? device : undefined;
  const mfa: readonly MfaSessionStep[] =
    device === undefined || direct !== undefined
      ? []
      : [
          {
            kind: 'mfaSession',
            profile: source.profile,
            ...device,
            durationSeconds: mfaSessionSeconds,
            sts,
          },
        ];
  const roles = hops.map((hop, i): AssumeRoleStep => ({
    kind: 'assumeRole',
    profile: hop.name,
    roleArn: roleArnOf(hop),
    sessionName: valueOf(hop, keys.roleSessionName) ?? sessionName,
    externalId: valueOf(hop, keys.externalId),
    sourceIdentity: valueOf(hop, keys.sourceIdentity),
    tags: tagsOf(hop),
    transitiveTagKeys: transitiveTagsOf(hop),
    durationSeconds: withMost(
      chooseDuration(hop, i > 0 || mfa.length > 0 || isTemporary(source), notes),
      device && mfaRoleSeconds,
    ),
    mfaSerial: direct?.mfaSerial,
    codeProgram: direct?.codeProgram,
    sts,
  }));
  return [...mfa, ...roles];
}

/**
 * The device to use. AWS accepts a code only with the long-term keys of the device's own user, so the code is used at
 * the start of the chain, no matter which profile sets the device. A device next to a `credential_process` is for the
 * program, which signs in itself.
 */
export function chooseMfa(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: Source,
  mfaProcess: string,
  notes: Note[],
): Device | undefined {
  const [first, ...others] = hops;
  const candidates = [first, sourceProfile, ...others];
  const holder = candidates.find((profile) => valueOf(profile, keys.mfaSerial));
  const mfaSerial = valueOf(holder, keys.mfaSerial);
  if (!holder || !mfaSerial) return undefined;
  if (source.kind === 'process' && holder === sourceProfile) {
    notes.push({ code: 'mfaLeftToProgram', profile: holder.name });
    return undefined;
  }
  if (isTemporary(source)) {
    notes.push({ code: 'mfaNotForTemporaryKeys', profile: holder.name });
    return undefined;
  }
  if (hops.length > 0 && holder !== first) notes.push({ code: 'mfaInherited', from: holder.name });
  const codeProgram = chooseCodeProgram(mfaSerial, [holder, ...candidates], mfaProcess);
  if (codeProgram) notes.push({ code: 'codeFromProgram', from: codeProgram.from });
  return { mfaSerial, codeProgram };
}

/** AWS's maximum for a role that is assumed from temporary credentials ("Role chaining", IAM User Guide). */
const maxChainedSeconds = 3600;

/** AWS's default for a role, in seconds (`AssumeRole`), and the least that it accepts. */
const defaultRoleSeconds = 3600;
const leastRoleSeconds = 900;

/** The duration, at most `most` seconds. */
function withMost(seconds: number | undefined, most: number | undefined): number | undefined {
  if (most === undefined || (seconds ?? defaultRoleSeconds) <= most) return seconds;
  return Math.max(leastRoleSeconds, Math.round(most));
}

export function chooseDuration(profile: Profile, fromTemporary: boolean, notes: Note[]): number | undefined {
  const text = valueOf(profile, keys.durationSeconds);
  if (text === undefined) return undefined;
  const seconds = requestedSeconds(profile);
  if (seconds === undefined) {
    notes.push({ code: 'durationIgnored', profile: profile.name });
    return undefined;
  }
  if (!fromTemporary || seconds <= maxChainedSeconds) return seconds;
  notes.push({ code: 'durationCapped', profile: profile.name, requestedSeconds: seconds });
  return maxChainedSeconds;
}

export function roleArnOf(profile: Profile): string {
  return valueOf(profile, keys.roleArn) ?? '';
}
