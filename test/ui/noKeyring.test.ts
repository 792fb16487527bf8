import { deepEqual, equal } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

const warning = /VS Code cannot store secrets on this machine/;

describe('on a machine without a keyring', function () {
  this.timeout(90_000);
  let context: BrowserContext;
  let window: Workbench;

  const { aws, vscode, codes } = useAws({ prepareHome: writeSampleAws, inMemorySecrets: true });

  before(async () => {
    context = await vscode().newBrowserContext();
    window = await vscode().openWindow({ context });
    await new Rolecall(window).waitForStatus(/^No AWS profile$/);
  });

  const chooseDev = async (): Promise<void> => {
    const rolecall = new Rolecall(window);
    await rolecall.choose(/^dev/); // and not “Stop using dev”
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
    await rolecall.waitForStatus(/^dev (1h|59m)$/);
  };

  const restart = async (): Promise<void> => {
    await closeWindow(window);
    window = await vscode().openWindow({ context });
    await new Rolecall(window).waitForStatus(/^dev$/);
  };

  it('works as usual at first', async () => {
    await chooseDev();
    deepEqual(await window.notifications.messages(), []);
  });

  it('asks for an MFA code again after a restart, and shows why', async () => {
    await restart();
    deepEqual(await window.notifications.messages(), []);
    await chooseDev();
    await window.notifications.waitFor(warning);
    deepEqual(await window.notifications.buttons(warning), ['Show Log']);
    await window.notifications.close(warning);
  });

  it('does not show the reason again, in another window or after another restart', async () => {
    const other = await vscode().openWindow({ context, folder: vscode().home });
    await new Rolecall(other).choose('dev');
    await new Rolecall(other).waitForStatus(/^dev (1h|5\dm)$/);
    await closeWindow(other);
    await restart();
    await chooseDev();
    deepEqual(await window.notifications.messages(), []);
    equal(codes(), 3);
  });
});

/** Closes a window like a user does, after VS Code has saved its state, which it does every 5 s in a browser. */
async function closeWindow({ page }: Workbench): Promise<void> {
  await sleep(6000);
  await page.goto('about:blank');
  await page.close();
}
