import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { dswRole } from '../../alibaba/sampleAlibaba.ts';
import { eventually } from '../../eventually.ts';
import { useDswInstance } from './useDswInstance.ts';

describe('a PAI DSW instance without AWS files', function () {
  this.timeout(90_000);
  const scene = useDswInstance({ hasAws: false });

  it('shows Alibaba Cloud before the ways to a first profile of AWS', async () => {
    const tree = scene().window.tree('AWS Profiles, Alibaba Cloud');
    await eventually(async () =>
      deepEqual(await tree.rows(), [
        'Alibaba Cloud',
        'Instance RAM role (credentials URI)',
        'Instance RAM role (file)',
        'Sign in with AWS console…',
        'Sign in to IAM Identity Center…',
        'Add profile…',
        'From copied credentials…',
        'Get started',
      ]),
    );
    await scene().window.picture('alibaba-only');
  });

  it('offers it in the picker, and gives it to terminals', async () => {
    const { window, rolecall, item } = scene();
    await rolecall.choose('Instance RAM role (file)');
    await item.waitFor(/^Instance.* · (1h|59m)$/);
    const terminal = await window.newTerminal();
    await terminal.run('clear; node whoAmI.mjs');
    await terminal.waitFor(/assumed-role\/dsw-instance\/dsw-instance-1a2b default\/env/, 30_000);
  });

  it('says why the service of the instance gives no credentials', async () => {
    const { window, stage, item } = scene();
    stage.alibaba.uri.modify({ role: undefined });
    await window
      .tree('AWS Profiles, Alibaba Cloud')
      .pressAction('Instance RAM role (credentials URI)', 'Use These Credentials');
    await window.notifications.waitFor(/404/);
    await window.picture('alibaba-refused');
    await item.waitFor(/^Instance.* · (1h|5\dm)$/);
    equal(await window.notifications.toasts.count(), 1);
  });

  it('explains that when asked, until it works again', async () => {
    const { window, stage, item } = scene();
    const failed = /^How Rolecall gets .*\(credentials URI\)\n\n.*status 404/u;
    await window.notifications.press(/404/, 'Explain');
    await eventually(async () => match(await window.editorText(), failed), 20_000);
    await window.picture('alibaba-refused-explanation');
    stage.alibaba.uri.modify({ role: dswRole });
    await window
      .tree('AWS Profiles, Alibaba Cloud')
      .pressAction('Instance RAM role (credentials URI)', 'Use These Credentials');
    await item.waitFor(/^Instance.* · (1h|59m)$/);
    await eventually(async () => doesNotMatch(await window.editorText(), /404/), 20_000);
    match(await window.editorText(), /^How Rolecall gets .*\(credentials URI\)\n\n +1\. /u);
  });
});
