import * as vscode from 'vscode';
import type { FailureOf } from '../../base/failure.ts';
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

/** Describes why the user cannot exempt something from production, and who can. */
export function describeProductionByPolicy(): string {
  return vscode.l10n.t(
    'The setting {0} makes it production. If you did not set it, ask your administrator.',
    'rolecall.policy.production',
  );
}

/** Describes what the user has still to confirm, and the setting that requires it. */
export function describeUnconfirmed(reason: FailureOf<'unconfirmed'>['reason']): string {
  const t = vscode.l10n.t;
  if (reason === 'renewal')
    return t(
      'Its session is not renewed before you confirm it, because of the setting {0}. Choose the profile again to do that.',
      'rolecall.guard',
    );
  return t(
    'It is a production profile, and the setting {0} requires that you confirm it. Choose the profile again to do that.',
    reason === 'policy' ? 'rolecall.policy.confirmProduction' : 'rolecall.guard',
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
