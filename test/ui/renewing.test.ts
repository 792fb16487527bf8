import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('a session that ends, and takes a code to renew', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let ahead = 0;
  let folder: string;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld, machine: () => Date.now() + ahead });
    folder = await mkdtemp(join(tmpdir(), 'rolecall-clock-'));
  });

  const stage = useStage(() => ({
    env: {
      AWS_ENDPOINT_URL_STS: aws.url,
      ROLECALL_MOVED_CLOCK: join(folder, 'ahead'),
    },
    preload: join(import.meta.dirname, 'movedClock.ts'),
    prepareHome: writeSampleAws,
  }));

  before(async () => {
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
  });

  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Moves the clocks of AWS and of VS Code. */
  const pass = async (milliseconds: number): Promise<void> => {
    ahead += milliseconds;
    await writeFile(join(folder, 'ahead'), `${ahead}`);
  };

  const typeCode = (): Promise<void> => rolecall.typeCode(nextCode(mayaPhone, aws.clock));

  it('shows in the status bar as a warning, and is told of once', async () => {
    await rolecall.choose('maya-12h');
    await typeCode();
    await rolecall.statusSays(/^maya-12h (12h|11h 59m)$/);
    await rolecall.statusWarns(false);
    await pass(12 * hour - 4 * minute);
    const message = /^The session of maya-12h expires in [34]m\.$/;
    const toast = await eventually(async () => {
      const [said = ''] = await window.notifications.messages();
      match(said, message);
      return said;
    }, 30_000);
    await rolecall.statusSays(/^maya-12h expires in [34]m$/);
    await rolecall.statusWarns(true);
    deepEqual(await window.notifications.buttons(toast), ['Renew']);
  });

  it('is fresh when the code is typed', async () => {
    await window.notifications.press(/The session of maya-12h/, 'Renew');
    await typeCode();
    await rolecall.statusSays(/^maya-12h (12h|11h 59m)$/);
    await rolecall.statusWarns(false);
    equal(aws.requests.filter(({ action }) => action === 'AssumeRole').length, 2);
  });

  it('is renewed at any other time by a command', async () => {
    await window.runCommand('Rolecall: Renew Session');
    await eventually(async () =>
      match(await window.quickInput.title(), /^MFA code for AWS profile maya-12h$/),
    );
    await window.page.keyboard.press('Escape');
    await rolecall.statusSays(/^maya-12h (12h|11h 59m)$/);
  });

  it('is made anew when AWS refuses it, though it should still live', async () => {
    aws.clock.advance(13 * hour);
    await window.runCommand('Rolecall: Verify AWS Identity');
    await typeCode();
    await window.notifications.waitFor(/maya-12h: account 444455556666, .*Developer/);
    await rolecall.statusSays(/^maya-12h /);
    await rolecall.statusWarns(false);
  });
});
