import { type Profile, valueOf } from '../profiles/profiles.ts';

/** A program that prints the code of an MFA device, so that nobody need type it. */
export interface CodeProgram {
  /** As written. It may hold secrets: it is run, and never shown. */
  readonly command: string;
  /** The profile whose `mfa_process` it is; undefined where it is the person's setting. */
  readonly from: string | undefined;
}

/**
 * The program for a device: aws-vault's `mfa_process` in the first profile of the line that has one, unless that is for
 * a device of its own, or else the setting, with the device in place of `{serial}`.
 */
export function chooseCodeProgram(
  mfaSerial: string,
  line: readonly (Profile | undefined)[],
  setting: string,
): CodeProgram | undefined {
  const holder = line.find(
    (profile) =>
      valueOf(profile, 'mfa_process') && (valueOf(profile, 'mfa_serial') ?? mfaSerial) === mfaSerial,
  );
  if (holder) return { command: valueOf(holder, 'mfa_process') ?? '', from: holder.name };
  // What AWS takes for a device has no quotes and no spaces in it.
  const command = setting.trim().replaceAll('{serial}', mfaSerial);
  return command === '' ? undefined : { command, from: undefined };
}
