import { realpathSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Paths } from '../../profiles/writer.ts';

/** Calls back as soon as one of the files is saved in this window. The watcher detects the change, too, but later. */
export function onDidSave(paths: Paths, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(({ uri }) => {
    if (uri.scheme === 'file' && Object.values(paths).some((path) => realPath(path) === realPath(uri.fsPath)))
      listener();
  });
}

/** The path with links resolved, or the path itself if it does not exist. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
