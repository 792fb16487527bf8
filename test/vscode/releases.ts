/** A VS Code that the npm package `code-server` carries: its minor version is VS Code's. */
export interface Release {
  readonly version: string;
  readonly codeServer: string;
  /** The Node to run it with, where it is not the one that runs the tests. */
  readonly node?: string;
  /** Dependencies to take in another version: Git ones, and ones that would need a compiler. */
  readonly replace: Readonly<Record<string, string>>;
  /** Large dependencies of features that no test touches. */
  readonly drop: readonly string[];
}

/** The one named by `engines.vscode` in package.json. */
export const oldest: Release = {
  version: '1.105.1',
  codeServer: '4.105.1',
  // Its hooks on ES modules block its extension host in Node 24.
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
