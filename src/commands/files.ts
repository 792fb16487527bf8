import * as vscode from 'vscode';
import { positionAt } from '../config/position.ts';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import type { FileRole, Place } from '../profiles/profiles.ts';
import type { ProfileStore } from '../profiles/store.ts';
import type { TreeNode } from '../views/tree.ts';
import type { CommandParts } from './parts.ts';

/** Opening the two files, and a section in them. */
export function registerFileCommands({
  store,
  perform,
}: Pick<CommandParts, 'store' | 'perform'>): Disposable {
  const open = (role: FileRole) => () =>
    perform(store.paths[role], async () => {
      await store.create(role);
      await openFile(store.paths[role]);
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.openConfigFile, open('config')),
    vscode.commands.registerCommand(commandIds.openCredentialsFile, open('credentials')),
    vscode.commands.registerCommand(commandIds.revealInFile, (node?: TreeNode) =>
      node ? perform(node.name, () => revealSection(store, node)) : open('config')(),
    ),
  );
}

/** Shows the section in an editor, at its header. */
export async function revealSection(store: ProfileStore, node: TreeNode): Promise<void> {
  const { profiles, ssoSessions } = (await store.ready()).profiles;
  const named = (node.kind === 'profile' ? profiles : ssoSessions).get(node.name);
  const place = named?.places[0];
  if (place) await revealPlace(store, place);
}

async function revealPlace(store: ProfileStore, place: Place): Promise<void> {
  const { line, column } = positionAt(store.textOf(place.file), place.start);
  const at = new vscode.Position(line, column);
  await openFile(store.paths[place.file], new vscode.Range(at, at));
}

/** Shows a line, counted from 1, in an editor. */
export async function revealLine(path: string, line: number): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await openFile(path, new vscode.Range(at, at));
}

async function openFile(path: string, selection?: vscode.Range): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  await vscode.window.showTextDocument(document, selection ? { selection } : {});
}
