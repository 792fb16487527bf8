import * as vscode from 'vscode';
import { positionAt } from '../config/position.ts';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { type Failure, FailureError } from '../failure.ts';
import { type FileRole, type Place, valueOf } from '../profiles/profiles.ts';
import type { ProfileStore } from '../profiles/store.ts';
import type { TreeNode } from '../views/tree.ts';
import type { CommandParts } from './parts.ts';

/** Opening the two files, and a section in them. */
export function registerFileCommands({
  store,
  editableFiles,
  perform,
}: Pick<CommandParts, 'store' | 'editableFiles' | 'perform'>): Disposable {
  const open = (role: FileRole) => () =>
    perform(store.paths[role], async () => {
      await (await editableFiles()).create(store.paths[role]);
      await openFile(store, store.paths[role]);
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.openConfigFile, open('config')),
    vscode.commands.registerCommand(commandIds.openCredentialsFile, open('credentials')),
    vscode.commands.registerCommand(commandIds.revealInFile, (node?: TreeNode) =>
      node ? perform('', () => revealSection(store, node)) : open('config')(),
    ),
  );
}

/** Shows the section in an editor, at its header. */
export async function revealSection(store: ProfileStore, node: TreeNode): Promise<void> {
  const { profiles, ssoSessions } = (await store.ready()).profiles;
  const named =
    node.kind === 'profile'
      ? profiles.get(node.name)
      : node.kind === 'ssoSession'
        ? (ssoSessions.get(node.name) ??
          [...profiles.values()].find((profile) => valueOf(profile, 'sso_start_url') === node.name))
        : undefined;
  const place = named?.places[0];
  if (place) await revealPlace(store, place);
}

async function revealPlace(store: ProfileStore, place: Place): Promise<void> {
  const { line, column } = positionAt(store.textOf(place.file), place.start);
  const at = new vscode.Position(line, column);
  await openFile(store, store.paths[place.file], new vscode.Range(at, at));
}

/** Shows a line, counted from 1, in an editor. */
export async function revealLine(store: ProfileStore, path: string, line: number): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await openFile(store, path, new vscode.Range(at, at));
}

async function openFile(store: ProfileStore, path: string, selection?: vscode.Range): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document, selection ? { selection } : {});
  } catch (error) {
    // What keeps an editor from showing a file keeps us from reading it, and has a name here.
    const { failures } = await store.reload();
    const known = failures.find((failure) => failure.code === 'fileUnreadable' && failure.path === path);
    const unknown: Failure = { code: 'fileUnreadable', path, reason: 'other' };
    throw new FailureError(known ?? unknown, { cause: error });
  }
}
