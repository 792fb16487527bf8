import { deepEqual } from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionErrors } from '../../vscode/extensionErrors.ts';
import { openTestVscode } from './testVscode.ts';
import type { TestVscode, VscodeOptions } from './testVscode.ts';

/**
 * Starts a VS Code for the tests of the enclosing `describe`. If a test fails, a screenshot of every window is saved in
 * `out/ui` and the end of the logs is printed. After the tests, the logs must not contain errors of the extension.
 *
 * @param options may be a function if they are known only after earlier `before` hooks
 */
export function useVscode(options: VscodeOptions | (() => VscodeOptions) = {}): () => TestVscode {
  let vscode: TestVscode | undefined;

  before(async function () {
    this.timeout(180_000); // may include the download of VS Code
    vscode = await openTestVscode(typeof options === 'function' ? options() : options);
  });

  afterEach(async function () {
    if (vscode && this.currentTest?.state === 'failed')
      await showFailure(vscode, this.currentTest.fullTitle());
  });

  after('the extension logged no error', async () => {
    const logs = vscode?.server.logs() ?? '';
    await vscode?.close();
    deepEqual(extensionErrors(logs, 'rolecall.rolecall-'), []);
  });

  return () => {
    if (!vscode) throw new Error('VS Code runs only while tests run');
    return vscode;
  };
}

async function showFailure(vscode: TestVscode, title: string): Promise<void> {
  const folder = join(import.meta.dirname, '..', '..', '..', 'out', 'ui');
  await mkdir(folder, { recursive: true });
  for (const [index, window] of vscode.windows.entries()) {
    if (window.page.isClosed()) continue;
    const path = join(folder, `${title.replaceAll(/\W+/g, '-')}-${index + 1}.png`);
    await window.screenshot(path);
    console.log(`      screenshot: ${path}`);
  }
  console.log(vscode.server.logs().split('\n').slice(-60).join('\n'));
}
