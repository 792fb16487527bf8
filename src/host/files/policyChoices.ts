import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { onDisk } from '../../base/boundedFile.ts';
import { withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';

/** More than anyone would look through. */
const maxFiles = 200;

/**
 * The paths of files that may be policies: those of the workspace that end with `.json`, and those in the home folder
 * and in `~/.aws`. The likely ones come first. Does not reject: what is not found in time can be opened by the user.
 */
export async function findPolicyFiles(): Promise<readonly string[]> {
  const home = homedir();
  const found = await Promise.all([filesOfWorkspace(), filesIn(home), filesIn(join(home, '.aws'))]);
  const paths = [...new Set(found.flat())];
  return [...paths.filter(isLikely), ...paths.filter((path) => !isLikely(path))];
}

function isLikely(path: string): boolean {
  return /polic/iu.test(path);
}

function filesOfWorkspace(): Promise<readonly string[]> {
  return inTime(async () => {
    const excluded = '**/{node_modules,.git,.terraform,dist,out}/**';
    const uris = await vscode.workspace.findFiles('**/*.json', excluded, maxFiles);
    return uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  });
}

function filesIn(folder: string): Promise<readonly string[]> {
  return inTime(async () => {
    const names = await onDisk(folder, () => readdir(folder));
    return names.filter((name) => /^[^.].*\.json$/iu.test(name)).map((name) => join(folder, name));
  });
}

function inTime(find: () => Promise<readonly string[]>): Promise<readonly string[]> {
  return withDeadline(deadlines.suggestionMs, new AbortController().signal, find).catch(() => []);
}
