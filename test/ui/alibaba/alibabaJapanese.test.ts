import { deepEqual, equal, match } from 'node:assert/strict';
import { eventually } from '../../eventually.ts';
import { useDswInstance } from './useDswInstance.ts';

describe('Alibaba Cloud in Japanese', function () {
  this.timeout(90_000);
  const scene = useDswInstance({ files: { cli: 'stale' }, hasAws: false, language: 'ja' });

  it('names the role of the instance, and says what wins over it', async () => {
    const { window, rolecall } = scene();
    const tree = window.tree('AWS プロファイル、Alibaba Cloud');
    await tree.waitFor('Alibaba Cloud');
    await eventually(async () => {
      const rows = await tree.rows();
      const untranslated = /\b(?:SDKs use|Instance|role|profile|AccessKey pair)\b/u;
      deepEqual(
        rows.filter((row) => untranslated.test(row)),
        [],
      );
      match(rows.join('\n'), /RAM ロール.*認証情報 URI/u);
    });
    await (await tree.waitFor(/CLI プロファイル/u)).click();
    await eventually(async () =>
      match(await window.editorText(), /ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true/u),
    );
    await window.picture('alibaba-explanation-ja');
    const { quickInput } = window;
    await rolecall.status.click();
    await eventually(async () => equal(await quickInput.title(), 'プロファイルの切り替え'));
    await quickInput.cancel();
  });

  it('shows the time left, and says who one is', async () => {
    const { window, item } = scene();
    await window.tree('AWS プロファイル、Alibaba Cloud').pressAction(/認証情報 URI/u, 'この認証情報を使用');
    await item.waitFor(/^インスタンス.* · (?:1 ?時間|59 ?分)$/u);
    await window.runCommand('Rolecall: Alibaba Cloud のアイデンティティの確認');
    await window.notifications.waitFor(/アカウント.*assumed-role\/dsw-instance/u);
    await window.picture('alibaba-ja');
  });
});
