import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from '../aws/credentialProgram.ts';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleConfig, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const maya = 'arn:aws:iam::111122223333:user/maya';
const allDay = `role_arn = arn:aws:iam::444455556666:role/Developer
source_profile = maya
mfa_serial = ${mayaPhone.serialNumber}
duration_seconds = 43200`;

describe('a code for AWS', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;
  let code = '';

  const next = (): string => (code = nextCode(mayaPhone, aws.clock));
  const file = (name: string): string => join(stage().home, name);
  const prints = (output: string, exit = 0): Promise<void> =>
    writeFile(file('act.json'), JSON.stringify({ output, exit, complaint: '' }));
  /** Presses the button of what is going on; nothing comes of it. */
  const callOff = async (message: string): Promise<void> => {
    await window.notifications.press(message, 'Cancel');
    await window.notifications.toasts.filter({ hasText: message }).waitFor({ state: 'detached' });
    deepEqual(await window.notifications.messages(), []);
  };
  const calls = (action: string): number =>
    aws.requests.filter((request) => request.action === action).length;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url },
    prepareHome: async (home) => {
      await writeSampleAws(home);
      await writeFile(join(home, '.aws', 'config'), configWith(home));
    },
  }));

  before(async () => {
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
  });

  after(async () => aws.close());

  describe('that a program gives', () => {
    it('is nobody’s work', async () => {
      await prints(next());
      await rolecall.choose('by-program');
      await rolecall.statusSays(/^by-program (12h( \dm)?|11h 59m)$/);
      equal(await window.quickInput.isOpen(), false);
    });

    it('is asked of the person where the program fails, and of the program again when they say so', async () => {
      await prints('', 1);
      await window.runCommand('Rolecall: Renew Session');
      await rolecall.boxSays(/^node, which mfa_process names, failed \(exit code 1\)\./);
      await prints(next());
      await window.quickInput.pressButton('Ask node Again');
      await window.quickInput.waitUntilClosed();
      await rolecall.statusSays(/^by-program (12h( \dm)?|11h 59m)$/);
      equal(calls('AssumeRole'), 2);
    });

    it('can be typed while the program is at it', async () => {
      await rolecall.choose('by-slow-program');
      await rolecall.boxSays(/^node is giving the code of maya-phone/);
      await rolecall.typeCode(next());
      await rolecall.statusSays(/^by-slow-program (12h( \dm)?|11h 59m)$/);
      const id = Number(await readFile(file('hanging'), 'utf8'));
      await eventually(() => throws(() => process.kill(id, 0), { code: 'ESRCH' }));
    });
  });

  describe('that is spent', () => {
    it('is counted down to the next', async () => {
      await rolecall.choose('maya-12h');
      await rolecall.typeCode(code);
      const left = async (): Promise<number> => {
        const message = await window.quickInput.message();
        if (message.includes('Enter the code that your MFA device shows now.')) return 0;
        match(message, /AWS accepts each code only once\. The next one appears in \d+ s\./);
        return Number(/\d+/.exec(message));
      };
      const first = await eventually(left);
      ok(first <= 30, `${first} s`);
      const falling = [first];
      while (falling.length < 3 && falling.at(-1) !== 0) {
        const last = falling.at(-1) ?? 0;
        falling.push(
          await eventually(async () => {
            const seconds = await left();
            ok(seconds < last, `${seconds} s`);
            return seconds;
          }),
        );
      }
      ok((falling.at(-1) ?? 0) >= Math.max(0, first - 8), falling.join());
      equal(calls('AssumeRole'), 3);
      await window.quickInput.cancel();
    });
  });

  describe('that is too old for a role', () => {
    const refused = /AWS did not let .* The MFA code is from earlier/;

    it('is told to be, and a new one is asked for at the press of a button alone', async () => {
      await rolecall.choose('dev-readonly');
      await rolecall.typeCode(next());
      await rolecall.statusSays(/^dev-readonly (1h( \dm)?|59m)$/);
      aws.iam.revokeOlderSessions(maya, aws.clock.now());
      await rolecall.choose(/^dev(?!-)/);
      deepEqual(await window.notifications.buttons(refused), [
        'Enter New MFA Code',
        'Open Config File',
        'Try Again',
      ]);
      await window.notifications.press(refused, 'Try Again');
      await eventually(() => equal(calls('AssumeRole'), 6));
      await rolecall.statusSays(/^dev-readonly /);
      equal(await window.quickInput.isOpen(), false);
      await window.notifications.press(refused, 'Enter New MFA Code');
      await rolecall.typeCode(next());
      await rolecall.statusSays(/^dev (1h( \dm)?|59m)$/);
      equal(calls('GetSessionToken'), 2);
    });

    it('is replaced when the session in use is renewed', async () => {
      aws.iam.revokeOlderSessions(maya, aws.clock.now());
      const config = configWith(stage().home).replace('[profile dev]', '$&\nrole_session_name = another');
      await writeFile(file('.aws/config'), config);
      await rolecall.statusSays(/^dev$/);
      await rolecall.statusWarns(true);
      await window.runCommand('Rolecall: Renew Session');
      await rolecall.typeCode(next());
      await rolecall.statusSays(/^dev (1h( \dm)?|59m)$/);
    });
  });

  describe('that was typed long ago', () => {
    it('opens no terminal that was called off', async () => {
      aws.faults.next({ kind: 'delay', milliseconds: 20_000, action: 'AssumeRole' });
      await window.runCommand('Rolecall: New Terminal with AWS Profile…');
      await window.quickInput.row('prod-admin').waitFor();
      await window.quickInput.choose('prod-admin');
      await callOff('Getting credentials for prod-admin…');
      equal(await window.page.locator('.terminal-wrapper').count(), 0);
    });

    it('answers no question that was called off', async () => {
      aws.faults.next({ kind: 'delay', milliseconds: 20_000, action: 'GetCallerIdentity' });
      await window.runCommand('Rolecall: Verify AWS Identity');
      await callOff('Asking AWS who dev is…');
      await rolecall.statusSays(/^dev (1h( \dm)?|59m)$/);
    });
  });

  describe('of a device that goes by AWS’s clock', () => {
    it('is taken where this machine’s clock is wrong, and the person is told by how much', async () => {
      aws.clock.setSkew(7 * 60_000);
      await rolecall.choose('maya-12h');
      await rolecall.typeCode(next());
      await rolecall.statusSays(/^maya-12h (12h( [0-5]m)?|11h 59m)$/);
      await window.notifications.waitFor(
        /^\s*This machine’s clock is 7 min behind AWS’s\. Rolecall allows for it, but other AWS tools may be refused/,
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
