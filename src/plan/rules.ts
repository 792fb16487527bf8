import type { Failure } from '../failure.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';

/** `arn:aws:iam::123456789012:role/path/Name`, in any partition. */
export const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/u;
export const sessionNamePattern = /^[\w+=,.@-]{2,64}$/u;

/** What AWS would refuse whoever asks (STS API model, `sts-2011-06-15`). Said before a code is typed. */
const patterns: Readonly<Record<string, RegExp>> = {
  role_arn: roleArnPattern,
  mfa_serial: /^[\w+=/:,.@-]{9,256}$/u,
  external_id: /^[\w+=,.@:/-]{2,1224}$/u,
  role_session_name: sessionNamePattern,
};

export function invalidValue(profile: Profile): Failure | undefined {
  for (const [key, pattern] of Object.entries(patterns)) {
    const value = valueOf(profile, key);
    if (value !== undefined && !pattern.test(value)) {
      return { code: 'invalidValue', profile: profile.name, key, value };
    }
  }
  const seconds = askedSeconds(profile);
  if (seconds === undefined || (seconds >= 900 && seconds <= 43_200)) return undefined;
  return { code: 'invalidValue', profile: profile.name, key: 'duration_seconds', value: String(seconds) };
}

/** `duration_seconds`; undefined where there is none or it is no whole number, which AWS's tools pass over in silence. */
export function askedSeconds(profile: Profile | undefined): number | undefined {
  const text = valueOf(profile, 'duration_seconds') ?? '';
  return /^\d+$/u.test(text) ? Number(text) : undefined;
}

/** A session name out of a user name, so that CloudTrail tells who it was; `rolecall` where nothing is left of it. */
export function defaultSessionName(userName: string): string {
  const name = userName.replaceAll(/[^\w+=,.@-]+/gu, '-').slice(0, 64);
  return name.length >= 2 && /\w/u.test(name) ? name : 'rolecall';
}
