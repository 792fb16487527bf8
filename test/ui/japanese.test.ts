import { equal, match } from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

describe('in Japanese', function () {
  this.timeout(60_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode } = useAws({ prepareHome: writeSampleAws });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode(), { language: 'ja' }));
  });

  it('shows the profile in use and the others', async () => {
    await rolecall.waitForStatus(/^AWS プロファイルなし$/);
    await rolecall.openPicker('dev');
    equal(await window.quickInput.title(), 'AWS プロファイルの切り替え');
    const { detail } = await rolecall.findRow('old-laptop', 'old-laptop');
    match(detail, /source_profile の「missing-one」が存在しません/);
  });

  it('asks for an MFA code and shows why AWS rejected it', async () => {
    await window.quickInput.type('');
    await window.quickInput.choose('dev');
    await eventually(async () =>
      equal(await window.quickInput.title(), 'AWS プロファイル dev の MFA コード · maya-phone'),
    );
    await rolecall.waitForPrompt(/maya-phone .*に表示されている 6 桁の数字を入力してください。/);
    await window.quickInput.type('000000');
    await window.quickInput.accept();
    await rolecall.waitForPrompt(/^AWS が MFA コードを受け付けませんでした。.*AWS のメッセージ: /);
    await window.quickInput.cancel();
    await rolecall.waitForStatus(/^AWS プロファイルなし$/);
  });

  it('names regions in Japanese, and as AWS does', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    await window.runCommand('Rolecall: このウィンドウのリージョンを選択…');
    await window.quickInput.row('us-east-1').waitFor();
    const { description } = await rolecall.findRow('東京', 'ap-northeast-1');
    equal(description, '東京 · Asia Pacific (Tokyo)');
    await rolecall.findRow('tokyo', 'ap-northeast-1');
    await window.quickInput.cancel();
  });

  it('shows errors', async () => {
    aws().faults.next({ kind: 'status', status: 500, action: 'GetCallerIdentity', times: 3 });
    await rolecall.choose('dev');
    await window.notifications.waitFor('プロファイル「maya」: サービス側でエラーが発生しました (HTTP 500)。');
  });
});
