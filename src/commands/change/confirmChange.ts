import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { type AppliedChange, makeChange, planRewrites } from '../../profiles/writer.ts';
import type { ChangeContext } from '../context.ts';
import { type Button, showInfo, showNotUndone } from '../notifications.ts';
import { type Answers, complaintItem, type WizardStep } from '../wizard.ts';
import { showPreview } from './preview.ts';

export interface Confirmation {
  readonly title: string;
  readonly changeOf: (answers: Answers) => ProfileChange;
  /** The label of the row that confirms the change of these files. */
  readonly yes?: (paths: string) => string;
  readonly warning?: string | undefined;
}

/**
 * The last question of a wizard: shows how the files would change, and asks whether to write them. If they cannot be
 * changed, it shows why, and the user can go back to the other questions.
 */
export function confirmChange(
  { store, editableFiles, previewTexts, shortPath, views }: ChangeContext,
  { title, changeOf, yes, warning }: Confirmation,
): WizardStep {
  const t = vscode.l10n.t;
  const question = { kind: 'choice', name: 'confirmed' } as const;
  return async (answers) => {
    try {
      const rewrites = await planRewrites(await editableFiles(), store.paths, changeOf(answers));
      if (rewrites.length === 0)
        return { ...question, prompt: '', items: [{ label: t('No changes needed') }] };
      const paths = rewrites.map(({ path }) => shortPath(path)).join(', ');
      const label = yes?.(paths) ?? t('Write to {0}', paths);
      return {
        ...question,
        prompt: t('Review the changes in the editor, and then confirm'),
        items: [{ icon: 'check', label, ...(warning && { detail: { icon: 'warning', text: warning } }) }],
        showAlongside: () => showPreview(previewTexts, title, rewrites),
      };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return { ...question, prompt: '', items: [complaintItem(views.describe(error.failure))] };
    }
  };
}

/** The message after a change, and what follows from the change. */
export interface ChangeOutcome {
  readonly message: string;
  /** Shown once the change is saved. */
  readonly buttons?: () => readonly Button[];
  /** Further actions: after the change is saved, and after it is undone. */
  readonly onDone?: () => unknown;
  readonly onUndone?: () => unknown;
}

/** Makes a change and reports it, with a button to undo it. */
export async function applyChange(
  context: ChangeContext,
  change: ProfileChange,
  outcome: ChangeOutcome,
): Promise<void> {
  const { store, editableFiles, attempt } = context;
  const made = await attempt(change.name, async () => makeChange(await editableFiles(), store.paths, change));
  if (!made || made.paths.length === 0) return;
  const done = async (): Promise<void> => {
    await store.reload();
    await outcome.onDone?.();
  };
  if (made.outcome === 'unsaved') return offerToSave(context, made, outcome, done);
  const undo = (): unknown =>
    attempt(change.name, async () => {
      if (!(await made.undo())) return showNotUndone();
      await store.reload();
      await outcome.onUndone?.();
    });
  await done();
  showInfo(outcome.message, [...(outcome.buttons?.() ?? []), { title: vscode.l10n.t('Undo'), follow: undo }]);
}

/** The file already had unsaved changes in an editor, so the change was made there, too. */
function offerToSave(
  { shortPath }: ChangeContext,
  made: AppliedChange,
  { message }: ChangeOutcome,
  done: () => Promise<void>,
): void {
  const t = vscode.l10n.t;
  const paths = made.paths.map(shortPath).join(', ');
  const follow = async (): Promise<void> => {
    const saved = await Promise.all(made.paths.map((path) => vscode.workspace.save(vscode.Uri.file(path))));
    if (saved.every((uri) => uri)) await done();
  };
  showInfo(
    t('{0} The change is not saved yet because {1} had unsaved changes in an editor.', message, paths),
    [{ title: t('Save'), follow }],
  );
}
