import type { Failure } from '../base/failure.ts';
import { anyRoleArnPattern } from '../profiles/keys/credentialRows.ts';
import { acceptsValue, keys, keysWhere } from '../profiles/keys.ts';
import { valueTrouble } from '../profiles/meant/valueTrouble.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';
import { readTagKeys, readTags, type Tag } from '../profiles/sessionTags.ts';
import type { Plan } from './plan.ts';

/** Checked in every profile of a chain, before a code is typed. */
const callKeys = keysWhere(({ affectsCalls, accepts }) => affectsCalls && accepts);
/** Without the ARN, which `invalidRoleArn` checks when the server is known. */
const checkedRoleKeys = (signed: boolean) =>
  keysWhere(({ role, accepts }) => (signed ? role : role === 'any') && accepts).filter(
    (key) => key !== keys.roleArn,
  );
const webRoleKeys = [...callKeys, ...checkedRoleKeys(false)];
const roleKeys = [...callKeys, ...checkedRoleKeys(true)];

/** The first invalid value of a profile whose role is assumed. */
export function invalidRole(profile: Profile): Failure | undefined {
  const invalid = roleKeys.find((key) => isInvalid(profile, key));
  if (invalid) return invalidValue(profile, invalid);
  if (!hasItsTransitiveTags(profile)) return invalidValue(profile, keys.transitiveSessionTags);
  return invalidDuration(profile);
}

function invalidDuration(profile: Profile): Failure | undefined {
  const seconds = requestedSeconds(profile);
  if (seconds === undefined || (seconds >= 900 && seconds <= 43_200)) return undefined;
  return invalidValue(profile, keys.durationSeconds);
}

/** The first invalid value of a profile whose role is assumed with a web identity, among those that are sent. */
export function invalidWebRole(profile: Profile): Failure | undefined {
  const invalid = webRoleKeys.find((key) => isInvalid(profile, key));
  if (invalid) return invalidValue(profile, invalid);
  return valueOf(profile, keys.webIdentityTokenFile) === undefined ? invalidDuration(profile) : undefined;
}

/** The first invalid value of a profile whose keys are used, possibly with its MFA device. */
export function invalidSource(profile: Profile): Failure | undefined {
  const invalid = callKeys.find((key) => isInvalid(profile, key));
  return invalid && invalidValue(profile, invalid);
}

/**
 * Fails if the plan needs a code from what has none: the ARN of a user or a role, an account, or a security key or
 * passkey, which work only for console sign-in (IAM User Guide, "MFA devices": their ARNs contain `u2f/`).
 */
export function unsupportedDevice({ steps }: Plan): Failure | undefined {
  for (const step of steps) {
    const mfaSerial = 'mfaSerial' in step ? step.mfaSerial : undefined;
    if (mfaSerial && /^arn:[^:]*:iam::\d*:u2f\//u.test(mfaSerial)) {
      return { code: 'hardwareKey', profile: step.profile, mfaSerial };
    }
    // Other servers may have other names for devices.
    const isOfAws = 'sts' in step && step.sts.url === undefined;
    if (mfaSerial && isOfAws && !isDevice(mfaSerial))
      return { code: 'invalidValue', profile: step.profile, key: keys.mfaSerial };
  }
  return undefined;
}

/** The ARN of a device, or the number of a hardware token, such as `GAHT12345678`. An account has 12 digits. */
function isDevice(mfaSerial: string): boolean {
  return mfaSerial.startsWith('arn:')
    ? /^arn:[\w-]+:iam::\d{12}:(?:sms-)?mfa\/[^/].*$/u.test(mfaSerial)
    : !/^\d{1,12}$/u.test(mfaSerial) && !mfaSerial.includes('/');
}

/**
 * The first role ARN that the server of its step cannot accept. Only AWS requires the form of AWS's: Ceph and MinIO
 * have ARNs without an account, or in partitions of their own.
 */
export function invalidRoleArn({ target, steps }: Plan): Failure | undefined {
  for (const step of steps) {
    if (step.kind !== 'assumeRole' && step.kind !== 'webIdentity') continue;
    const { profile, roleArn, sts } = step;
    const isValid =
      sts.url === undefined ? acceptsValue(keys.roleArn, roleArn) : anyRoleArnPattern.test(roleArn);
    const key = target.kind === 'environment' ? 'AWS_ROLE_ARN' : keys.roleArn;
    if (!isValid) return { code: 'invalidValue', profile, key, ...valueTrouble(roleArn) };
  }
  return undefined;
}

function isInvalid(profile: Profile, key: string): boolean {
  const value = valueOf(profile, key);
  return value !== undefined && !acceptsValue(key, value);
}

/** AWS accepts only transitive tag keys that the same request sets as tags. */
function hasItsTransitiveTags(profile: Profile): boolean {
  const tagKeys = tagsOf(profile).map(([key]) => key.toLowerCase());
  return transitiveTagsOf(profile).every((key) => tagKeys.includes(key.toLowerCase()));
}

export function tagsOf(profile: Profile): readonly Tag[] {
  return readTags(valueOf(profile, keys.sessionTags) ?? '') ?? [];
}

export function transitiveTagsOf(profile: Profile): readonly string[] {
  return readTagKeys(valueOf(profile, keys.transitiveSessionTags) ?? '') ?? [];
}

/** The failure for a value that cannot work. */
export function invalidValue(profile: Profile, key: string): Failure {
  return { code: 'invalidValue', profile: profile.name, key, ...valueTrouble(profile.values.get(key)?.text) };
}

/** `duration_seconds`; undefined if it is absent or not an integer, which AWS's tools ignore silently. */
export function requestedSeconds(profile: Profile | undefined): number | undefined {
  const text = valueOf(profile, keys.durationSeconds) ?? '';
  return /^\d+$/u.test(text) ? Number(text) : undefined;
}
