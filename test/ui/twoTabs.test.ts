import { deepEqual, equal, match } from 'node:assert/strict';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { Rolecall } from './rolecall.ts';
import { useTwoWindows } from './useTwoWindows.ts';
import type { Workbench } from './workbench.ts';

async function isAsked(window: Workbench): Promise<void> {
  await new Rolecall(window).choose('dev');
  await eventually(async () => match(await window.quickInput.title(), /^MFA code for AWS profile dev$/));
}

describe('two tabs that were open before there was a session', function () {
  this.timeout(60_000);
  const two = useTwoWindows();

  const calls = (action: string): number =>
    two().aws.requests.filter((request) => request.action === action).length;

  it('ask for a code as long as nobody has typed one', async () => {
    for (const window of two().windows) {
      await new Rolecall(window).statusSays(/^No AWS profile$/);
      // The tab has now read its secret storage, and will not see what is stored later.
      await isAsked(window);
      await window.page.keyboard.press('Escape');
      await window.quickInput.waitUntilClosed();
    }
  });

  it('take one code between them', async () => {
    const [first, second] = two().windows;
    await isAsked(first);
    await new Rolecall(first).typeCode(nextCode(mayaPhone, two().aws.clock));
    await new Rolecall(first).statusSays(/^dev (1h|59m)$/);
    await new Rolecall(second).choose('dev');
    await new Rolecall(second).statusSays(/^dev (1h|59m)$/);
    deepEqual([calls('GetSessionToken'), calls('AssumeRole')], [1, 1]);
  });

  it('have all of it, also when the one that asked is closed', async () => {
    const [first, second] = two().windows;
    await first.page.close();
    await new Rolecall(second).choose('prod-admin');
    await new Rolecall(second).statusSays(/^prod-admin (1h|59m)$/);
    equal(calls('GetSessionToken'), 1);
  });
});
