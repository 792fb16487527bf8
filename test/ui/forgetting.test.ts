import { deepEqual, equal, match } from 'node:assert/strict';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { Rolecall } from './window/rolecall.ts';
import { useTwoWindows } from './window/useTwoWindows.ts';

describe('Forget All Sessions', function () {
  this.timeout(60_000);
  const { aws, windows } = useTwoWindows();

  it('forgets the sessions of all windows', async () => {
    const [first, second] = windows();
    await new Rolecall(first).choose('dev');
    await new Rolecall(first).enterMfaCode(nextCode(mayaPhone, aws().clock));
    await new Rolecall(first).waitForStatus(/^dev (1h|59m)$/);
    await new Rolecall(second).choose('ci');
    await new Rolecall(second).waitForStatus(/^ci$/);
    await second.runCommand('Rolecall: Forget All Sessions');
    await second.notifications.waitFor(/2 sessions were forgotten/);
    for (const [window, name] of [
      [first, 'dev'],
      [second, 'ci'],
    ] as const) {
      const rolecall = new Rolecall(window);
      await rolecall.waitForStatus(new RegExp(`^${name}$`));
      await rolecall.waitForStatusWarning(true);
      match(await rolecall.statusLabel(), /has no session.* The session was forgotten/);
    }
    deepEqual(await first.notifications.messages(), []);
  });

  it('makes Rolecall ask for a code again, but only when a profile is chosen', async () => {
    const [first] = windows();
    equal(await first.quickInput.isOpen(), false);
    await new Rolecall(first).choose('prod-admin');
    await eventually(async () =>
      match(await first.quickInput.title(), /^MFA code for production profile prod-admin · maya-phone$/),
    );
    await first.page.keyboard.press('Escape');
    await new Rolecall(first).waitForStatusWarning(true);
  });
});
