import { type Profile, valueOf } from '../profiles/profiles.ts';
import { chooseCodeProgram, type CodeProgram } from './mfaProgram.ts';
import type { Note } from './notes.ts';
import {
  type AssumeRoleStep,
  isTemporary,
  type MfaSessionStep,
  type SessionStep,
  type SourceStep,
  type StsEndpoint,
} from './plan.ts';
import { askedSeconds, tagsOf, transitiveTagsOf } from './rules.ts';
import type { Source } from './sourceChain.ts';

export interface Planning {
  readonly sts: (profile: Profile | undefined) => StsEndpoint;
  readonly device: Device | undefined;
  readonly sessionName: string;
  readonly mfaSessionSeconds: number;
  readonly notes: Note[];
}

/** The MFA device to ask for, and who may give its code. */
export interface Device {
  readonly mfaSerial: string;
  readonly codeProgram: CodeProgram | undefined;
}

/**
 * The calls to STS. One `GetSessionToken` with a code feeds every role of that user; only a single role that asks for
 * more than an hour goes straight from the keys, because what is assumed from a session is capped at one hour.
 */
export function planStsSteps(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: SourceStep,
  { sts, device, sessionName, mfaSessionSeconds, notes }: Planning,
): readonly SessionStep[] {
  const straight = hops.length === 1 && (askedSeconds(hops[0]) ?? 0) > maxChainedSeconds ? device : undefined;
  const mfa: readonly MfaSessionStep[] =
    device === undefined || straight !== undefined
      ? []
      : [
          {
            kind: 'mfaSession',
            profile: source.profile,
            ...device,
            durationSeconds: mfaSessionSeconds,
            sts: sts(sourceProfile),
          },
        ];
  const roles = hops.map((hop, i): AssumeRoleStep => ({
    kind: 'assumeRole',
    profile: hop.name,
    roleArn: roleArnOf(hop),
    sessionName: valueOf(hop, 'role_session_name') ?? sessionName,
    externalId: valueOf(hop, 'external_id'),
    sourceIdentity: valueOf(hop, 'source_identity'),
    tags: tagsOf(hop),
    transitiveTagKeys: transitiveTagsOf(hop),
    durationSeconds: chooseDuration(hop, i > 0 || mfa.length > 0 || isTemporary(source), notes),
    mfaSerial: straight?.mfaSerial,
    codeProgram: straight?.codeProgram,
    sts: sts(hop),
  }));
  return [...mfa, ...roles];
}

/**
 * The device to ask for. AWS accepts a code only with the long-term keys of the device's own user, so it is asked for
 * at the front of the chain wherever in the chain it is written. What stands beside a `credential_process` is for the
 * program, which does its own sign-in.
 */
export function chooseMfa(
  hops: readonly Profile[],
  sourceProfile: Profile | undefined,
  source: Source,
  mfaProcess: string,
  notes: Note[],
): Device | undefined {
  const [first, ...others] = hops;
  const line = [first, sourceProfile, ...others];
  const holder = line.find((profile) => valueOf(profile, 'mfa_serial'));
  const mfaSerial = valueOf(holder, 'mfa_serial');
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
  const codeProgram = chooseCodeProgram(mfaSerial, [holder, ...line], mfaProcess);
  if (codeProgram) notes.push({ code: 'codeFromProgram', from: codeProgram.from });
  return { mfaSerial, codeProgram };
}

/** What AWS allows a role that is assumed from temporary credentials ("Role chaining", IAM User Guide). */
const maxChainedSeconds = 3600;

export function chooseDuration(profile: Profile, fromTemporary: boolean, notes: Note[]): number | undefined {
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

export function roleArnOf(profile: Profile): string {
  return valueOf(profile, 'role_arn') ?? '';
}
