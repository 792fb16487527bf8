/** A VS Code in the npm package `code-server`, whose minor version is the same. */
export interface Release {
  readonly version: string;
  readonly codeServer: string;
  /** The version of Node to run it with, unless it is the one that runs the tests. */
  readonly node?: string;
  /** Other versions for dependencies that come from Git or would need a compiler. */
  readonly replace: Readonly<Record<string, string>>;
  /** Large dependencies of features that no test uses. */
  readonly drop: readonly string[];
}

/** The oldest supported VS Code: `engines.vscode` in package.json. */
export const oldest: Release = {
  version: '1.105.1',
  codeServer: '4.105.1',
  // In Node 24, its hooks on ES modules block the extension host.
  node: '22.23.3',
  replace: { '@parcel/watcher': '2.5.6', 'node-pty': '1.2.0-beta.15' },
  drop: [],
};

export const current: Release = {
  version: '1.139.1',
  codeServer: '4.139.1',
  replace: {},
  drop: ['@github/copilot-sdk', '@microsoft/mxc-sdk'],
};
