import * as vscode from 'vscode';
import { programName } from '../handover/shellNames.ts';

/** What the terminal was created with. */
export function optionsOf({ creationOptions }: vscode.Terminal): vscode.TerminalOptions {
  return 'pty' in creationOptions ? {} : creationOptions;
}

/** The name of the terminal, or of its shell: VS Code may name a terminal late, or not at all. */
export function terminalName({ name, state }: vscode.Terminal): string {
  return name || state.shell || programName(vscode.env.shell);
}

/** The folder of the workspace in which the terminal starts. */
export function folderOf(terminal: vscode.Terminal): string | undefined {
  const { cwd } = optionsOf(terminal);
  const uri = typeof cwd === 'string' ? vscode.Uri.file(cwd) : cwd;
  return uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
}
