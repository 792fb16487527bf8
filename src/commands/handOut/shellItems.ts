import * as vscode from 'vscode';
import { formatLabels } from '../../base/formatLabels.ts';
import type { Shell } from '../../delivery/handover/shellNames.ts';
import type { ChoiceItem } from '../questions.ts';

/** The shells for which commands that set variables can be copied. */
export function shellItems(): readonly (ChoiceItem & { readonly answer: Shell })[] {
  const t = vscode.l10n.t;
  const labels = formatLabels(t);
  return [
    { answer: 'posix', label: labels.posix, description: 'export …' },
    { answer: 'fish', label: labels.fish, description: 'set -gx …' },
    { answer: 'powershell', label: labels.powershell, description: '$Env:…' },
    { answer: 'cmd', label: labels.cmd, description: 'set "…"' },
    { answer: 'tcsh', label: labels.tcsh, description: 'setenv …' },
    { answer: 'nushell', label: labels.nushell, description: '$env.…' },
    { answer: 'xonsh', label: labels.xonsh, description: '$…' },
  ];
}
