import { deepEqual, equal, match } from 'node:assert/strict';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import { useMovableClock } from './window/useMovableClock.ts';
import type { Workbench } from './window/workbench.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('a session that needs an MFA code to renew', function () {
  this.timeout(60_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const clock = useMovableClock();
  const { aws, vscode, calls } = useAws(() => ({ ...clock.options(), prepareHome: writeSampleAws }));

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  const enterMfaCode = (): Promise<void> => rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));

  it('shows a warning in the status bar and one notification', async () => {
    await rolecall.choose('maya-12h');
    await enterMfaCode();
    await rolecall.waitForStatus(/^maya-12h (12h|11h 59m)$/);
    await rolecall.waitForStatusWarning(false);
    await clock.advance(12 * hour - 4 * minute);
    const message = /^The session of maya-12h expires in [34]m\.$/;
    const toast = await eventually(async () => {
      const [text = ''] = await window.notifications.messages();
      match(text, message);
      return text;
    }, 30_000);
    await rolecall.waitForStatus(/^maya-12h expires in [34]m$/);
    await rolecall.waitForStatusWarning(true);
    deepEqual(await window.notifications.buttons(toast), ['Renew']);
  });

  it('is renewed when the code is entered', async () => {
    await window.notifications.press(/The session of maya-12h/, 'Renew');
    await enterMfaCode();
    await rolecall.waitForStatus(/^maya-12h (12h|11h 59m)$/);
    await rolecall.waitForStatusWarning(false);
    equal(calls('AssumeRole'), 2);
  });

  it('can be renewed at any time by a command', async () => {
    await window.runCommand('Rolecall: Renew Session');
    await eventually(async () =>
      match(await window.quickInput.title(), /^MFA code for AWS profile maya-12h · maya-phone$/),
    );
    await window.page.keyboard.press('Escape');
    await rolecall.waitForStatus(/^maya-12h (12h|11h 59m)$/);
  });

  it('is replaced if AWS rejects it before it expires', async () => {
    aws().clock.advance(13 * hour);
    await window.runCommand('Rolecall: Verify AWS Identity');
    await enterMfaCode();
    await window.notifications.waitFor(/maya-12h: account 444455556666, .*Developer/);
    await rolecall.waitForStatus(/^maya-12h /);
    await rolecall.waitForStatusWarning(false);
  });
});
