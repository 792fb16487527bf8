import { keys } from '../profiles/keys.ts';
import { type Profile, valueOf } from '../profiles/profiles.ts';

/** A program that prints the code of an MFA device, so that the user need not type it. */
export interface CodeProgram {
  /** As written. May contain secrets: run it, but never show it. */
  readonly command: string;
  /** The profile with this `mfa_process`; undefined if the command comes from the user's settings. */
  readonly from: string | undefined;
}

/**
 * The program for a device: aws-vault's `mfa_process` of the first candidate that has one and no other device, or else
 * the setting, with `{serial}` replaced by the device.
 */
export function chooseCodeProgram(
  mfaSerial: string,
  candidates: readonly (Profile | undefined)[],
  setting: string,
): CodeProgram | undefined {
  const holder = candidates.find(
    (profile) =>
      valueOf(profile, keys.mfaProcess) && (valueOf(profile, keys.mfaSerial) ?? mfaSerial) === mfaSerial,
  );
  if (holder) return { command: valueOf(holder, keys.mfaProcess) ?? '', from: holder.name };
  // A valid MFA serial contains no quotes or spaces.
  const command = setting.trim().replaceAll('{serial}', mfaSerial);
  return command === '' ? undefined : { command, from: undefined };
}
