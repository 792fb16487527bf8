import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { FailureError } from '../../base/failure.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { isPlan } from '../../plan/plan.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { type AppliedChange, makeChange, planRewrites, type Rewrite } from '../../profiles/writer.ts';
import type { ChangeContext } from '../context.ts';
import { type Button, showInfo, showUndoConflict, undoConflict } from '../notifications.ts';
import { type Answers, complaintItem, type WizardStep } from '../questions.ts';
import { showPreview } from './preview.ts';

export interface Confirmation {
  readonly title: string;
  readonly changeOf: (answers: Answers) => ProfileChange;
  /** The label of the row that confirms the change of these files. */
  readonly yes?: (paths: string) => string;
  readonly warning?: string | undefined;
  /** Whether another row writes the files and then uses the profile: see `useAfter`. */
  readonly offersUse?: boolean;
}

/** The answer that writes the files and uses the profile. */
const writeAndUse = '\t';

/** The last question of a wizard: shows how the files would change, and asks whether to write them. */
export function confirmChange(context: ChangeContext, confirmation: Confirmation): WizardStep {
  const { store, editableFiles } = context;
  return (answers) =>
    confirmRewrites(context, confirmation, async () =>
      planRewrites(await editableFiles(), store.paths, confirmation.changeOf(answers)),
    );
}

/**
 * Shows how the files would change, and asks whether to write them. If they cannot be changed, it shows why, and the
 * user can go back to the other questions. If another program changes the files, the question is asked again. `plan`
 * resolves to undefined if a change cannot be undone.
 */
export async function confirmRewrites(
  context: ChangeContext,
  { title, yes, warning, offersUse = false }: Omit<Confirmation, 'changeOf'>,
  plan: () => Promise<readonly Rewrite[] | undefined>,
): Promise<Awaited<ReturnType<WizardStep>>> {
  const t = vscode.l10n.t;
  const { previewTexts, shortPath, views } = context;
  const question = { kind: 'choice', name: 'confirmed' } as const;
  const outcome = (): Promise<Outcome> =>
    plan().catch((error: unknown) => {
      if (error instanceof FailureError) return error;
      throw error;
    });
  const planned = await outcome();
  const watch = (onOutdated: () => void): Disposable =>
    onFilesChange(context, async () => {
      if (!isSame(await outcome(), planned)) onOutdated();
    });
  if (planned instanceof FailureError)
    return { ...question, watch, prompt: '', items: [complaintItem(views.describe(planned.failure))] };
  if (!planned) return { ...question, watch, prompt: '', items: [complaintItem(undoConflict())] };
  if (planned.length === 0)
    return { ...question, watch, prompt: '', items: [{ label: t('No changes needed') }] };
  const paths = planned.map(({ path }) => shortPath(path)).join(', ');
  const label = yes?.(paths) ?? t('Write to {0}', paths);
  return {
    ...question,
    watch,
    prompt: t('Review the changes in the editor, and then confirm'),
    items: [
      { icon: 'check', label, ...(warning && { detail: { icon: 'warning', text: warning } }) },
      ...(offersUse ? [{ icon: 'play', label: t('Write, and use the profile'), answer: writeAndUse }] : []),
    ],
    showAlongside: () => showPreview(previewTexts, title, planned),
  };
}

/** Calls back after the AWS files have changed, on the disk or in an editor. */
function onFilesChange({ store }: ChangeContext, onChange: () => Promise<void>): Disposable {
  const paths: readonly string[] = Object.values(store.paths);
  return vscode.Disposable.from(
    store.onDidChange(() => void onChange()),
    vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => {
      if (uri.scheme === 'file' && paths.includes(uri.fsPath)) void onChange();
    }),
  );
}

type Outcome = readonly Rewrite[] | FailureError | undefined;

function isSame(one: Outcome, other: Outcome): boolean {
  const [a, b] = [one, other].map((each) => (each instanceof FailureError ? each.failure : each));
  return JSON.stringify(a) === JSON.stringify(b);
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

/** What follows from a saved profile: it is used at once if the user chose so, and otherwise a button uses it. */
export function useAfter(
  answers: Answers,
  name: string,
  { run, views }: Pick<ChangeContext, 'run' | 'views'>,
): Pick<ChangeOutcome, 'buttons' | 'onDone'> {
  const target = { kind: 'profile', name } as const;
  const follow = (): unknown => run(commandIds.useProfile, target);
  if (answers['confirmed'] === writeAndUse) return { onDone: () => void follow() };
  const button = { title: vscode.l10n.t('Use Profile'), follow };
  return { buttons: () => (isPlan(views.planOf(target)) ? [button] : []) };
}

/** Makes a change and reports it, with a button to undo it. */
export async function applyChange(
  context: ChangeContext,
  change: ProfileChange,
  outcome: ChangeOutcome,
): Promise<void> {
  const { store, editableFiles, attempt } = context;
  const made = await attempt(change.name, async () => makeChange(await editableFiles(), store.paths, change));
  if (made) await reportChange(context, change, made, outcome);
}

/** Reports a change that was made, with a button to undo it. */
export async function reportChange(
  context: ChangeContext,
  change: ProfileChange,
  made: AppliedChange,
  outcome: ChangeOutcome,
): Promise<void> {
  const { store, attempt, changes, log } = context;
  if (made.paths.length === 0) return;
  log.info(changeLine(change, made));
  const onUndone = async (): Promise<void> => {
    await store.reload();
    await outcome.onUndone?.();
  };
  const undoable = { message: outcome.message, made, onUndone };
  const done = async (): Promise<void> => {
    changes.add(undoable);
    await store.reload();
    await outcome.onDone?.();
  };
  if (made.outcome === 'unsaved') return offerToSave(context, made, outcome, done);
  const undo = (): unknown =>
    attempt(change.name, async () => {
      if (!(await changes.undo(undoable))) showUndoConflict();
    });
  await done();
  showInfo(outcome.message, [...(outcome.buttons?.() ?? []), { title: vscode.l10n.t('Undo'), follow: undo }]);
}

function changeLine({ kind, name }: ProfileChange, { outcome, paths }: AppliedChange): string {
  const { profile } = publicFacts({ profile: name });
  return `${kind} ${profile}: changed ${paths.join(', ')}${outcome === 'unsaved' ? ' in the editor' : ''}`;
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
