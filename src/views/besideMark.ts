import * as vscode from 'vscode';

/** The account in a line that also has the mark for production: one that is called “production” is named once. */
export function besideMark(account: string | undefined, isProduction: boolean): string | undefined {
  return isProduction && account?.toLowerCase() === vscode.l10n.t('production') ? undefined : account;
}
