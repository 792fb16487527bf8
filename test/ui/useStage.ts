import { deepEqual } from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionErrors } from '../vscode/extensionErrors.ts';
import { openStage } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';

/**
 * Sets a stage for the tests of the `describe` it is called in. When one fails, it leaves a picture of every window in
 * `out/ui` and shows the end of the logs.
 *
 * @param options may be a function, for what is known only after earlier `before` hooks
 */
export function useStage(options: StageOptions | (() => StageOptions) = {}): () => Stage {
  let stage: Stage | undefined;

  before(async function () {
    this.timeout(180_000); // VS Code may have to be downloaded first
    stage = await openStage(typeof options === 'function' ? options() : options);
  });

  afterEach(async function () {
    if (stage && this.currentTest?.state === 'failed') await showFailure(stage, this.currentTest.fullTitle());
  });

  after('the extension left no error in the logs of VS Code', async () => {
    const logs = stage?.server.logs() ?? '';
    await stage?.close();
    deepEqual(extensionErrors(logs, 'rolecall.rolecall-'), []);
  });

  return () => {
    if (!stage) throw new Error('The stage is set only while tests run');
    return stage;
  };
}

async function showFailure(stage: Stage, title: string): Promise<void> {
  const folder = join(import.meta.dirname, '..', '..', 'out', 'ui');
  await mkdir(folder, { recursive: true });
  for (const [index, window] of stage.windows.entries()) {
    if (window.page.isClosed()) continue;
    const path = join(folder, `${title.replaceAll(/\W+/g, '-')}-${index + 1}.png`);
    await window.screenshot(path);
    console.log(`      picture: ${path}`);
  }
  console.log(stage.server.logs().split('\n').slice(-60).join('\n'));
}
