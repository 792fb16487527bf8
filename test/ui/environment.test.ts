import { equal, match } from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const [key] = sampleWorld.accounts[0]?.users?.[0]?.keys ?? [];

describe('the path of a person whose keys are in the environment alone', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: {
      AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
      AWS_ENDPOINT_URL_STS: aws.url,
    },
  }));

  before(async () => {
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
  });

  after(() => aws.close());

  it('finds them in the picker', async () => {
    await rolecall.openPicker('VS Code’s environment');
    const row = await rolecall.found('environment', 'VS Code’s environment');
    match(row.description, /environment variables/);
    await window.quickInput.choose('VS Code’s environment');
    await rolecall.statusSays(/^environment$/);
  });

  it('learns whose they are', async () => {
    await window.runCommand('Rolecall: Verify AWS Identity');
    await window.notifications.waitFor(/user\/maya/);
    equal(aws.requests.at(-1)?.accessKeyId, key?.accessKeyId);
  });
});
