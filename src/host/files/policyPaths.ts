import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import * as vscode from 'vscode';

/** The path of a policy file that is named relative to a folder, or with `~`. */
export function absolutePolicy(path: string, folder: string): string {
  return isInHome(path) ? join(homedir(), path.slice(2)) : resolve(folder, path);
}

/** Whether the path means the same file in every workspace. */
export function isEverywhere(path: string): boolean {
  return isInHome(path) || isAbsolute(path);
}

function isInHome(path: string): boolean {
  return /^~[/\\]/u.test(path);
}

/** The folder from which the paths in a workspace's settings start. */
export function workspacePath(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const [folder] = workspaceFolders ?? [];
  return workspaceFile?.scheme === 'file' ? dirname(workspaceFile.fsPath) : (folder?.uri.fsPath ?? homedir());
}
