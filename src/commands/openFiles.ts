import * as vscode from 'vscode';
import { type Failure, FailureError } from '../base/failure.ts';
import { positionAt } from '../config/position.ts';
import { keys } from '../profiles/keys.ts';
import { type FileLocation, type FileRole, valueOf } from '../profiles/profiles.ts';
import type { ProfileStore } from '../profiles/store.ts';
import type { TreeNode } from '../views/tree/treeNodes.ts';
import type { CommandContext } from './context.ts';

type OpenContext = Pick<CommandContext, 'store' | 'editableFiles' | 'attempt'>;

/** Opens one of the two AWS files, and creates it first if it does not exist. */
export async function openAwsFile(
  { store, editableFiles, attempt }: OpenContext,
  role: FileRole,
): Promise<void> {
  const path = store.paths[role];
  await attempt(path, async () => {
    await (await editableFiles()).create(path);
    await openFile(store, path);
  });
}

export async function revealInFile(context: OpenContext, node?: TreeNode): Promise<void> {
  if (node) await context.attempt('', () => revealSection(context.store, node));
  else await openAwsFile(context, 'config');
}

/** Opens the section in an editor, at its header. */
export async function revealSection(store: ProfileStore, node: TreeNode): Promise<void> {
  const { profiles, ssoSessions } = (await store.ready()).profiles;
  const named =
    node.kind === 'profile'
      ? profiles.get(node.name)
      : node.kind === 'ssoSession'
        ? (ssoSessions.get(node.name) ??
          [...profiles.values()].find((profile) => valueOf(profile, keys.ssoStartUrl) === node.name))
        : undefined;
  const location = named?.locations[0];
  if (location) await revealLocation(store, location);
}

async function revealLocation(store: ProfileStore, location: FileLocation): Promise<void> {
  const { line, column } = positionAt(store.textOf(location.file), location.start);
  const at = new vscode.Position(line, column);
  await openFile(store, store.paths[location.file], new vscode.Range(at, at));
}

/** Opens a line in an editor. Line numbers start at 1. */
export async function revealLine(store: ProfileStore, path: string, line: number): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await openFile(store, path, new vscode.Range(at, at));
}

async function openFile(store: ProfileStore, path: string, selection?: vscode.Range): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document, selection ? { selection } : {});
  } catch (error) {
    // If an editor cannot show a file, Rolecall probably cannot read it either, and knows the reason.
    const { failures } = await store.reload();
    const known = failures.find((failure) => failure.code === 'fileUnreadable' && failure.path === path);
    const unknown: Failure = { code: 'fileUnreadable', path, reason: 'other' };
    throw new FailureError(known ?? unknown, { cause: error });
  }
}
