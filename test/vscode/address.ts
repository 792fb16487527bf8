import { pathToFileURL } from 'node:url';

export interface PageOptions {
  /** A folder, or the `.code-workspace` file of a multi-root workspace. */
  readonly folder: string;
  /** The folder of an extension to load for development. */
  readonly extension?: string;
  /** A module whose `run()` the extension host calls. */
  readonly tests?: string;
}

/** The URL of a server's workbench. The token keeps other users of this machine out. */
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
