import * as vscode from 'vscode';
import type { Failure, FailureOf } from '../../base/failure.ts';

/** AWS did not accept an MFA code. */
export type MfaFailure = Extract<
  Failure,
  { code: 'mfaRefused' | 'foreignDevice' | 'mfaSessionDenied' | 'mfaReused' | 'mfaUnanswered' }
>;

/** Describes why an MFA code did not lead to a session. */
export function describeMfaFailure(failure: MfaFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'mfaRefused':
      return describeRefusedCode(failure);
    case 'foreignDevice':
      return t(
        'The MFA device {0} does not belong to {1}, whose access keys this profile uses. Set mfa_serial to a device of this user.',
        failure.mfaSerial,
        failure.user,
      );
    case 'mfaSessionDenied': {
      const sentence = t(
        'GetSessionToken is denied or not available to this user, so the next code is sent with the role {0}. AWS says: {1}',
        failure.roleArn,
        failure.detail,
      );
      return `${anotherCode(failure.nextCodeAt)} ${sentence}`;
    }
    case 'mfaReused':
      return `${t('AWS accepts each MFA code only once.')} ${anotherCode(failure.nextCodeAt)}`;
    case 'mfaUnanswered':
      return `${t('AWS did not respond ({0}).', failure.detail)} ${anotherCode(failure.nextCodeAt)}`;
  }
}

function describeRefusedCode({ roleArn, user, detail }: FailureOf<'mfaRefused'>): string {
  const t = vscode.l10n.t;
  const whose = user ?? t('the user of these access keys');
  return roleArn === undefined
    ? t(
        'AWS rejected the MFA code. Enter the next code from this device. If AWS rejects that code too, check that mfa_serial is a device of {0}, and check the device’s clock. AWS says: {1}',
        whose,
        detail,
      )
    : t(
        'AWS rejected the MFA code, or did not allow you to assume {0}. Enter the next code from this device. If AWS rejects that code too, check the role’s trust policy, that mfa_serial is a device of {1}, and the device’s clock. AWS says: {2}',
        roleArn,
        whose,
        detail,
      );
}

/** Depends on the time, so the message must be updated every second. */
function anotherCode(at: number): string {
  const t = vscode.l10n.t;
  const seconds = Math.ceil((at - Date.now()) / 1000);
  // A device shows each code for 30 s. A longer wait is due to a clock that was set back in the meantime.
  return seconds > 0 && seconds <= 30
    ? t('The next code appears in {0} s.', seconds)
    : t('Enter the code that your MFA device shows now.');
}
