import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clockRecordPath,
  MachineClock,
  machineClocks,
  wallClock,
} from '../../../src/session/machineClock.ts';
import { MovableMachine } from '../../fakes/movableMachine.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('MachineClock', () => {
  let machine: MovableMachine;
  let clock: MachineClock;
  let fired: number;
  beforeEach(() => {
    machine = new MovableMachine();
    clock = new MachineClock(machine.clocks);
    fired = 0;
    clock.onDidSetBack(() => fired++);
  });
  afterEach(() => clock.dispose());

  it('notices nothing while time passes, the machine sleeps, or NTP corrects a second', () => {
    machine.pass(hour);
    assert.equal(clock.setBackMs, 0);
    machine.sleep(8 * hour);
    assert.equal(clock.setBackMs, 0);
    machine.wall -= 5 * second;
    assert.deepEqual([clock.setBackMs, fired], [0, 0]);
  });

  it('notices each step back, and fires once for it', () => {
    machine.pass(hour);
    machine.wall -= 13 * hour;
    machine.pass(minute);
    assert.deepEqual([clock.setBackMs, clock.setBackMs, fired], [13 * hour, 13 * hour, 1]);
    machine.pass(hour);
    machine.wall -= 2 * minute;
    assert.deepEqual([clock.setBackMs, fired], [13 * hour + 2 * minute, 2]);
  });

  it('fires when several steps add up to a minute', () => {
    for (const [steps, expected] of [
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 1],
      [6, 2],
    ] as const) {
      machine.wall -= 20 * second;
      machine.pass(hour);
      assert.deepEqual([clock.setBackMs, fired], [steps * 20 * second, expected]);
    }
  });

  it('adds up corrections that are too small to notice alone, also with sleep in between', () => {
    for (let i = 1; i <= 20; i++) {
      machine.sleep(hour);
      machine.wall -= second;
      assert.equal(clock.setBackMs, i < 10 ? 0 : i < 20 ? 10 * second : 20 * second);
    }
  });

  it('notices a step back while the machine slept', () => {
    machine.sleep(8 * hour);
    machine.wall -= 2 * hour;
    assert.equal(clock.setBackMs, 2 * hour);
  });

  it('counts a step forward as time that passed, as while a virtual machine is paused', () => {
    machine.wall += 3 * hour;
    assert.deepEqual([clock.setBackMs, fired], [0, 0]);
    machine.wall -= 3 * hour;
    assert.equal(clock.setBackMs, 3 * hour, 'the time that passed does not come back');
  });

  it('watches the wall clock alone if there is no other', () => {
    clock = new MachineClock(wallClock(() => machine.wall));
    machine.wall += 10 * hour;
    assert.equal(clock.setBackMs, 0);
    machine.wall -= hour;
    assert.equal(clock.setBackMs, hour);
  });

  it('reads the clocks of this machine', () => {
    const [up, now, elapsed] = [machineClocks.uptime(), machineClocks.now(), machineClocks.elapsed()];
    assert.ok(up >= elapsed && up < now);
    assert.ok(machineClocks.uptime() >= up);
    assert.equal(new MachineClock(machineClocks).setBackMs, 0);
  });
});

describe('the record of the clock', () => {
  let machine: MovableMachine;
  let folder: string;
  let path: string;
  const opened: MachineClock[] = [];
  /** A window whose corrections end immediately. */
  const open = async (corrections: string[] = []): Promise<MachineClock> => {
    const clock = new MachineClock(machine.clocks, path);
    opened.push(clock);
    await clock.correcting(async () => void corrections.push('corrected'))();
    return clock;
  };
  /** Whether a window that opens now finds that the clock was set back before. */
  const wasSetBack = async (): Promise<boolean> => {
    const corrections: string[] = [];
    const clock = await open(corrections);
    assert.equal(await clock.wasSetBack(), corrections.length === 1);
    clock.dispose();
    return corrections.length === 1;
  };

  beforeEach(async () => {
    machine = new MovableMachine();
    folder = await mkdtemp(join(tmpdir(), 'rolecall-clock-'));
    path = clockRecordPath(folder);
  });

  afterEach(async () => {
    for (const each of opened.splice(0)) each.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows nothing to the first window, and is private', async () => {
    assert.equal(await wasSetBack(), false);
    assert.equal((await stat(path)).mode & 0o777, process.platform === 'win32' ? 0o666 : 0o600);
    assert.equal((await readdir(folder)).length, 1);
  });

  it('shows nothing if time passed, the machine slept, or was restarted', async () => {
    (await open()).dispose();
    machine.pass(hour);
    assert.equal(await wasSetBack(), false);
    machine.sleep(30 * hour);
    assert.equal(await wasSetBack(), false);
    machine.restart(2 * minute);
    assert.equal(await wasSetBack(), false);
    machine.restart(-30 * second);
    assert.equal(await wasSetBack(), false, 'the clock of the hardware is less exact');
  });

  it('shows once that the clock was set back while no window was open', async () => {
    (await open()).dispose();
    machine.pass(9 * hour);
    machine.wall -= 2 * hour;
    assert.equal(await wasSetBack(), true, 'though the clock is later than when the window closed');
    assert.equal(await wasSetBack(), false);
  });

  it('shows that the clock was set back during a restart to before the last window closed', async () => {
    (await open()).dispose();
    machine.restart(-hour);
    machine.pass(30 * minute);
    assert.equal(await wasSetBack(), true);
    (await open()).dispose();
    machine.restart(-hour);
    machine.pass(40 * hour + minute);
    machine.wall -= 40 * hour;
    assert.equal(await wasSetBack(), true, 'and the machine has been running for longer than before');
  });

  it('has the latest time that a window saw', async () => {
    const clock = await open();
    machine.wall += 5 * hour;
    clock.dispose();
    machine.wall -= 2 * hour;
    assert.equal(await wasSetBack(), true);
  });

  it('stays as it is until everything is corrected', async () => {
    const clock = new MachineClock(machine.clocks, path);
    opened.push(clock);
    const { promise, resolve } = Promise.withResolvers<void>();
    const corrected = clock.correcting(() => promise);
    await corrected();
    machine.pass(hour);
    machine.wall -= 3 * hour;
    const waiting = corrected();
    const before = await readFile(path, 'utf8');
    clock.dispose();
    assert.equal(await readFile(path, 'utf8'), before);
    assert.equal(await wasSetBack(), true, 'the window was closed or killed before that');
    resolve();
    await waiting;
  });

  it('is not judged by when a window opened, but by when it first asks', async () => {
    const late = new MachineClock(machine.clocks, path);
    opened.push(late);
    machine.pass(hour);
    await open();
    machine.pass(second);
    assert.equal(await late.wasSetBack(), false);
  });

  for (const text of ['', '{', 'null', '7', '{}', '{"wall":"x","uptime":1}'])
    it(`shows nothing if it is malformed: ${text}`, async () => {
      await mkdir(join(folder, 'clocks'));
      await writeFile(path, text);
      assert.equal(await wasSetBack(), false);
      assert.equal(JSON.parse(await readFile(path, 'utf8')).wall, machine.wall);
    });

  it('is not needed', async () => {
    await writeFile(join(folder, 'clocks'), 'a file');
    assert.equal(await wasSetBack(), false);
  });
});
