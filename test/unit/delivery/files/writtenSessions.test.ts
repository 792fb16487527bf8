import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emitter } from '../../../../src/base/event.ts';
import { FailureError } from '../../../../src/base/failure.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import { WrittenSessions } from '../../../../src/delivery/files/writtenSessions.ts';
import { sessionChange } from '../../../../src/delivery/handover/sessionChange.ts';
import type { ProfileChange } from '../../../../src/profiles/changes.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { ProfileStore } from '../../../../src/profiles/store.ts';
import { type EditableFiles, makeChange } from '../../../../src/profiles/writer.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import { MachineClock } from '../../../../src/session/machineClock.ts';
import type { Session } from '../../../../src/session/sessions.ts';
import { eventually } from '../../../eventually.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { MovableMachine } from '../../../fakes/movableMachine.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { WrittenFiles } from '../../../fakes/writtenFiles.ts';
import { keys, role, workingPlan } from '../../plan/planText.ts';
import { loadReader } from '../../profiles/profileReader.ts';

const paths = { config: '/aws/config', credentials: '/aws/credentials' };
const config = `[profile dev]\n${role('Dev')}\nsource_profile = maya\nregion = eu-west-1\n`;
const maya = `[maya]\n${keys('AKIA1')}\n`;
const plan = workingPlan({ config, credentials: maya });
const dev: Target = { kind: 'profile', name: 'dev' };
const start = Date.UTC(2030, 0, 1);
const hour = 3_600_000;

function session(accessKeyId: string, expiration: number): Session {
  const credentials = { accessKeyId, secretAccessKey: `s-${accessKeyId}`, sessionToken: 't', expiration };
  return { plan, credentials: new Credentials(credentials) };
}

function changeTo({ credentials, plan: of }: Session): ProfileChange {
  return sessionChange('dev-rolecall', { plan: of, credentials: credentials.reveal() });
}

function ready(next: Session): ActiveState {
  return { kind: 'ready', target: dev, session: next };
}

/** A window with files in memory and its own clock. */
function openWindow(disk: WrittenFiles) {
  const changed = new Emitter<ActiveState>();
  const store = new ProfileStore(disk, paths, loadReader);
  const log = new RecordedLog();
  const window = {
    store,
    log,
    now: start,
    state: { kind: 'none' } as ActiveState,
    refusal: undefined as FailureError | undefined,
    rewrites: 0,
    /** The failure of removing copies, and how often it was tried. */
    copies: { failure: undefined as FailureError | undefined, tries: 0 },
    use(state: ActiveState): void {
      window.state = state;
      changed.fire(state);
    },
    dependencies: {
      store,
      active: {
        get state() {
          return window.state;
        },
        onDidChange: changed.event,
      },
      change: (change: ProfileChange) => makeChange(files, paths, change),
      give: recordHandOuts(() => start).give,
      sessionChange,
      forgetCopies: async () => {
        window.copies.tries++;
        if (window.copies.failure) throw window.copies.failure;
      },
      log,
      now: () => window.now,
    },
  };
  const files: EditableFiles = {
    current: (path) => disk.read(path),
    async rewrite(rewrites) {
      if (window.refusal) throw window.refusal;
      window.rewrites++;
      for (const { path, after } of rewrites) disk.write(path, after);
      return 'written';
    },
  };
  return { ...window, window };
}

