import * as vscode from 'vscode';
import { showWhile } from '../../display/toasts.ts';
import { shortPath } from './shortPath.ts';

/** Shows what a change of the file waits for. */
export function showFileWait(path: string, until: Promise<unknown>): void {
  showWhile(until, vscode.l10n.t('Waiting for other programs to finish writing {0}', shortPath(path)));
}
