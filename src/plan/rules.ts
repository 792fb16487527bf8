import type { Failure } from '../base/failure.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';
import type { Plan } from './plan.ts';
import { readTagKeys, readTags, type Tag } from './tags.ts';

/** `arn:aws:iam::123456789012:role/path/Name`, in any partition. */
export const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/u;
export const sessionNamePattern = /^[\w+=,.@-]{2,64}$/u;

const addressPattern = /^https?:\/\/[^\s/]+\S*$/iu;

/**
 * What AWS would refuse whoever asks (API models of STS, `sts-2011-06-15`, of IAM and of Identity Center). Said before a
 * code is typed.
 */
const patterns: Readonly<Record<string, RegExp>> = {
  role_arn: roleArnPattern,
  mfa_serial: /^[\w+=/:,.@-]{9,256}$/u,
  external_id: /^[\w+=,.@:/-]{2,1224}$/u,
  role_session_name: sessionNamePattern,
  source_identity: /^(?!aws:)[\w+=,.@-]{2,64}$/iu,
  region: /^[a-z0-9-]{1,63}$/iu,
  endpoint_url: addressPattern,
  ec2_metadata_service_endpoint: addressPattern,
  sso_account_id: /^\d{12}$/u,
  sso_role_name: /^[\w+=,.@-]{1,64}$/u,
  sso_start_url: /^https:\/\/[^\s/]+\S*$/iu,
  sso_region: /^[a-z0-9-]{1,63}$/iu,
};

/** Those that count even where the profile's role is not assumed. */
const sourceKeys = ['mfa_serial', 'region', 'endpoint_url'] as const;
const roleKeys = [
  ...sourceKeys,
  'role_arn',
  'external_id',
  'role_session_name',
  'source_identity',
  'session_tags',
  'transitive_session_tags',
] as const;

/** What is wrong with a profile whose role is assumed. */
export function invalidRole(profile: Profile): Failure | undefined {
  const invalid = roleKeys.find((key) => isInvalid(profile, key));
  if (invalid) return invalidValue(profile, invalid);
  if (!hasItsTransitiveTags(profile)) return invalidValue(profile, 'transitive_session_tags');
  const seconds = askedSeconds(profile);
  if (seconds === undefined || (seconds >= 900 && seconds <= 43_200)) return undefined;
  return invalidValue(profile, 'duration_seconds');
}

/** What is wrong with a profile whose keys are used, perhaps with its MFA device. */
export function invalidSource(profile: Profile): Failure | undefined {
  const invalid = sourceKeys.find((key) => isInvalid(profile, key));
  return invalid && invalidValue(profile, invalid);
}

/**
 * A plan that asks for a code of what has none: a security key or a passkey (IAM User Guide, "MFA devices": their ARNs
 * have `u2f/`), which signs in to the console alone.
 */
export function codelessDevice({ steps }: Plan): Failure | undefined {
  for (const step of steps) {
    const mfaSerial = 'mfaSerial' in step ? step.mfaSerial : undefined;
    if (mfaSerial && /^arn:[^:]*:iam::\d*:u2f\//u.test(mfaSerial)) {
      return { code: 'hardwareKey', profile: step.profile, mfaSerial };
    }
  }
  return undefined;
}

function isInvalid(profile: Profile, key: string): boolean {
  const value = valueOf(profile, key);
  return value !== undefined && !acceptsValue(key, value);
}

/** AWS takes only keys of tags that the same request sets. */
function hasItsTransitiveTags(profile: Profile): boolean {
  const keys = tagsOf(profile).map(([key]) => key.toLowerCase());
  return transitiveTagsOf(profile).every((key) => keys.includes(key.toLowerCase()));
}

export function tagsOf(profile: Profile): readonly Tag[] {
  return readTags(valueOf(profile, 'session_tags') ?? '') ?? [];
}

export function transitiveTagsOf(profile: Profile): readonly string[] {
  return readTagKeys(valueOf(profile, 'transitive_session_tags') ?? '') ?? [];
}

/** Whether AWS could take the value for the key, as far as its form tells. */
export function acceptsValue(key: string, value: string): boolean {
  if (key === 'session_tags') return readTags(value) !== undefined;
  if (key === 'transitive_session_tags') return readTagKeys(value) !== undefined;
  const pattern = patterns[key];
  // An address may have the form of one and be none: `http://host:port`.
  return (pattern?.test(value) ?? true) && (pattern !== addressPattern || URL.canParse(value));
}

function invalidValue(profile: Profile, key: string): Failure {
  return { code: 'invalidValue', profile: profile.name, key, value: valueOf(profile, key) ?? '' };
}

/** A setting in hours, as the seconds that AWS takes for the life of an MFA session. */
export function mfaSessionSeconds(hours: number): number {
  return Math.round(Math.min(36, Math.max(0.25, hours)) * 3600);
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
