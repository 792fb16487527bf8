import { deepEqual, equal, match } from 'node:assert/strict';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { Rolecall } from './rolecall.ts';
import { useTwoWindows } from './useTwoWindows.ts';

describe('a person who forgets all sessions', function () {
  this.timeout(60_000);
  const two = useTwoWindows();

  it('has none in any window', async () => {
    const [first, second] = two().windows;
    await new Rolecall(first).choose('dev');
    await new Rolecall(first).typeCode(nextCode(mayaPhone, two().aws.clock));
    await new Rolecall(first).statusSays(/^dev (1h|59m)$/);
    await new Rolecall(second).choose('ci');
    await new Rolecall(second).statusSays(/^ci$/);
    await second.runCommand('Rolecall: Forget All Sessions');
    await second.notifications.waitFor(/2 sessions forgotten/);
    for (const [window, name] of [
      [first, 'dev'],
      [second, 'ci'],
    ] as const) {
      const rolecall = new Rolecall(window);
      await rolecall.statusSays(new RegExp(`^${name}$`));
      await rolecall.statusWarns(true);
      match(await rolecall.spoken(), /has no session .*its session was forgotten/);
    }
    deepEqual(await first.notifications.messages(), []);
  });

  it('is asked again, and only when a profile is chosen', async () => {
    const [first] = two().windows;
    equal(await first.quickInput.isOpen(), false);
    await new Rolecall(first).choose('prod-admin');
    await eventually(async () =>
      match(await first.quickInput.title(), /^MFA code for AWS profile prod-admin$/),
    );
    await first.page.keyboard.press('Escape');
    await new Rolecall(first).statusWarns(true);
  });
});
