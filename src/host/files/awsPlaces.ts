import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { FileRole } from '../../profiles/profiles.ts';

type AwsPaths = Readonly<Record<FileRole, string>>;

/** Where the AWS files of the user are: at their paths, and where links there lead to. Editors may show either. */
export class AwsPlaces {
  readonly #paths: AwsPaths;
  #linked: AwsPaths;

  constructor(paths: AwsPaths) {
    this.#paths = paths;
    this.#linked = paths;
  }

  async followLinks(): Promise<void> {
    const { config, credentials } = this.#paths;
    this.#linked = { config: await targetOf(config), credentials: await targetOf(credentials) };
  }

  /** Which of the files this is. One file can be both: then it is the config file. */
  roleAt(uri: vscode.Uri): FileRole | undefined {
    if (uri.scheme !== 'file') return undefined;
    const isAt = (role: FileRole): boolean =>
      isSamePath(this.#paths[role], uri.fsPath) || isSamePath(this.#linked[role], uri.fsPath);
    if (isAt('config')) return 'config';
    return isAt('credentials') ? 'credentials' : undefined;
  }
}

function targetOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** VS Code writes the drive letters of Windows in lower case. */
function isSamePath(one: string, other: string): boolean {
  return vscode.Uri.file(one).fsPath === vscode.Uri.file(other).fsPath;
}
