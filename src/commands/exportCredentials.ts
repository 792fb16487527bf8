import * as vscode from 'vscode';
import { assignmentsOf, sessionVariables } from '../delivery/environment.ts';
import { type ChangedEnvFile, changeEnvFile, isEnvFile } from '../delivery/envFile.ts';
import { dotenvLines } from '../delivery/formats.ts';
import { type GitView, gitViewOf, ignoreLineFor } from '../delivery/gitIgnore.ts';
import { Cancelled, FailureError } from '../failure.ts';
import { withoutLinks } from '../plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import type { EditableFiles, Rewrite } from '../profiles/writer.ts';
import type { Session } from '../session/sessions.ts';
import type { TreeNode } from '../views/tree.ts';
import { duration } from '../views/remaining.ts';
import { sessionFor, targetFor } from './handedSession.ts';
import { type Button, offer, sayOvertaken } from './makeChange.ts';
import type { CommandParts } from './parts.ts';

type ExportParts = Pick<
  CommandParts,
  'store' | 'active' | 'sessions' | 'views' | 'perform' | 'otherFiles' | 'shortPath'
>;

/** Writes credentials into a `.env` file that only the person can read, for dev containers and whatever reads such files. */
export async function exportCredentials(parts: ExportParts, node?: TreeNode): Promise<void> {
  const target = await targetFor(node, parts);
  if (!target) return;
  await parts.perform(targetName(target), async (anew) => {
    const uri = await askPlace(targetName(target));
    if (!uri) return;
    const session = await sessionFor(target, anew, parts);
    const git = vscode.workspace.isTrusted ? await gitViewOf(uri.fsPath) : undefined;
    const undo = await write(uri.fsPath, session, git, parts);
    tell(uri.fsPath, session, git, parts, undo);
  });
}

/** `.env.aws` beside what is worked on; a `.env` that is there already can be chosen, and keeps its other lines. */
function askPlace(name: string): Thenable<vscode.Uri | undefined> {
  const t = vscode.l10n.t;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return vscode.window.showSaveDialog({
    title: t('Export Credentials of {0}', name),
    saveLabel: t('Export'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, '.env.aws') }),
  });
}

/** Undefined where there is nothing to bring back, since the file is new. */
type Undo = (() => unknown) | undefined;

async function write(
  path: string,
  session: Session,
  git: GitView | undefined,
  parts: ExportParts,
): Promise<Undo> {
  const files = await parts.otherFiles({ isPrivate: true });
  const before = await textOf(path, files);
  const { set, absent } = sessionVariables(session);
  const name = targetName(session.plan.target);
  const changed = changeEnvFile(before ?? '', dotenvLines(name, assignmentsOf({ set, absent })), absent);
  await confirm(parts.shortPath(path), before ?? '', changed, git);
  await replace(files, path, before, changed.text);
  if (before === undefined) return undefined;
  return () =>
    parts.perform(name, async () => {
      const landing = await files.rewrite([whole(path, changed.text, before)]);
      if (landing === 'overtaken') sayOvertaken();
    });
}

/** Asks before anything is lost, or is where Git will take it. Rejects with `Cancelled`. */
async function confirm(
  path: string,
  before: string,
  { replaced, removed }: ChangedEnvFile,
  git: GitView | undefined,
): Promise<void> {
  const t = vscode.l10n.t;
  const warnings = [
    ...(isEnvFile(before)
      ? []
      : [t('It does not look like a .env file. Only you could read it afterwards.')]),
    ...(git === 'tracked' ? [t('Git tracks this file: a commit would take the secret in.')] : []),
    ...(replaced.length > 0 ? [t('These lines get other values: {0}.', replaced.join(', '))] : []),
    ...(removed.length > 0
      ? [t('These lines are removed, since they would lead elsewhere: {0}.', removed.join(', '))]
      : []),
  ];
  if (warnings.length === 0) return;
  const yes = { title: t('Export') };
  const detail = [...warnings, t('All other lines stay as they are.')].join('\n');
  const options = { modal: true, detail };
  const answer = await vscode.window.showWarningMessage(t('Export to {0}?', path), options, yes);
  if (answer !== yes) throw new Cancelled();
}

async function textOf(path: string, files: EditableFiles): Promise<string | undefined> {
  const state = await files.current(path);
  if (state.kind === 'failed') throw new FailureError(state.failure);
  return state.kind === 'text' ? state.text : undefined;
}

async function replace(
  files: EditableFiles,
  path: string,
  before: string | undefined,
  after: string,
): Promise<void> {
  if ((await files.rewrite([whole(path, before, after)])) === 'overtaken')
    throw new FailureError({ code: 'fileUnwritable', path, reason: 'busy' });
}

function whole(path: string, before: string | undefined, after: string): Rewrite {
  return { path, before, edits: [{ start: 0, end: before?.length ?? 0, text: after }], after };
}

function tell(
  path: string,
  { credentials }: Session,
  git: GitView | undefined,
  parts: ExportParts,
  undo: Undo,
): void {
  const t = vscode.l10n.t;
  const { expiration } = credentials;
  const shown = parts.shortPath(path);
  const said =
    expiration === undefined
      ? t('The credentials are in {0}, readable by you alone. They have no known end.', shown)
      : t(
          'The credentials are in {0}, readable by you alone. They end in {1}; export them again then.',
          shown,
          duration(expiration - parts.views.now()),
        );
  const warning = git === 'exposed' ? ` ${t('Git does not ignore the file.')}` : '';
  offer(withoutLinks(said + warning), [
    ...(git === 'exposed' ? [ignoring(path, parts)] : []),
    ...(undo ? [{ title: t('Undo'), follow: undo }] : []),
  ]);
}

function ignoring(path: string, parts: ExportParts): Button {
  return {
    title: vscode.l10n.t('Add to .gitignore'),
    follow: () =>
      parts.perform(path, async () => {
        const found = await ignoreLineFor(path);
        if (!found) return;
        const files = await parts.otherFiles({ isPrivate: false });
        const before = await textOf(found.file, files);
        const lineEnd = /\r?\n/u.exec(before ?? '')?.[0] ?? '\n';
        const start = before && !before.endsWith('\n') ? before + lineEnd : (before ?? '');
        await replace(files, found.file, before, start + found.line + lineEnd);
      }),
  };
}
