import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { onDisk } from '../../base/boundedFile.ts';
import type { Paths } from '../../profiles/writer.ts';

/** Calls back as soon as one of the files is saved in this window. The watcher detects the change, too, but later. */
export function onDidSave(paths: Paths, listener: (path: string, text: string) => void): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument((document) => {
    if (document.uri.scheme === 'file') void report(document.uri.fsPath, document.getText());
  });
  async function report(saved: string, text: string): Promise<void> {
    const real = await realPath(saved);
    for (const path of Object.values(paths)) if ((await realPath(path)) === real) return listener(path, text);
  }
}

/** The path with links resolved, or the path itself if it does not exist or its drive does not respond. */
export function realPath(path: string): Promise<string> {
  return onDisk(path, () => realpath(path)).catch(() => path);
}
