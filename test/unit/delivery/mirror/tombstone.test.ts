import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { writeHelper } from '../../../../src/delivery/mirror/helperFiles.ts';
import { isWindow, windowMirror, type WindowMirror } from '../../../../src/delivery/mirror/mirrorPaths.ts';
import { isUnused, leaveTombstone } from '../../../../src/delivery/mirror/tombstone.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { asOrdinaryUser, hasFileModes } from '../../ordinaryUser.ts';
import { profile } from '../../session/testWindows/window.ts';
import { run, type Run, sdkArn } from '../awsPrograms.ts';
import { type LiveWindow, openLiveWindow, useLiveFolder } from './liveWindow.ts';

const gone: Run = {
  code: 1,
  stdout: '',
  stderr: 'Rolecall: Rolecall is not running in this window. Open a new terminal.\n',
};
const dayMs = 86_400_000;
/** Longer than a week, and than this machine is running. */
const oldDays = Math.max(7, (uptime() * 1000) / dayMs) + 1;

describe('the mirror of a window that has ended', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  const opened: LiveWindow[] = [];
  const folder = useLiveFolder();

  beforeEach(async () => void (aws = await startLocalAws({ world: testWorld })));
  afterEach(async () => {
    for (const { live } of opened.splice(0)) live.dispose();
    rmSync(join(folder().folder, 'live'), { recursive: true, force: true });
    await aws.close();
  });

  async function open(windowId = 'window'): Promise<LiveWindow> {
    const window = await openLiveWindow({ url: aws.url, ...folder(), windowId });
    opened.push(window);
    return window;
  }

  /** Opens a window in a separate process. */
  async function openElsewhere() {
    const { helperBundle, folder: home } = folder();
    const window = fork(join(import.meta.dirname, 'liveProcess.ts'), [aws.url, home, helperBundle]);
    const [{ address }] = (await once(window, 'message')) as [{ readonly address: string }];
    return { window, address, mirror: windowMirror(join(home, 'live'), 'other') };
  }

  it('stays without the way to the window, and explains that the window is gone', async () => {
    const { live, mirror, env } = await open();
    live.dispose();
    assertTombstone(mirror);
    assert.deepEqual(await callHelper(mirror, env), gone);
  });

  it('stays when the window is killed, without its socket', async () => {
    const { window, mirror, address } = await openElsewhere();
    window.kill('SIGKILL');
    await eventually(() => {
      assertTombstone(mirror);
      assert.ok(!existsSync(dirname(address)));
    });
    assert.deepEqual(await callHelper(mirror, {}), gone);
  });

  it('is replaced when the window is opened again, and cannot be written to then either', async () => {
    const before = await open();
    before.live.dispose();
    const { live, mirror, use, overwritten } = await open();
    if (hasFileModes) assert.equal(statSync(mirror.folder).mode & 0o777, 0o500);
    assert.match(await sdkArn({ ...before.env, AWS_REGION: 'eu-central-1' }), /assumed-role\/Plain/u);
    await use(profile('keys'));
    assert.match(await sdkArn({ ...before.env, AWS_REGION: 'eu-central-1' }), /user\/alice/u);
    assert.equal(overwritten, 0);
    before.live.dispose();
    await live.update();
    assert.equal((await callHelper(mirror, before.env)).code, 0);
  });

  it('remains after a window and its guard were killed, as soon as a program or another window finds it', async () => {
    for (const find of [
      (mirror: WindowMirror) => callHelper(mirror, {}),
      async (mirror: WindowMirror) => {
        await open('another');
        await eventually(() => assert.ok(!existsSync(mirror.broker)));
      },
    ]) {
      const { window, mirror } = await openElsewhere();
      // Without its registration, the guard leaves the mirror alone.
      const hidden = join(folder().folder, 'hidden.json');
      renameSync(mirror.broker, hidden);
      window.kill('SIGKILL');
      await once(window, 'exit');
      const { address } = JSON.parse(readFileSync(hidden, 'utf8')) as { readonly address: string };
      await eventually(() => assert.ok(!existsSync(dirname(address))));
      const refused = await deadSocket();
      writeFileSync(mirror.broker, readFileSync(hidden, 'utf8').replace(address, refused));
      await find(mirror);
      assertTombstone(mirror);
    }
  });

  it('is removed by another window once it is old and no program uses it', async () => {
    const decoy = tombstone('decoy');
    age(decoy.config, oldDays);
    const { live, mirror: fresh } = await open('fresh');
    // After that, no window cleans up until the next one opens.
    await eventually(() => assert.ok(!existsSync(decoy.folder)));
    live.dispose();
    const text = readFileSync(fresh.config, 'utf8');
    const [old, used, empty] = [tombstone('old', text), tombstone('used', text), tombstone('empty')];
    rmSync(empty.config);
    for (const path of [old.config, used.config, empty.folder]) age(path, oldDays);
    assert.deepEqual(await callHelper(used, {}), gone);
    await open();
    await eventually(() => assert.ok(!existsSync(old.folder) && !existsSync(empty.folder)));
    assertTombstone(fresh);
    assert.deepEqual(await callHelper(used, {}), gone);
    assert.equal(readdirSync(dirname(used.folder)).filter((name) => name.startsWith('helper-')).length, 1);
  });

  it('is kept as long as the machine has not been started again', async () => {
    const kept = tombstone('kept');
    age(kept.config, 20);
    assert.equal(await isUnused(kept.folder, 30 * dayMs), false);
    assert.equal(await isUnused(kept.folder, 10 * dayMs), true);
  });

  it('is young when its window closes, even if the files have not changed for long', async () => {
    const { live, mirror } = await open('long');
    age(mirror.config, 30);
    live.dispose();
    await open();
    const { window, mirror: killed } = await openElsewhere();
    age(killed.config, 30);
    window.kill('SIGKILL');
    await eventually(() => assertTombstone(killed));
    for (const { config } of [mirror, killed])
      await eventually(() => assert.ok(Date.now() - statSync(config).mtimeMs < dayMs));
  });

  it('can be left by an ordinary user', async function () {
    if (!hasFileModes) this.skip();
    const { folder: path, broker, config } = windowMirror(folder().folder, 'own');
    mkdirSync(path);
    writeFileSync(broker, '{}');
    writeFileSync(config, '', { mode: 0o400 });
    await run('chown', ['-R', '65534:65534', path], process.env);
    await run('chmod', ['500', path], process.env);
    await run('chmod', ['755', folder().folder], process.env);
    age(config, 8);
    await asOrdinaryUser(async () => leaveTombstone(path));
    assert.ok(!existsSync(broker));
    assert.ok(Date.now() - statSync(config).mtimeMs < dayMs);
    assert.equal(statSync(path).mode & 0o777, 0o500);
  });

  it('explains that VS Code is gone, too, if an update has removed it', async function () {
    if (process.platform === 'win32') this.skip();
    const place = join(folder().folder, 'live');
    const line = await writeHelper(place, folder().helperBundle, join(folder().folder, "it's removed"));
    assert.deepEqual(await run('sh', ['-c', `${line} window plain`], { PATH: process.env['PATH'] }), {
      code: 1,
      stdout: '',
      stderr: 'Rolecall: VS Code was updated or removed. Open a new terminal.\n',
    });
  });

  /** A mirror like the one in `text`, without a window. */
  function tombstone(windowId: string, text = ''): WindowMirror {
    const mirror = windowMirror(join(folder().folder, 'live'), windowId);
    mkdirSync(mirror.folder, { recursive: true });
    writeFileSync(mirror.config, text.replaceAll(' fresh ', ` ${windowId} `));
    return mirror;
  }

  /** The path of a socket at which no process listens any more. */
  async function deadSocket(): Promise<string> {
    const path = join(folder().folder, 'dead');
    rmSync(path, { force: true });
    const listen = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    await run(process.execPath, ['-e', listen, path], process.env);
    assert.ok(existsSync(path));
    return path;
  }
});

function age(path: string, days: number): void {
  const time = new Date(Date.now() - days * dayMs);
  utimesSync(path, time, time);
}

/** Runs the helper for the profile `plain`, as the mirror says. */
function callHelper({ config }: WindowMirror, env: NodeJS.ProcessEnv): Promise<Run> {
  const [, line] = /^credential_process = (.* )plain$/mu.exec(readFileSync(config, 'utf8')) ?? [];
  assert.ok(line);
  return run('sh', ['-c', `${line}plain`], env);
}

function assertTombstone({ folder: path, config, broker }: WindowMirror): void {
  assert.match(readFileSync(config, 'utf8'), /^credential_process = /mu);
  assert.ok(!existsSync(broker));
  assert.ok(!isWindow(dirname(path), path.slice(dirname(path).length + 1)));
  if (hasFileModes) assert.equal(statSync(path).mode & 0o777, 0o500);
}
