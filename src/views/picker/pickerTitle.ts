import * as vscode from 'vscode';
import type { AlibabaView } from '../alibabaRows.ts';
import type { PickerPurpose } from './pickerChoice.ts';

/** What the picker is for. */
export function pickerTitle(purpose: PickerPurpose, alibaba: Pick<AlibabaView, 'rows'>): string {
  const t = vscode.l10n.t;
  switch (purpose) {
    case 'switch':
      return switchTitle(alibaba);
    case 'assumeRole':
      return t('Assume Role');
    case 'terminal':
      return t('New Terminal with AWS Profile');
    case 'lessAccess':
      return t('Use with Less Access');
    case 'agents':
      return t('Let Agents Write');
    case 'identity':
      return t('Verify AWS Identity');
    case 'explain':
      return t('Explain Profile');
    case 'credentials':
      return t('Choose a profile');
    case 'console':
    case 'consoleRole':
      return t('Open AWS Console');
    case 'bind':
      return t('Bind Profile to This Folder');
    case 'treatAsProduction':
      return t('Treat as Production');
    case 'notProduction':
      return t('Not Production');
  }
}

/** The title of the picker that has the profiles of both clouds, if both are shown. */
export function switchTitle({ rows }: Pick<AlibabaView, 'rows'>): string {
  return rows ? vscode.l10n.t('Switch Profile') : vscode.l10n.t('Switch AWS Profile');
}
