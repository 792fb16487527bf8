import * as vscode from 'vscode';
import { Cancelled, FailureError } from '../../base/failure.ts';
import { type GitView, gitViewOf, ignoreLineFor, isInFolders } from '../../delivery/files/gitIgnore.ts';
import { dotenvLines, leftOut } from '../../delivery/handover/credentialFormats.ts';
import { type ChangedEnvFile, changeEnvFile, isEnvFile } from '../../delivery/handover/envFile.ts';
import type { GivenSession } from '../../delivery/handover/givenSession.ts';
import { assignmentsOf, sessionVariables } from '../../delivery/handover/handover.ts';
import { askWhereToSave } from '../../display/titles.ts';
import { askModally } from '../../display/toasts.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { EditableFiles, Rewrite } from '../../profiles/writer.ts';
import type { Session } from '../../session/sessions.ts';
import { duration } from '../../views/timeLeft.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { CommandContext, HandOutContext } from '../context.ts';
import { type Button, showInfo, showNotUndone } from '../notifications.ts';
import { leftOutWords } from './leftOutWords.ts';
import { sessionFor, targetFor } from './sessionForHandOut.ts';

type ExportContext = HandOutContext & Pick<CommandContext, 'otherFiles' | 'shortPath'>;

/**
 * Exports credentials to a `.env` file that only the user can read, for dev containers and other programs that read
 * such files.
 */
export async function exportCredentials(context: ExportContext, node?: TreeNode): Promise<void> {
  context.handOuts.check({ kind: 'file', path: '' });
  const target = await targetFor(node, context);
  if (!target) return;
  await context.attempt(targetName(target), async (renew) => {
    const uri = await askDestination(targetName(target));
    if (!uri) return;
    // Git may keep the user waiting, so it answers in the meantime.
    const looking = gitViewIn(trustedFolders(), uri.fsPath);
    const session = await sessionFor(target, renew, context);
    const git = await looking;
    const recipient = { kind: 'file', path: uri.fsPath } as const;
    const { undo, missing } = await context.handOuts.give(session, recipient, async (given) => ({
      undo: await write(uri.fsPath, given, git, context),
      missing: leftOutWords('dotenv', given),
    }));
    showExported(uri.fsPath, session, { git, missing, undo }, context);
  });
}

/** The folders of the workspace, if the user trusts it. The user may choose a file elsewhere, too. */
function trustedFolders(): readonly string[] {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  return isTrusted ? workspaceFolders.flatMap(({ uri }) => (uri.scheme === 'file' ? uri.fsPath : [])) : [];
}

async function gitViewIn(folders: readonly string[], path: string): Promise<GitView | undefined> {
  return (await isInFolders(path, folders)) ? gitViewOf(path) : undefined;
}

/** Suggests `.env.aws` in the workspace. An existing `.env` can be chosen, and keeps its other lines. */
function askDestination(name: string): Thenable<vscode.Uri | undefined> {
  const t = vscode.l10n.t;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return askWhereToSave({
    title: t('Export Credentials for {0}', name),
    saveLabel: t('Export'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, '.env.aws') }),
  });
}

/** What the user is told about an exported file. */
interface Exported {
  readonly git: GitView | undefined;
  /** A sentence about variables that were left out. */
  readonly missing: readonly string[];
  readonly undo: Undo;
}

/** Undefined if the file is new, so that there is nothing to restore. */
type Undo = (() => unknown) | undefined;

async function write(
  path: string,
  session: GivenSession,
  git: GitView | undefined,
  context: ExportContext,
): Promise<Undo> {
  const files = await context.otherFiles({ isPrivate: true });
  const before = await textOf(path, files);
  const { set, absent } = sessionVariables(session);
  const name = targetName(session.plan.target);
  const variables = assignmentsOf({ set, absent });
  const missing = leftOut('dotenv', variables);
  const changed = changeEnvFile(before ?? '', dotenvLines(name, variables), [...absent, ...missing]);
  await confirm(context.shortPath(path), before ?? '', changed, git);
  await replace(files, path, before, changed.text);
  if (before === undefined) return undefined;
  return () =>
    context.attempt(name, async () => {
      const outcome = await files.rewrite([fullRewrite(path, changed.text, before)]);
      if (outcome === 'overtaken') showNotUndone();
    });
}

/** Asks before anything is lost or could be committed to Git. Rejects with `Cancelled`. */
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
      : [t('This does not look like a .env file. After the export, only you can read it.')]),
    ...(git === 'tracked' ? [t('Git tracks this file, so a commit would include the secrets.')] : []),
    ...(replaced.length > 0 ? [t('These lines will be changed: {0}.', replaced.join(', '))] : []),
    ...(removed.length > 0
      ? [
          t(
            'These lines will be removed because they would select other credentials: {0}.',
            removed.join(', '),
          ),
        ]
      : []),
  ];
  if (warnings.length === 0) return;
  const yes = { title: t('Export') };
  const detail = [...warnings, t('All other lines stay unchanged.')];
  const answer = await askModally(t('Export to {0}?', path), detail, yes);
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
  if ((await files.rewrite([fullRewrite(path, before, after)])) === 'overtaken')
    throw new FailureError({ code: 'fileUnwritable', path, reason: 'busy' });
}

function fullRewrite(path: string, before: string | undefined, after: string): Rewrite {
  return { path, before, edits: [{ start: 0, end: before?.length ?? 0, text: after }], after };
}

function expirationSentence({ credentials }: Session, now: number): string {
  const t = vscode.l10n.t;
  const { expiration, isTemporary } = credentials;
  if (expiration !== undefined)
    return t('They expire in {0}; after that, export them again.', duration(expiration - now));
  return isTemporary
    ? t('They have no known expiration.')
    : t('They are long-term access keys and do not expire.');
}

/** The warning comes before what a notification may have no room for. */
function showExported(
  path: string,
  session: Session,
  { git, missing, undo }: Exported,
  context: ExportContext,
): void {
  const t = vscode.l10n.t;
  const exported = t(
    'The credentials were exported to {0}, which only you can read.',
    context.shortPath(path),
  );
  const warning =
    git === 'exposed'
      ? [t('Git does not ignore this file.')]
      : git === 'unknown'
        ? [t('Rolecall could not find out whether Git ignores this file.')]
        : [];
  const expiration = expirationSentence(session, context.views.now());
  showInfo([exported, ...warning, expiration, ...missing].join(' '), [
    ...(git === 'exposed' ? [ignoreButton(path, context)] : []),
    ...(undo ? [{ title: t('Undo'), follow: undo }] : []),
  ]);
}

function ignoreButton(path: string, context: ExportContext): Button {
  return {
    title: vscode.l10n.t('Add to .gitignore'),
    follow: () =>
      context.attempt(path, async () => {
        const found = await ignoreLineFor(path);
        const files = await context.otherFiles({ isPrivate: false });
        const before = await textOf(found.file, files);
        const lineEnd = /\r?\n/u.exec(before ?? '')?.[0] ?? '\n';
        const start = before && !before.endsWith('\n') ? before + lineEnd : (before ?? '');
        await replace(files, found.file, before, start + found.line + lineEnd);
      }),
  };
}
