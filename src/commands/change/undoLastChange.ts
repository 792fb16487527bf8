import * as vscode from 'vscode';
import type { ChangeContext } from '../context.ts';
import { showInfo, showUndoConflict } from '../notifications.ts';
import { runWizard } from '../wizard.ts';
import { confirmRewrites } from './confirmChange.ts';

/** Undoes the last change that this window has made to the AWS files, after the user has seen what that does. */
export async function undoLastChange(context: ChangeContext): Promise<void> {
  const t = vscode.l10n.t;
  const { changes, log } = context;
  const { last } = changes;
  if (!last) return showInfo(t('This window has made no change to your AWS files that can be undone.'), []);
  const title = t('Undo Last Change to AWS Files');
  const yes = (): string => t('Undo: {0}', last.message);
  const answers = await runWizard(title, () => [
    () => confirmRewrites(context, { title, yes }, () => last.made.planUndo()),
  ]);
  if (!answers) return;
  if (!(await changes.undo(last))) return showUndoConflict();
  log.info(`undo: changed ${last.made.paths.join(', ')}`);
  showInfo(t('Undone: {0}', last.message), []);
}
