import * as vscode from 'vscode';
import type { Forbiddable } from '../../base/policy.ts';

/** Describes what the policy forbids, the setting that does so, and who can change it. */
export function describeForbidden(action: Forbiddable): string {
  return vscode.l10n.t(
    '{0} is not allowed: the setting {1} contains “{2}”. If you did not set it, ask your administrator.',
    nameOf(action),
    'rolecall.policy.forbid',
    action,
  );
}

function nameOf(action: Forbiddable): string {
  const t = vscode.l10n.t;
  switch (action) {
    case 'copy':
      return t('Copying credentials');
    case 'export':
      return t('Exporting credentials to a file');
    case 'write':
      return t('Writing sessions to a file');
    case 'endpoint':
      return t('The credential endpoint');
    case 'environmentMode':
      return t('Putting credentials into environment variables');
  }
}