describe('sessions in the credentials file', () => {
  let disk: WrittenFiles;
  let opened: ReturnType<typeof openWindow>;
  let kept: WrittenSessions | undefined;
  let written: string;

  beforeEach(async () => {
    disk = new WrittenFiles();
    disk.write(paths.config, config);
    disk.write(paths.credentials, maya);
    opened = openWindow(disk);
    await opened.dependencies.change(changeTo(session('ASIA1', start + hour)));
    await opened.store.ready();
    written = await text();
    assert.match(written, /^\[dev-rolecall\]\naws_access_key_id = ASIA1$/mu);
  });

  afterEach(() => {
    kept?.dispose();
    kept = undefined;
    opened.store.dispose();
    assert.ok(!opened.log.text.includes('s-ASIA'));
  });

  async function text(): Promise<string> {
    const state = await disk.read(paths.credentials);
    return state.kind === 'text' ? state.text : '';
  }

  function keep(): WrittenSessions {
    return (kept = new WrittenSessions(opened.dependencies));
  }

  it('are removed when they expire, and not before', async () => {
    const sessions = keep();
    opened.window.now = start + hour - 1;
    await sessions.update();
    assert.equal(await text(), written);
    opened.window.now = start + hour;
    await sessions.update();
    assert.equal(await text(), maya);
  });

  it('are removed by the next window if none was open in the meantime', async () => {
    const later = openWindow(disk);
    later.window.now = start + 2 * hour;
    const keeper = new WrittenSessions(later.dependencies);
    await later.store.ready();
    await eventually(async () => assert.equal(await text(), maya));
    keeper.dispose();
    later.store.dispose();
  });

  it('cause no work in a window if there are none', async () => {
    disk.write(paths.credentials, `${maya}# manager = rolecall\n`);
    const other = openWindow(disk);
    other.window.now = start + 2 * hour;
    const keeper = new WrittenSessions(other.dependencies);
    await other.store.ready();
    const { reads } = disk;
    other.window.use(ready(session('ASIA2', start + 3 * hour)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(disk.reads, reads);
    keeper.dispose();
    other.store.dispose();
  });

  it('are renewed with the session of the profile in use', async () => {
    const sessions = keep();
    opened.window.use(ready(session('ASIA2', start + 2 * hour)));
    await sessions.update();
    assert.equal(await text(), written.replaceAll('ASIA1', 'ASIA2').replace('01:00:00Z', '02:00:00Z'));
  });

  it('are written once per session', async () => {
    const sessions = keep();
    for (let i = 0; i < 3; i++) opened.window.use(ready(session('ASIA2', start + 2 * hour + 500)));
    await sessions.update();
    await sessions.update();
    assert.equal(opened.window.rewrites, 2);
  });

  it('are not changed by a window that uses another profile or an older session', async () => {
    const sessions = keep();
    const other: Target = { kind: 'profile', name: 'maya' };
    const next = session('ASIA2', start + 2 * hour);
    opened.window.use({ kind: 'ready', target: other, session: next });
    opened.window.use(ready(session('ASIA3', start + hour - 1000)));
    await sessions.update();
    assert.equal(await text(), written);
  });

  it('are removed when all sessions are forgotten', async () => {
    const sessions = keep();
    await sessions.removeAll();
    assert.equal(await text(), maya);
  });

  it('are removed when all are forgotten while another program has emptied the file', async () => {
    const sessions = keep();
    disk.write(paths.credentials, '');
    await opened.store.reload();
    disk.write(paths.credentials, written);
    const [, failures] = await Promise.all([opened.store.reload(), sessions.removeAll()]);
    assert.deepEqual(failures, []);
    assert.equal(await text(), maya);
  });

  describe('that are forgotten while the file cannot be written', () => {
    const unsaved = { code: 'fileUnwritable', path: paths.credentials, reason: 'unsaved' } as const;
    let sessions: WrittenSessions;

    beforeEach(async () => {
      sessions = keep();
      opened.window.refusal = new FailureError(unsaved);
      assert.deepEqual(await sessions.removeAll(), [unsaved]);
      assert.equal(await text(), written);
      opened.window.refusal = undefined;
    });

    it('are removed by the next update, and not renewed', async () => {
      opened.window.use(ready(session('ASIA2', start + 2 * hour)));
      await sessions.update();
      assert.equal(await text(), maya);
    });

    it('stay if the user has written another session in the meantime', async () => {
      await opened.dependencies.change(changeTo(session('ASIA3', start + 2 * hour)));
      await opened.store.reload();
      await sessions.update();
      assert.match(await text(), /ASIA3/u);
    });
  });

  it('are also forgotten in other files, which is tried again until it succeeds', async () => {
    const sessions = keep();
    const busy = { code: 'fileUnwritable', path: '/aws/backup', reason: 'busy' } as const;
    opened.window.copies.failure = new FailureError(busy);
    assert.deepEqual(await sessions.removeAll(), [busy]);
    opened.window.copies.failure = undefined;
    await sessions.update();
    const { tries } = opened.window.copies;
    assert.ok(tries >= 2);
    await sessions.update();
    assert.equal(opened.window.copies.tries, tries);
    assert.deepEqual(opened.log.warnings, ['forgetCopies: fileUnwritable']);
  });

  it('can be removed one by one, and written again', async () => {
    const sessions = keep();
    await sessions.remove('dev-rolecall');
    assert.equal(await text(), maya);
    disk.write(paths.credentials, written);
    await opened.store.reload();
    await sessions.update();
    assert.equal(await text(), written);
  });

  it('are retried while the file cannot be written, which is logged once', async () => {
    const sessions = keep();
    opened.window.now = start + hour;
    opened.window.refusal = new FailureError({
      code: 'fileUnwritable',
      path: paths.credentials,
      reason: 'unsaved',
    });
    for (let i = 0; i < 3; i++) await sessions.update();
    assert.equal(await text(), written);
    assert.deepEqual(opened.log.warnings, ['removeSession dev-rolecall: fileUnwritable']);
    opened.window.refusal = undefined;
    await sessions.update();
    assert.equal(await text(), maya);
  });

  describe('after the clock was set back', () => {
    it('are removed when they really end', async () => {
      const sessions = keep();
      await sessions.update();
      opened.window.now -= 5 * hour;
      await sessions.update();
      assert.equal(await text(), written);
      opened.window.now += hour - 1;
      await sessions.update();
      assert.equal(await text(), written);
      opened.window.now += 1;
      await sessions.update();
      assert.equal(await text(), maya);
    });

    it('have the end by the new clock if the profile is in use, once', async () => {
      const sessions = keep();
      await sessions.update();
      opened.window.now -= 5 * hour;
      const inUse = session('ASIA1', start - 4 * hour + 500);
      for (let i = 0; i < 3; i++) opened.window.use(ready(inUse));
      await sessions.update();
      assert.equal(await text(), written.replace('2030-01-01T01:00:00Z', '2029-12-31T20:00:00Z'));
      assert.equal(opened.window.rewrites, 2);
    });

    it('are renewed, though the new session seems to end earlier', async () => {
      const sessions = keep();
      await sessions.update();
      opened.window.now -= 5 * hour;
      opened.window.use(ready(session('ASIA2', start - 3 * hour)));
      await sessions.update();
      assert.match(await text(), /ASIA2/u);
      opened.window.use(ready(session('ASIA0', start - 3.5 * hour)));
      await sessions.update();
      assert.match(await text(), /ASIA2/u, 'but an older session is not written');
    });

    it('are removed if they end later than any session can', async () => {
      opened.window.now -= 40 * hour;
      await keep().update();
      assert.equal(await text(), maya);
    });

    it('are removed if that happened while no window was open', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'rolecall-written-'));
      const machine = new MovableMachine(start);
      const before = new MachineClock(machine.clocks, join(folder, 'clock'));
      await before.correcting(async () => {})();
      before.dispose();
      machine.wall -= 2 * hour;
      opened.window.now = machine.wall;
      const clock = new MachineClock(machine.clocks, join(folder, 'clock'));
      kept = new WrittenSessions({ ...opened.dependencies, clock });
      await eventually(async () => assert.equal(await text(), maya));
      await opened.dependencies.change(changeTo(session('ASIA3', start - hour)));
      await opened.store.reload();
      await kept.update();
      assert.match(await text(), /ASIA3/u, 'what is written since is not in doubt');
      await rm(folder, { recursive: true });
    });
  });

  it('stay when the window closes', async () => {
    const sessions = keep();
    opened.window.now = start + hour;
    sessions.dispose();
    await sessions.update();
    assert.equal(await text(), written);
  });
});
