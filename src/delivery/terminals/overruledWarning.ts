import * as vscode from 'vscode';
import { openSettings } from '../../display/openSettings.ts';
import { showWarning } from '../../display/toasts.ts';
import type { Mode } from '../handover/terminalModes.ts';
import type { Overruled } from './overruledChoices.ts';

/** How many profiles a message names. */
const maxShown = 3;

/** Tells the user, with the way to change that. */
export function warnOfOverruled(overruled: Overruled, mode: Mode): void {
  const t = vscode.l10n.t;
  const open = { title: t('Open Settings') };
  const setting = 'rolecall.terminals.mode';
  const way = mode === 'live' ? [] : [t('In the terminal mode “live”, such values take effect.')];
  void showWarning([sentence(overruled), ...way].join(' '), open).then((chosen) => {
    if (chosen) openSettings(setting);
  });
}

function sentence(overruled: Overruled): string {
  const t = vscode.l10n.t;
  if (overruled.kind === 'kubectl')
    return t(
      'Your kubeconfig names AWS profiles for clusters ({0}), but in terminals, kubectl uses the profile in use.',
      overruled.profiles.slice(0, maxShown).join(', '),
    );
  const { kind, name, profile } = overruled;
  const variables = overruled.variables.join(', ');
  switch (kind) {
    case 'task':
      return t(
        'The task “{0}” sets {1}, but the values of AWS profile {2} take precedence.',
        name,
        variables,
        profile,
      );
    case 'terminal':
      return t(
        'The terminal “{0}” was opened with its own {1}, but the values of AWS profile {2} take precedence.',
        name,
        variables,
        profile,
      );
    case 'setting':
      return t(
        'The setting {0} sets {1}, but the values of AWS profile {2} take precedence.',
        name,
        variables,
        profile,
      );
    case 'file':
      return t(
        'The file {0} sets {1}. Some programs may use these values instead of those of AWS profile {2}.',
        name,
        variables,
        profile,
      );
  }
}
