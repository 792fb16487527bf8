import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
}

/**
 * Opens the settings editor with the settings of these IDs. In a remote window, which includes VS Code in a browser,
 * settings of the machine are only on the tab of the remote host, and those of the person only on that of the user.
 */
export function openSettings(...ids: readonly string[]): void {
  const isOnHost = vscode.env.remoteName !== undefined && !ids.every(isOfPerson);
  const command = `workbench.action.open${isOnHost ? 'Remote' : ''}Settings`;
  void vscode.commands.executeCommand(command, { query: ids.map((id) => `@id:${id}`).join(' ') });
}

function isOfPerson(id: string): boolean {
  const manifest: Manifest | undefined = vscode.extensions.getExtension('rolecall.rolecall')?.packageJSON;
  return manifest?.contributes.configuration.properties[id]?.scope === 'application';
}
