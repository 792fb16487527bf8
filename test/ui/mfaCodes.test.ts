import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../aws/iam/mfa.ts';
import { commandLine } from '../aws/programs/credentialProgram.ts';
import { mayaPhone, sampleConfig } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

const maya = 'arn:aws:iam::111122223333:user/maya';
const allDay = `role_arn = arn:aws:iam::444455556666:role/Developer
source_profile = maya
mfa_serial = ${mayaPhone.serialNumber}
duration_seconds = 43200`;

describe('an MFA code', function () {
  this.timeout(60_000);
  let window: Workbench;
  let rolecall: Rolecall;
  let code = '';

  const next = (): string => (code = nextCode(mayaPhone, aws().clock));
  const file = (name: string): string => join(vscode().home, name);
  const setProgramOutput = (output: string, exit = 0): Promise<void> =>
    writeFile(file('act.json'), JSON.stringify({ output, exit, complaint: '' }));
  /** Cancels an operation by its progress notification; no message may follow. */
  const cancelProgress = async (message: string): Promise<void> => {
    await window.notifications.press(message, 'Cancel');
    await window.notifications.toasts.filter({ hasText: message }).waitFor({ state: 'detached' });
    deepEqual(await window.notifications.messages(), []);
  };

  const { aws, vscode, calls, codes } = useAws({
    prepareHome: async (home) => {
      await writeSampleAws(home);
      await writeFile(join(home, '.aws', 'config'), configWith(home));
    },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  describe('from a program', () => {
    it('is used without asking the user', async () => {
      await setProgramOutput(next());
      await rolecall.choose('by-program');
      await rolecall.waitForStatus(/^by-program (12h( \dm)?|11h 59m)$/);
      equal(await window.quickInput.isOpen(), false);
    });

    it('is requested from the user if the program fails, and from the program again on request', async () => {
      await setProgramOutput('', 1);
      await window.runCommand('Rolecall: Renew Session');
      await rolecall.waitForPrompt(/^The program node in mfa_process failed \(exit code 1\)\./);
      await setProgramOutput(next());
      await window.quickInput.pressButton('Run node Again');
      await window.quickInput.waitUntilClosed();
      await rolecall.waitForStatus(/^by-program (12h( \dm)?|11h 59m)$/);
      equal(calls('AssumeRole'), 2);
    });

    it('can be entered while the program runs', async () => {
      await rolecall.choose('by-slow-program');
      await rolecall.waitForPrompt(/^node is getting the MFA code for maya-phone/);
      await rolecall.enterMfaCode(next());
      await rolecall.waitForStatus(/^by-slow-program (12h( \dm)?|11h 59m)$/);
      const id = Number(await readFile(file('hanging'), 'utf8'));
      await eventually(() => throws(() => process.kill(id, 0), { code: 'ESRCH' }));
    });
  });

  describe('that was already used', () => {
    it('counts down to the next code', async () => {
      await rolecall.choose('maya-12h');
      await rolecall.enterMfaCode(code);
      const secondsLeft = async (): Promise<number> => {
        const message = await window.quickInput.message();
        if (message.includes('Enter the code that your MFA device shows now.')) return 0;
        match(message, /AWS accepts each MFA code only once\. The next code appears in \d+ s\./);
        return Number(/\d+/.exec(message));
      };
      const first = await eventually(secondsLeft);
      ok(first <= 30, `${first} s`);
      const counts = [first];
      while (counts.length < 3 && counts.at(-1) !== 0) {
        const last = counts.at(-1) ?? 0;
        counts.push(
          await eventually(async () => {
            const seconds = await secondsLeft();
            ok(seconds < last, `${seconds} s`);
            return seconds;
          }),
        );
      }
      ok((counts.at(-1) ?? 0) >= Math.max(0, first - 8), counts.join());
      equal(calls('AssumeRole'), 3);
      await window.quickInput.cancel();
    });
  });

  describe('that is too old for a role', () => {
    const rejection = /AWS did not allow .* The session was started with an earlier MFA code/;

    it('is reported, and a new one is requested only when the user presses the button', async () => {
      await rolecall.choose('dev-readonly');
      await rolecall.enterMfaCode(next());
      await rolecall.waitForStatus(/^dev-readonly (1h( \dm)?|59m)$/);
      aws().iam.revokeOlderSessions(maya, aws().clock.now());
      await rolecall.choose(/^dev(?!-)/);
      deepEqual(await window.notifications.buttons(rejection), [
        'Enter New MFA Code',
        'Open Config File',
        'Try Again',
      ]);
      await window.notifications.press(rejection, 'Try Again');
      await eventually(() => equal(calls('AssumeRole'), 6));
      await rolecall.waitForStatus(/^dev-readonly /);
      equal(await window.quickInput.isOpen(), false);
      await window.notifications.press(rejection, 'Enter New MFA Code');
      await rolecall.enterMfaCode(next());
      await rolecall.waitForStatus(/^dev (1h( \dm)?|59m)$/);
      equal(codes(), 2);
    });

    it('is replaced when the session in use is renewed', async () => {
      aws().iam.revokeOlderSessions(maya, aws().clock.now());
      const config = configWith(vscode().home).replace('[profile dev]', '$&\nrole_session_name = another');
      await writeFile(file('.aws/config'), config);
      await rolecall.waitForStatus(/^dev$/);
      await rolecall.waitForStatusWarning(true);
      await window.runCommand('Rolecall: Renew Session');
      await rolecall.enterMfaCode(next());
      await rolecall.waitForStatus(/^dev (1h( \dm)?|59m)$/);
    });
  });

  describe('that was entered earlier', () => {
    it('opens no terminal that the user canceled', async () => {
      aws().faults.next({ kind: 'delay', milliseconds: 20_000, action: 'AssumeRole' });
      await window.runCommand('Rolecall: New Terminal with AWS Profile');
      await window.quickInput.row('prod-admin').waitFor();
      await window.quickInput.choose('prod-admin');
      await cancelProgress('Getting credentials for prod-admin…');
      equal(await window.page.locator('.terminal-wrapper').count(), 0);
    });

    it('shows no identity if the user canceled', async () => {
      aws().faults.next({ kind: 'delay', milliseconds: 20_000, action: 'GetCallerIdentity' });
      await window.runCommand('Rolecall: Verify AWS Identity');
      await cancelProgress('Verifying the identity of dev…');
      await rolecall.waitForStatus(/^dev (1h( \dm)?|59m)$/);
    });
  });

  describe('when this machine’s clock is wrong', () => {
    it('is accepted, and the user is shown the difference to AWS’s clock', async () => {
      aws().clock.setSkew(7 * 60_000);
      await rolecall.choose('maya-12h');
      await rolecall.enterMfaCode(next());
      await rolecall.waitForStatus(/^maya-12h (12h( [0-5]m)?|11h 59m)$/);
      await window.notifications.waitFor(
        /This machine’s clock is 7 min behind AWS\. Rolecall compensates for this, but AWS might reject requests from other tools/,
      );
    });
  });
});

function configWith(home: string): string {
  return `${sampleConfig}
[profile by-program]
${allDay}
mfa_process = ${commandLine('act', join(home, 'act.json'))}
role_session_name = by-program

[profile by-slow-program]
${allDay}
mfa_process = ${commandLine('hang', join(home, 'hanging'))}
role_session_name = by-slow-program
`;
}
