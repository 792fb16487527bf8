import * as vscode from 'vscode';

/**
 * Opens the settings editor with the settings of these IDs. In a remote window, which includes VS Code in a browser,
 * settings of the machine are only on the tab of the remote host.
 */
export function openSettings(...ids: readonly string[]): void {
  const { remoteName } = vscode.env;
  const command = `workbench.action.open${remoteName === undefined ? '' : 'Remote'}Settings`;
  void vscode.commands.executeCommand(command, { query: ids.map((id) => `@id:${id}`).join(' ') });
}
