import { deepEqual, equal, ok } from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

/** What shows only itself. */
const aProfile = {
  current: 'lin',
  profiles: [
    { name: 'lin', mode: 'AK', access_key_id: 'LTAI5tROLECALLEXAMPLE001', access_key_secret: 'not-a-secret' },
  ],
};

describe('without anything of Alibaba Cloud', function () {
  this.timeout(90_000);
  let window: Workbench;
  let rolecall: Rolecall;
  let bundle: string;
  const { vscode } = useAws({ prepareHome: writeSampleAws });

  before(async () => {
    const extensions = join(dirname(vscode().home), 'data', 'extensions');
    [bundle = ''] = globSync(join(extensions, 'rolecall.rolecall-*', 'dist', 'alibaba.js'));
    ok(bundle);
    // Whoever loads its code now fails.
    await rename(bundle, `${bundle}.away`);
    ({ window, rolecall } = await openRolecall(vscode()));
    await window.showContainer('Rolecall');
  });

  const commands = async (search: string): Promise<readonly string[]> => {
    await window.page.keyboard.press('F1');
    await window.quickInput.typeInPalette(`>${search}`);
    const found = await eventually(async () => {
      const rows = await window.quickInput.rows();
      ok(rows.length > 0);
      return rows.map(({ label }) => label);
    });
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    return found.filter((label) => /alibaba|\bRAM\b/iu.test(label));
  };

  it('shows nothing of it, and does not even load its code', async () => {
    await rolecall.waitForStatus(/^No AWS profile$/);
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    const rows = await window.tree('AWS Profiles').rows();
    ok(rows.some((row) => row.startsWith('maya')));
    deepEqual(
      rows.filter((row) => row.includes('Alibaba')),
      [],
    );
    deepEqual([...(await commands('Rolecall: Alibaba')), ...(await commands('Rolecall: RAM'))], []);
    await rolecall.openPicker('dev');
    equal(await window.quickInput.title(), 'Switch AWS Profile');
    await window.quickInput.type('alibaba');
    await window.quickInput.row('No profile or role matches').waitFor();
    await window.quickInput.cancel();
    equal(await window.statusBarItem('rolecall.alibaba').count(), 0);
  });

  it('shows it once a profile of the Alibaba Cloud CLI exists', async () => {
    await rename(`${bundle}.away`, bundle);
    await mkdir(join(vscode().home, '.aliyun'));
    await writeFile(join(vscode().home, '.aliyun', 'config.json'), JSON.stringify(aProfile));
    await window.page.reload();
    await window.waitUntilReady();
    await window.tree('AWS Profiles, Alibaba Cloud').waitFor('Alibaba Cloud');
    await window.tree('AWS Profiles, Alibaba Cloud').waitFor(/^lin/);
    ok((await commands('Rolecall: Alibaba')).includes('Rolecall: Verify Alibaba Cloud Identity'));
    ok((await commands('Rolecall: Assume RAM')).includes('Rolecall: Assume RAM Role…'));
    await rolecall.openPicker('lin');
    equal(await window.quickInput.title(), 'Switch Profile');
    await window.quickInput.cancel();
    await window.runCommand('Rolecall: Filter AWS Profiles…');
    await eventually(async () => equal(await window.quickInput.title(), 'Filter Profiles'));
    await window.quickInput.cancel();
  });

  it('hides it again if the user does not want it', async () => {
    await window.changeUserSettings({ 'rolecall.alibabaCloud': 'off' });
    await window.tree('AWS Profiles').waitFor(/^maya/);
    await window.tree('AWS Profiles').row('Alibaba Cloud').waitFor({ state: 'detached' });
    deepEqual(await commands('Rolecall: Alibaba'), []);
    await rolecall.openPicker('ci');
    equal(await window.quickInput.title(), 'Switch AWS Profile');
    await window.quickInput.cancel();
    await window.changeUserSettings({});
    await window.tree('AWS Profiles, Alibaba Cloud').waitFor('Alibaba Cloud');
  });
});
