import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { type MadeChange, makeChange, planRewrites } from '../../profiles/writer.ts';
import type { ChangeContext } from '../context.ts';
import { type Button, offer, sayOvertaken } from '../notifications.ts';
import { type Answers, type Ask, complaintItem } from '../wizard.ts';
import { showPreview } from './preview.ts';

export interface Confirmation {
  readonly title: string;
  readonly changeOf: (answers: Answers) => ProfileChange;
  /** What the person says yes to, in these files. */
  readonly yes?: (paths: string) => string;
  readonly warning?: string | undefined;
}

/**
 * The last question of a series: shows what would become of the files, and asks whether to write it. Where that cannot
 * be, it says why, and the way back to the other questions is open.
 */
export function confirmChange(
  { store, editableFiles, previewTexts, shortPath, views }: ChangeContext,
  { title, changeOf, yes, warning }: Confirmation,
): Ask {
  const t = vscode.l10n.t;
  const question = { kind: 'choice', name: 'confirmed' } as const;
  return async (answers) => {
    try {
      const rewrites = await planRewrites(await editableFiles(), store.paths, changeOf(answers));
      if (rewrites.length === 0)
        return { ...question, prompt: '', items: [{ label: t('No changes needed') }] };
      const paths = rewrites.map(({ path }) => shortPath(path)).join(', ');
      const label = `$(check) ${yes?.(paths) ?? t('Write to {0}', paths)}`;
      return {
        ...question,
        prompt: t('Review the changes in the editor, and then confirm'),
        items: [{ label, ...(warning && { detail: warning }) }],
        beside: () => showPreview(previewTexts, title, rewrites),
      };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return { ...question, prompt: '', items: [complaintItem(views.describe(error.failure))] };
    }
  };
}

/** What is said about a change once it is made, and what follows from it. */
export interface ChangeOutcome {
  readonly message: string;
  /** Offered once the change is in the files. */
  readonly buttons?: () => readonly Button[];
  /** What else there is to do once the change is in the files, and once it is out of them again. */
  readonly onDone?: () => unknown;
  readonly onUndone?: () => unknown;
}

/** Makes a change and says so, with a way to undo it. */
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
  if (made.landing === 'unsaved') return offerToSave(context, made, outcome, done);
  const undo = (): unknown =>
    attempt(change.name, async () => {
      if (!(await made.undo())) return sayOvertaken();
      await store.reload();
      await outcome.onUndone?.();
    });
  await done();
  offer(outcome.message, [...(outcome.buttons?.() ?? []), { title: vscode.l10n.t('Undo'), follow: undo }]);
}

/** The file had unsaved changes in an editor already, so the change is there, too. */
function offerToSave(
  { shortPath }: ChangeContext,
  made: MadeChange,
  { message }: ChangeOutcome,
  done: () => Promise<void>,
): void {
  const t = vscode.l10n.t;
  const paths = made.paths.map(shortPath).join(', ');
  const follow = async (): Promise<void> => {
    const saved = await Promise.all(made.paths.map((path) => vscode.workspace.save(vscode.Uri.file(path))));
    if (saved.every((uri) => uri)) await done();
  };
  offer(t('{0} The change is not saved yet because {1} had unsaved changes in an editor.', message, paths), [
    { title: t('Save'), follow },
  ]);
}
