import * as vscode from 'vscode';
import { FailureError } from '../failure.ts';
import type { ProfileChange } from '../profiles/changes.ts';
import { type MadeChange, makeChange, planRewrites } from '../profiles/writer.ts';
import type { CommandParts } from './parts.ts';
import { showPreview } from './preview.ts';
import { type Answers, type Ask, complaintItem } from './steps.ts';

export type ChangeParts = Pick<
  CommandParts,
  'store' | 'editableFiles' | 'previewTexts' | 'perform' | 'shortPath' | 'views'
>;

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
  { store, editableFiles, previewTexts, shortPath, views }: ChangeParts,
  { title, changeOf, yes, warning }: Confirmation,
): Ask {
  const t = vscode.l10n.t;
  const question = { kind: 'choice', name: 'confirmed' } as const;
  return async (answers) => {
    try {
      const rewrites = await planRewrites(await editableFiles(), store.paths, changeOf(answers));
      if (rewrites.length === 0)
        return { ...question, prompt: '', items: [{ label: t('Nothing has to change') }] };
      const paths = rewrites.map(({ path }) => shortPath(path)).join(', ');
      const label = `$(check) ${yes?.(paths) ?? t('Write to {0}', paths)}`;
      return {
        ...question,
        prompt: t('The editor shows what will change. Write it?'),
        items: [{ label, ...(warning && { detail: warning }) }],
        beside: () => showPreview(previewTexts, title, rewrites),
      };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return { ...question, prompt: '', items: [complaintItem(views.describe(error.failure))] };
    }
  };
}

export interface Button {
  readonly title: string;
  readonly follow: () => unknown;
}

/** What is told of a change that was made, and what follows from it. */
export interface Told {
  readonly said: string;
  /** Offered once the change is in the files. */
  readonly buttons?: () => readonly Button[];
  /** What else there is to do once the change is in the files, and once it is out of them again. */
  readonly done?: () => unknown;
  readonly undone?: () => unknown;
}

/** Makes a change and says so, with a way to undo it. */
export async function carryOut(parts: ChangeParts, change: ProfileChange, told: Told): Promise<void> {
  const { store, editableFiles, perform } = parts;
  const made = await perform(change.name, async () => makeChange(await editableFiles(), store.paths, change));
  if (!made || made.paths.length === 0) return;
  const done = async (): Promise<void> => {
    await store.reload();
    await told.done?.();
  };
  if (made.landing === 'unsaved') return offerToSave(parts, made, told, done);
  const undo = (): unknown =>
    perform(change.name, async () => {
      if (!(await made.undo())) return sayOvertaken();
      await store.reload();
      await told.undone?.();
    });
  await done();
  offer(told.said, [...(told.buttons?.() ?? []), { title: vscode.l10n.t('Undo'), follow: undo }]);
}

/** The file had unsaved changes in an editor already, so the change is there, too. */
function offerToSave(
  { shortPath }: ChangeParts,
  made: MadeChange,
  { said }: Told,
  done: () => Promise<void>,
): void {
  const t = vscode.l10n.t;
  const paths = made.paths.map(shortPath).join(', ');
  const follow = async (): Promise<void> => {
    const saved = await Promise.all(made.paths.map((path) => vscode.workspace.save(vscode.Uri.file(path))));
    if (saved.every((uri) => uri)) await done();
  };
  offer(t('{0} It is not saved yet: the editor of {1} had unsaved changes.', said, paths), [
    { title: t('Save'), follow },
  ]);
}

/** Why an undo did nothing. */
export function sayOvertaken(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The file has changed again since. Nothing was undone.'),
  );
}

/** A message with buttons; nobody waits for the answer. */
export function offer(message: string, buttons: readonly Button[]): void {
  void vscode.window.showInformationMessage(message, ...buttons).then((button) => button?.follow());
}
