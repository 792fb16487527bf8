import * as vscode from 'vscode';
import type { ProfileChange } from '../profiles/changes.ts';
import { type MadeChange, makeChange, planRewrites } from '../profiles/writer.ts';
import type { CommandParts } from './parts.ts';
import type { Answers, Ask } from './steps.ts';

export type ChangeParts = Pick<CommandParts, 'store' | 'editableFiles' | 'preview' | 'perform' | 'shortPath'>;

/** The last question of a series: shows what would become of the files, and asks whether to write it. */
export function confirmChange(
  { store, editableFiles, preview, shortPath }: ChangeParts,
  title: string,
  changeOf: (answers: Answers) => ProfileChange,
  warning?: string,
): Ask {
  const t = vscode.l10n.t;
  return async (answers) => {
    const rewrites = await planRewrites(await editableFiles(), store.paths, changeOf(answers));
    const paths = rewrites.map(({ path }) => shortPath(path)).join(', ');
    return {
      kind: 'choice',
      name: 'confirmed',
      prompt: t('The editor shows what will change. Write it?'),
      items: [{ label: `$(check) ${t('Write to {0}', paths)}`, ...(warning && { detail: warning }) }],
      beside: () => preview(title, rewrites),
    };
  };
}

export interface Button {
  readonly title: string;
  readonly follow: () => unknown;
}

/** What is told of a change that was made, and offered with it. */
export interface Told {
  readonly said: string;
  readonly buttons?: readonly Button[];
  /** What else there is to do once the change is undone. */
  readonly undone?: () => unknown;
}

/** Makes a change and says so, with a way to undo it. Whether it was made. */
export async function carryOut(
  { store, editableFiles, perform, shortPath }: ChangeParts,
  change: ProfileChange,
  { said, buttons = [], undone }: Told,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const made = await perform(change.name, async () => makeChange(await editableFiles(), store.paths, change));
  if (!made) return false;
  await store.reload();
  const undo = (): unknown =>
    perform(change.name, async () => {
      if (!(await made.undo())) return sayOvertaken();
      await store.reload();
      await undone?.();
    });
  if (made.landing === 'unsaved') {
    const paths = made.paths.map(shortPath).join(', ');
    offer(t('{0} It is not saved yet: the editor of {1} had unsaved changes.', said, paths), [save(made)]);
  } else if (made.paths.length > 0) {
    offer(said, [...buttons, { title: t('Undo'), follow: undo }]);
  }
  return true;
}

function save({ paths }: MadeChange): Button {
  const follow = () => paths.map((path) => vscode.workspace.save(vscode.Uri.file(path)));
  return { title: vscode.l10n.t('Save'), follow };
}

function sayOvertaken(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The file has changed again since. Nothing was undone.'),
  );
}

/** A message with buttons; nobody waits for the answer. */
function offer(message: string, buttons: readonly Button[]): void {
  void vscode.window.showInformationMessage(message, ...buttons).then((button) => button?.follow());
}
