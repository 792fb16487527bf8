import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDraft } from '../../../src/base/atomicFile.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { windowMirror } from '../../../src/delivery/mirror/mirrorPaths.ts';
import { eventually } from '../../eventually.ts';
import { buildHelper, openLiveWindow } from '../../unit/delivery/mirror/liveWindow.ts';
import { profile } from '../../unit/session/testWindows/window.ts';
import { letMinutesPass, pathsIn, type Trial } from './trial.ts';

const windowId = 'killed';
const used = ['plain', 'keys', 'alice', 'long'];

function openIn(folder: string) {
  const helperBundle = join(folder, 'credentialHelper.js');
  return openLiveWindow({ url: 'http://127.0.0.1:1', folder, helperBundle, windowId });
}

/** The texts that the mirror has with each profile in use. A file of the trial keeps them for the next window. */
function textsPath(folder: string): string {
  return join(folder, 'texts.json');
}

export const mirrorTrial: Trial = {
  name: 'the live mirror',
  prepare: buildHelper,
  async work(folder, begin) {
    const { mirror, use } = await openIn(folder);
    const texts: string[] = [];
    for (const name of used) {
      await use(profile(name));
      texts.push(await readFile(mirror.config, 'utf8'));
    }
    await writeFile(textsPath(folder), JSON.stringify(texts));
    begin();
    for (let i = 0; ; i++) await use(profile(used[i % used.length]!));
  },
  async assertUsable(folder) {
    const mirror = windowMirror(join(folder, 'live'), windowId);
    const texts = JSON.parse(await readFile(textsPath(folder), 'utf8')) as readonly string[];
    const config = await readFile(mirror.config, 'utf8');
    assert.ok(texts.includes(config), `the mirror is not whole: ${config.length} characters`);
    const { sections } = parseConfig(await readFile(mirror.credentials, 'utf8'));
    assert.deepEqual(sections.map(({ title }) => title).slice(0, 2), ['default', 'keys']);
    await eventually(() =>
      assert.ok(!existsSync(mirror.broker), 'the way to the killed window is still there'),
    );
    await letMinutesPass(folder);
    const next = await openIn(folder);
    try {
      await next.use(profile('long'));
      assert.equal(await readFile(mirror.config, 'utf8'), texts.at(-1));
      assert.deepEqual([next.failures, next.overwritten], [[], 0]);
      const left = (await pathsIn(mirror.folder)).filter((path) => isDraft(basename(path)));
      assert.deepEqual(left, []);
    } finally {
      next.live.dispose();
    }
  },
};
