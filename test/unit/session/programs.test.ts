import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled } from '../../../src/base/failure.ts';
import type { Active } from '../../../src/session/active.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { commandLine, processOutput } from '../../aws/programs/credentialProgram.ts';
import { assume, type IssuedKeys } from '../../aws/sts/stsClient.ts';
import { aliceKey, nextRole, phone, plainRole, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { failureFrom, outcomes } from '../credentials/runner.ts';
import { activeIn, openWindow, profile, type Window } from './testWindows/window.ts';

const minute = 60_000;
const tickMs = 20_000;

describe('sessions from a program', () => {
  let aws: LocalAws;
  let now: number;
  let folder: string;
  let secrets: MemorySecrets;
  let window: Window<TypedCodes>;

  const file = (): string => join(folder, 'output.json');
  const prints = (text: string): Promise<void> => writeFile(file(), text);
  const issue = (): Promise<IssuedKeys> => assume(aws, aliceKey, { RoleArn: plainRole });
  const pass = (milliseconds: number): void => {
    aws.clock.advance(milliseconds);
    now += milliseconds;
  };
  const runs = async (): Promise<number> => (await readFile(`${file()}.runs`, 'utf8').catch(() => '')).length;
  const tick = (): void => {
    pass(tickMs);
    mock.timers.tick(tickMs);
  };
  /** Advances the clock by twenty minutes and lets pending work finish. */
  const waitLong = async (): Promise<void> => {
    for (let i = 0; i < 60; i++) tick();
    await sleep(500);
  };
  const open = (): Window<TypedCodes> => {
    const opened = openWindow({ url: aws.url, prompts: new TypedCodes(), secrets, now: () => now });
    opened.files.config += `
[profile tool]
credential_process = ${commandLine('printFile', file())}
[profile next]
role_arn = ${nextRole}
source_profile = tool
[profile next-mfa]
role_arn = ${nextRole}
source_profile = tool
mfa_serial = ${phone.serialNumber}`;
    return opened;
  };

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    now = aws.clock.now();
    folder = await mkdtemp(join(tmpdir(), 'programs-'));
    secrets = new MemorySecrets();
    window = open();
  });

  afterEach(async () => {
    mock.timers.reset();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it('are cached until they expire, only in memory: other machines have their own', async () => {
    const keys = await issue();
    await prints(processOutput(keys));
    assert.equal((await window.get('tool', { mayAsk: false })).credentials.accessKeyId, keys.accessKeyId);
    await prints('');
    assert.equal((await window.get('tool')).credentials.accessKeyId, keys.accessKeyId);
    assert.deepEqual(await secrets.keys(), []);
    assert.equal((await failureFrom(open().get('tool'))).code, 'processBadOutput');
    pass(56 * minute);
    assert.equal((await failureFrom(window.get('tool'))).code, 'processBadOutput');
    assert.equal(aws.requests.length, 1, 'they are not verified with AWS');
  });

  it('are created each time if the program prints no expiration', async () => {
    await prints(processOutput(aliceKey));
    assert.equal((await window.get('tool')).credentials.accessKeyId, aliceKey.accessKeyId);
    await prints('');
    assert.equal((await failureFrom(window.get('tool'))).code, 'processBadOutput');
    assert.deepEqual(outcomes(aws.requests), []);
  });

  it('are verified with AWS if they are temporary and the program prints no expiration', async () => {
    await prints(processOutput(await issue(), { Expiration: undefined }));
    await window.get('tool');
    assert.deepEqual(outcomes(aws.requests).slice(1), ['GetCallerIdentity OK']);
    pass(61 * minute);
    assert.equal((await failureFrom(window.get('tool'))).code, 'expiredKeys');
  });

  it('that need a code run no program without permission to prompt, as it may wait for a touch', async () => {
    const mark = join(folder, 'run');
    window.files.config = window.files.config.replace(
      '[profile alice]',
      `$&\nmfa_process = ${commandLine('hang', mark)}`,
    );
    for (const name of ['alice', 'mfa', 'mfa-straight']) {
      const failure = await failureFrom(window.get(name, { mayAsk: false }));
      assert.equal(failure.code, 'needsPerson');
    }
    await assert.rejects(readFile(mark));
    const cancellation = new AbortController();
    const asking = assert.rejects(window.get('mfa', { signal: cancellation.signal }), Cancelled);
    await eventually(() => readFile(mark));
    cancellation.abort();
    await asking;
  });

  it('serve roles, which outlive the window without running the program again', async () => {
    await prints(processOutput(await issue()));
    const { credentials } = await window.get('next');
    await prints('');
    const reopened = await open().get('next', { mayAsk: false });
    assert.equal(reopened.credentials.accessKeyId, credentials.accessKeyId);
  });

  it('are requested once more when AWS rejects them, and not endlessly', async () => {
    const keys = await issue();
    const isLying = { Expiration: new Date(now + 5 * 60 * minute).toISOString() };
    await prints(processOutput(keys, isLying));
    await window.get('tool');
    pass(61 * minute);
    assert.equal((await failureFrom(window.get('next'))).code, 'expiredKeys');
    assert.deepEqual(outcomes(aws.requests).slice(1), ['AssumeRole ExpiredToken', 'AssumeRole ExpiredToken']);
    await prints(processOutput(await issue()));
    await window.get('next');
  });

  it('use up no code if they turn out to be temporary', async () => {
    await prints(processOutput(await issue()));
    assert.deepEqual(await failureFrom(window.get('next-mfa')), {
      code: 'mfaNeedsLongTermKeys',
      profile: 'tool',
      mfaSerial: phone.serialNumber,
    });
    assert.equal(window.prompts.questions.length, 0);
  });

  it('are renewed in use before they expire, without a prompt', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const active = activeIn(window, { now: () => now });
    await prints(processOutput(await issue()));
    await active.use(profile('tool'));
    pass(54 * minute);
    const next = await issue();
    await prints(processOutput(next));
    mock.timers.tick(20_000);
    await sleep(200);
    assert.ok(active.state.kind === 'ready');
    assert.notEqual(active.state.session.credentials.accessKeyId, next.accessKeyId, 'not before it is time');
    pass(2 * minute);
    mock.timers.tick(20_000);
    await eventually(() => {
      assert.ok(active.state.kind === 'ready');
      assert.equal(active.state.session.credentials.accessKeyId, next.accessKeyId);
    });
    active.dispose();
  });

  describe('over time', () => {
    let active: Active;
    /** Advances the clock tick by tick while there is a session, and lets each tick's work finish. */
    const wait = async (milliseconds: number): Promise<void> => {
      for (let left = milliseconds; left > 0 && active.state.kind === 'ready'; left -= tickMs) {
        const notified = new Promise<void>((resolve) => {
          const listening = active.onDidChange(() => resolve(listening.dispose()));
        });
        tick();
        await notified;
      }
    };

    beforeEach(() => {
      mock.timers.enable({ apis: ['setInterval'] });
      window.files.config = window.files.config.replace('printFile', 'countRuns');
      window.files.config += `\n[profile behind]\nrole_arn = ${plainRole}\nsource_profile = tool`;
      const remembered = { load: () => profile('behind'), save: () => {} };
      active = activeIn(window, { now: () => now, memory: remembered });
    });

    afterEach(() => active.dispose());

    it('run a failing program once at the renewal, once at the end, and no more', async () => {
      await prints(processOutput(await issue()));
      await active.use(profile('tool'));
      await prints('');
      await wait(54 * minute);
      assert.equal(await runs(), 1);
      await wait(5 * minute);
      assert.deepEqual([await runs(), active.state.kind], [2, 'ready']);
      await wait(2 * minute);
      assert.ok(active.state.kind === 'waiting' && active.state.failure.code === 'processBadOutput');
      await waitLong();
      assert.equal(await runs(), 3);
      await prints(processOutput(await issue()));
      await active.use(profile('tool'));
      await prints('');
      await wait(58 * minute);
      assert.deepEqual(
        [await runs(), active.state.kind],
        [5, 'ready'],
        'a request by the user restarts the schedule',
      );
    });

    it('run no program for a role that fails for other reasons, until the files change', async () => {
      await prints(processOutput(aliceKey));
      aws.faults.next({ kind: 'throttle', times: Infinity });
      await active.restore();
      assert.ok(active.state.kind === 'waiting' && active.state.failure.code === 'throttled');
      await waitLong();
      assert.equal(await runs(), 1);
      aws.faults.clear();
      await active.refresh();
      assert.deepEqual([await runs(), active.state.kind], [2, 'ready']);
    });

    it('are requested at growing intervals while they stay the same', async () => {
      await prints(processOutput(await issue()));
      await active.use(profile('tool'));
      await wait(55 * minute - tickMs);
      const atEachTick: number[] = [];
      for (let i = 0; i < 13; i++) {
        await wait(tickMs);
        atEachTick.push((await runs()) - 1);
      }
      assert.deepEqual(atEachTick, [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4]);
      const next = await issue();
      await prints(processOutput(next));
      await wait(tickMs);
      assert.ok(active.state.kind === 'ready');
      assert.equal(active.state.session.credentials.accessKeyId, next.accessKeyId);
    });
  });
});
