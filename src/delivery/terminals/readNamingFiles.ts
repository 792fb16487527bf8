import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { readText } from '../../base/boundedFile.ts';
import type { Environment } from '../../base/environment.ts';
import { relevantIn } from '../handover/namedVariables.ts';
import {
  certainVariables,
  profilesIn,
  profilesOfKubeconfig,
  variablesOfScript,
} from '../handover/namingFiles.ts';

/** A file that sets variables for AWS in a terminal, or in programs that load it. */
export interface NamingFile {
  /** A short path to show. */
  readonly name: string;
  /** What it may set in some terminals. */
  readonly variables: Environment;
  /** What it sets in every shell or program that loads it. */
  readonly certain: Environment;
}

export interface NamingFileReaders {
  readonly readNamingFiles: typeof readNamingFiles;
  readonly readKubeconfigs: typeof readKubeconfigs;
}

/** What shells read in the home folder. Most often, VS Code inherits what they read elsewhere. */
const ofShells = [
  '.profile',
  '.bash_profile',
  '.bash_login',
  '.bashrc',
  '.bash_aliases',
  '.zshenv',
  '.zprofile',
  '.zshrc',
  '.zlogin',
  '.kshrc',
  '.mkshrc',
  '.config/fish/config.fish',
  // Universal variables, as in `set -Ux AWS_PROFILE x`.
  '.config/fish/fish_variables',
  '.cshrc',
  '.tcshrc',
  '.login',
  '.config/nushell/env.nu',
  '.config/nushell/config.nu',
  '.xonshrc',
  '.config/xonsh/rc.xsh',
  '.config/powershell/profile.ps1',
  '.config/powershell/Microsoft.PowerShell_profile.ps1',
];

/** What direnv, mise, and libraries for `.env` files load in a folder. */
const ofFolders = ['.env', '.env.local', '.envrc', 'mise.toml', '.mise.toml'];

/** Reads the files of shells in the home folder, and those in the folders of the workspace. Does not reject. */
export async function readNamingFiles(home: string): Promise<readonly NamingFile[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const paths = [
    ...ofShells.map((path) => ({ path: join(home, path), name: `~/${path}`, isOfShell: true })),
    ...folders.flatMap(({ uri }) =>
      ofFolders.map((name) => ({
        path: join(uri.fsPath, name),
        name: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, name)),
        isOfShell: false,
      })),
    ),
  ];
  const files = await Promise.all(
    paths.map(async ({ path, name, isOfShell }) => {
      const text = await readText(path).catch(() => '');
      const all = relevantIn(variablesOfScript(text));
      const variables = isOfShell ? all : profilesIn(all);
      return { name, variables, certain: relevantIn(certainVariables(text)) };
    }),
  );
  return files.filter(({ variables, certain }) => Object.keys({ ...variables, ...certain }).length > 0);
}

/** The profiles that `kubectl` sets for the AWS CLI. Does not reject. */
export async function readKubeconfigs(home: string, environment: Environment): Promise<readonly string[]> {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  const paths = listed.length > 0 ? listed : [join(home, '.kube', 'config')];
  const texts = await Promise.all(paths.map((path) => readText(path).catch(() => '')));
  return [...new Set(texts.flatMap(profilesOfKubeconfig))];
}
