import * as vscode from 'vscode';
import type { Aside } from '../plan/asides.ts';

/** What other tools would do, for whoever wants to know it all. */
export function asideSentence(aside: Aside): string {
  const t = vscode.l10n.t;
  switch (aside.code) {
    case 'mfaElsewhere':
      return t(
        'mfa_serial of profile {0} elsewhere: the AWS SDK for JavaScript takes a code only from a program that asks for one, and the AWS SDK for Rust sends none.',
        aside.profile,
      );
    case 'mfaOnlyHere':
      return t('The AWS CLI and SDKs read mfa_serial only in the profile of a role: here they send no code.');
    case 'durationElsewhere':
      return t(
        'duration_seconds of profile {0} is not read by the {1}, which would ask for one hour.',
        aside.profile,
        aside.tools.join(', '),
      );
    case 'onlyAwsVault':
      return t('Tools other than aws-vault do not read {0} of profile {1}.', aside.key, aside.profile);
  }
}
