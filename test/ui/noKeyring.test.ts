import { deepEqual, equal } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleWorld } from '../aws/sample.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const sentence = /secret storage keeps nothing here/;

describe('a person without a keyring', function () {
  this.timeout(90_000);
  let aws: LocalAws;
  let person: BrowserContext;
  let window: Workbench;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url },
    prepareHome: writeSampleAws,
    forgetsSecrets: true,
  }));

  before(async () => {
    person = await stage().newPerson();
    window = await stage().openWindow({ person });
    await new Rolecall(window).statusSays(/^No AWS profile$/);
  });

  after(async () => aws.close());

  const typeCode = async (): Promise<void> => {
    const rolecall = new Rolecall(window);
    await rolecall.choose(/^dev/); // and not “Stop using dev”
    await rolecall.typeCode(nextCode(mayaPhone, aws.clock));
    await rolecall.statusSays(/^dev (1h|59m)$/);
  };

  const startAnew = async (): Promise<void> => {
    await leave(window);
    window = await stage().openWindow({ person });
    await new Rolecall(window).statusSays(/^dev$/);
  };

  it('can use VS Code as everybody does', async () => {
    await typeCode();
    deepEqual(await window.notifications.messages(), []);
  });

  it('is asked for a code again after a restart, and told why', async () => {
    await startAnew();
    deepEqual(await window.notifications.messages(), []);
    await typeCode();
    await window.notifications.waitFor(sentence);
    deepEqual(await window.notifications.buttons(sentence), ['Show Log']);
    await window.notifications.close(sentence);
  });

  it('is not told a second time, in another window or after another restart', async () => {
    const other = await stage().openWindow({ person, folder: stage().home });
    await new Rolecall(other).choose('dev');
    await new Rolecall(other).statusSays(/^dev (1h|5\dm)$/);
    await leave(other);
    await startAnew();
    await typeCode();
    deepEqual(await window.notifications.messages(), []);
    equal(aws.requests.filter(({ action }) => action === 'GetSessionToken').length, 3);
  });
});

/** As a person closes a window: VS Code is told, and ends its extension host. In a browser it remembers things every 5 s. */
async function leave({ page }: Workbench): Promise<void> {
  await sleep(6000);
  await page.goto('about:blank');
  await page.close();
}
