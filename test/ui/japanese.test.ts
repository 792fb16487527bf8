import { equal, match } from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

describe('a person who reads Japanese', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({ env: { AWS_ENDPOINT_URL_STS: aws.url }, prepareHome: writeSampleAws }));

  before(async () => {
    window = await stage().openWindow({ language: 'ja' });
    rolecall = new Rolecall(window);
  });

  after(async () => aws.close());

  it('is told of the profile in use and of the others', async () => {
    await rolecall.statusSays(/^AWS プロファイルなし$/);
    await rolecall.openPicker('dev');
    equal(await window.quickInput.title(), 'AWS プロファイルの切り替え');
    const { detail } = await rolecall.found('old-laptop', 'old-laptop');
    match(detail, /source_profile の「missing-one」が存在しません/);
  });

  it('is asked for a code, and told why AWS refused it', async () => {
    await window.quickInput.type('');
    await window.quickInput.choose('dev');
    await eventually(async () =>
      equal(await window.quickInput.title(), 'AWS プロファイル dev の MFA コード'),
    );
    await rolecall.boxSays(/maya-phone .*に表示されている 6 桁の数字を入力してください。/);
    await window.quickInput.type('000000');
    await window.quickInput.accept();
    await rolecall.boxSays(/^AWS が MFA コードを受け付けませんでした。.*AWS のメッセージ: /);
    await window.quickInput.cancel();
    await rolecall.statusSays(/^AWS プロファイルなし$/);
  });

  it('is told what went wrong', async () => {
    aws.faults.next({ kind: 'status', status: 500, action: 'GetCallerIdentity', times: 3 });
    await rolecall.choose('dev');
    await window.notifications.waitFor('プロファイル「maya」: AWS 側でエラーが発生しました (HTTP 500)。');
  });
});
