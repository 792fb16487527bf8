import { deepEqual, equal, match } from 'node:assert/strict';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { Rolecall } from './window/rolecall.ts';
import { useTwoWindows } from './window/useTwoWindows.ts';
import type { Workbench } from './window/workbench.ts';

async function chooseDev(window: Workbench): Promise<void> {
  await new Rolecall(window).choose('dev');
  await eventually(async () =>
    match(await window.quickInput.title(), /^MFA code for AWS profile dev · maya-phone$/),
  );
}

describe('two tabs that were open before the first session', function () {
  this.timeout(60_000);
  const { aws, windows, calls, codes } = useTwoWindows();

  it('ask for a code until the user has entered one', async () => {
    for (const window of windows()) {
      await new Rolecall(window).waitForStatus(/^No AWS profile$/);
      // The tab has now read its secret storage, and does not see later changes.
      await chooseDev(window);
      await window.page.keyboard.press('Escape');
      await window.quickInput.waitUntilClosed();
    }
  });

  it('need only one code', async () => {
    const [first, second] = windows();
    await chooseDev(first);
    await new Rolecall(first).enterMfaCode(nextCode(mayaPhone, aws().clock));
    await new Rolecall(first).waitForStatus(/^dev (1h|59m)$/);
    await new Rolecall(second).choose('dev');
    await new Rolecall(second).waitForStatus(/^dev (1h|59m)$/);
    deepEqual([codes(), calls('AssumeRole')], [1, 1]);
  });

  it('share the session even after the tab that asked for the code is closed', async () => {
    const [first, second] = windows();
    await first.page.close();
    await new Rolecall(second).choose('prod-admin');
    await new Rolecall(second).waitForStatus(/^prod-admin (1h|59m)$/);
    equal(codes(), 1);
  });
});
