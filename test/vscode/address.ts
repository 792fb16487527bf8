import { pathToFileURL } from 'node:url';

export interface PageOptions {
  /** A folder, or a `.code-workspace` file of several. */
  readonly folder: string;
  /** An extension to load from its own folder. */
  readonly extension?: string;
  /** A module whose `run()` is to run in the extension host. */
  readonly tests?: string;
}

/** The address of a server's workbench. The token keeps other people of this machine out. */
export function address(port: number, token: string, { folder, extension, tests }: PageOptions): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ tkn: token, [kind]: decodeURI(pathToFileURL(folder).pathname) });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
