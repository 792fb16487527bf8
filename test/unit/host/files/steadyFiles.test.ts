import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync, promises, writeFileSync, writeSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FailureError } from '../../../../src/base/failure.ts';
import { backupPath } from '../../../../src/host/files/awsFiles.ts';
import { stage } from '../../../../src/host/files/diskFiles.ts';
import { nodeFiles } from '../../../../src/host/files/nodeFiles.ts';
import { SteadyFiles, type SteadyTiming } from '../../../../src/host/files/steadyFiles.ts';
import type { ProfileChange } from '../../../../src/profiles/changes.ts';
import { ProfileStore } from '../../../../src/profiles/store.ts';
import { type EditableFiles, makeChange } from '../../../../src/profiles/writer.ts';
import { eventually } from '../../../eventually.ts';
import { loadReader } from '../../profiles/profileReader.ts';

const names = Array.from({ length: 40 }, (_, i) => `profile-${i}`);
const many = names.map((name) => `[profile ${name}]\nregion = eu-west-1\n`).join('');
const addOurs: ProfileChange = {
  kind: 'add',
  name: 'ours',
  config: [['region', 'eu-west-1']],
  credentials: [],
};
const quick: SteadyTiming = { calmMs: 700, emptiedMs: 700, stableMs: 100, busyMs: 1500, pollMs: 20 };
/** Longer than most pauses of the other program. */
const patient: SteadyTiming = { ...quick, calmMs: 1200, emptiedMs: 5000, busyMs: 20_000 };

/** Changes files as a window does, without its editors and its lock. */
function editable(files: SteadyFiles): EditableFiles {
  return {
    current: (path) => files.steady(path),
    async rewrite(rewrites) {
      const staged = await stage(rewrites, { keepBackup: true, now: Date.now });
      try {
        const outcome = await staged.commit();
        if (outcome === 'written')
          for (const { path, after } of rewrites) await files.noteWritten(path, after);
        return outcome;
      } finally {
        await staged.discard();
      }
    },
  };
}

describe('a file that another program is writing in place', function () {
  this.timeout(30_000);
  let folder: string;
  let config: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-steady-'));
    config = join(folder, 'config');
    await writeFile(config, many);
  });

  afterEach(() => rm(folder, { recursive: true }));

  const paths = () => ({ config, credentials: join(folder, 'credentials') });

  /** Starts the other program, and waits until it has emptied the file. `ended` resolves when it has written it. */
  async function startWriter(...args: readonly string[]): Promise<{ readonly ended: Promise<unknown> }> {
    const writer = fork(join(import.meta.dirname, 'inPlaceWriter.ts'), [config, ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const ended = once(writer, 'exit');
    await once(createInterface(writer.stdout!), 'line');
    return { ended };
  }

  async function profileNames(path = config): Promise<readonly string[]> {
    const text = await readFile(path, 'utf8');
    return [...text.matchAll(/^\[profile (.*)\]$/gmu)].map(([, name]) => name ?? '');
  }

  const writers: Readonly<Record<string, readonly string[]>> = {
    'for a moment': ['50'],
    'for longer than the watcher waits': ['400'],
    'while a command runs': ['2500'],
    'and writes it in parts': ['300', '4'],
    'and writes it in parts, with long pauses': ['2001', '4'],
    'by removing it': ['300', '1', 'remove'],
  };
  for (const [how, args] of Object.entries(writers)) {
    it(`loses nothing if the program empties it ${how}`, async () => {
      const files = new SteadyFiles(nodeFiles, args[0] === '2001' ? undefined : patient);
      await files.read(config);
      const { ended } = await startWriter(...args);
      await makeChange(editable(files), paths(), addOurs);
      assert.deepEqual(await ended, [0, null]);
      assert.deepEqual(await profileNames(), [...names, 'theirs-本番', 'ours']);
      assert.deepEqual(await profileNames(backupPath(config)), [...names, 'theirs-本番']);
      assert.deepEqual((await readdir(folder)).toSorted(), ['config', 'config.rolecall-backup']);
    });
  }

  it('loses nothing even if the window has read it half written', async () => {
    const files = new SteadyFiles(nodeFiles, patient);
    const store = new ProfileStore(files, paths(), loadReader);
    await store.ready();
    const { ended } = await startWriter('900', '2');
    const size = () => store.state.profiles.profiles.size;
    await eventually(() => assert.ok(size() > 0 && size() < names.length));
    await makeChange(editable(files), paths(), addOurs);
    assert.deepEqual(await ended, [0, null]);
    store.dispose();
    assert.deepEqual(await profileNames(), [...names, 'theirs-本番', 'ours']);
  });

  it('loses nothing if it is empty when it is read for the first time', async () => {
    const { ended } = await startWriter('700');
    await makeChange(editable(new SteadyFiles(nodeFiles, patient)), paths(), addOurs);
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(await profileNames(), [...names, 'theirs-本番', 'ours']);
  });

  for (const [parts, part] of [
    ['2', 'a half'],
    ['3', 'all that was there before'],
  ] as const)
    it(`loses nothing if ${part} is written when it is read for the first time`, async () => {
      const written = part === 'a half' ? many.length / 2 : many.length;
      const { ended } = await startWriter('700', parts);
      await eventually(async () => assert.ok((await stat(config)).size >= written));
      await makeChange(editable(new SteadyFiles(nodeFiles, patient)), paths(), addOurs);
      assert.deepEqual(await ended, [0, null]);
      assert.deepEqual(await profileNames(), [...names, 'theirs-本番', 'ours']);
    });

  it('loses nothing if the new text has the size of the old one', async () => {
    const files = new SteadyFiles(nodeFiles, patient);
    await files.read(config);
    const file = openSync(config, 'r+');
    const theirs = many.replaceAll('eu-west-1', 'us-west-2');
    writeSync(file, theirs.slice(0, theirs.length / 2));
    const changing = makeChange(editable(files), paths(), addOurs);
    await eventually(async () => assert.ok(Date.now() - (await stat(config)).mtimeMs > 700));
    writeSync(file, theirs.slice(theirs.length / 2));
    closeSync(file);
    await changing;
    assert.ok((await readFile(config, 'utf8')).startsWith(theirs));
  });

  it('loses nothing in the file that a link leads to', async () => {
    const target = join(folder, 'target');
    await rename(config, target);
    await symlink(target, config);
    const files = new SteadyFiles(nodeFiles, patient);
    await files.read(config);
    const { ended } = await startWriter('700', '3');
    await makeChange(editable(files), paths(), addOurs);
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(await profileNames(target), [...names, 'theirs-本番', 'ours']);
  });

  it('gets the program’s text if the program opens it at the last moment', async () => {
    const { link } = promises;
    let file: number | undefined;
    promises.link = async (from, to) => {
      await link(from, to);
      file ??= openSync(config, 'w');
    };
    syncBuiltinESMExports();
    const files = new SteadyFiles(nodeFiles, patient);
    const changing = makeChange(editable(files), paths(), addOurs);
    await eventually(() => assert.ok(file !== undefined));
    promises.link = link;
    syncBuiltinESMExports();
    writeSync(file!, `${many}[profile theirs]\n`);
    closeSync(file!);
    await changing;
    assert.deepEqual(await profileNames(), [...names, 'theirs', 'ours']);
    assert.deepEqual((await readdir(folder)).toSorted(), ['config', 'config.rolecall-backup']);
  });

  it('is changed once the user has emptied it and nothing more happens', async () => {
    const files = new SteadyFiles(nodeFiles, quick);
    await files.read(config);
    writeFileSync(config, '');
    const start = performance.now();
    await makeChange(editable(files), paths(), addOurs);
    assert.ok(performance.now() - start >= quick.calmMs - 100);
    assert.deepEqual(await profileNames(), ['ours']);
    assert.ok(!(await readdir(folder)).includes('config.rolecall-backup'), 'an empty text is no backup');
  });

  it('is changed at once if it has been empty for long', async () => {
    writeFileSync(config, '');
    await eventually(async () => assert.ok(Date.now() - (await stat(config)).ctimeMs > 1000));
    const start = performance.now();
    await makeChange(editable(new SteadyFiles(nodeFiles, { ...quick, calmMs: 1000 })), paths(), addOurs);
    assert.ok(performance.now() - start < 1000);
    assert.deepEqual(await profileNames(), ['ours']);
  });

  it('is changed at once after this window has changed it', async () => {
    const files = new SteadyFiles(nodeFiles, quick);
    await makeChange(editable(files), paths(), { kind: 'remove', name: 'profile-0' });
    const start = performance.now();
    await makeChange(editable(files), paths(), addOurs);
    assert.ok(performance.now() - start < quick.calmMs / 2);
    assert.deepEqual(await profileNames(), [...names.slice(1), 'ours']);
  });

  it('is not what this window has written if the program has emptied it since', async () => {
    const files = new SteadyFiles(nodeFiles, quick);
    writeFileSync(config, '');
    await files.noteWritten(config, many);
    const changing = makeChange(editable(files), paths(), addOurs);
    await eventually(async () => assert.ok(Date.now() - (await stat(config)).mtimeMs > quick.calmMs / 2));
    writeFileSync(config, many);
    await changing;
    assert.deepEqual(await profileNames(), [...names, 'ours']);
  });

  it('is left alone while the program keeps changing it', async () => {
    const timer = setInterval(() => appendFileSync(config, '# more\n'), 30);
    try {
      await assert.rejects(
        makeChange(editable(new SteadyFiles(nodeFiles, quick)), paths(), addOurs),
        (error) => {
          assert.ok(error instanceof FailureError);
          assert.deepEqual(error.failure, { code: 'fileUnwritable', path: config, reason: 'busy' });
          return true;
        },
      );
    } finally {
      clearInterval(timer);
    }
    assert.deepEqual(await profileNames(), names);
  });

  it('is reported while a change waits for it', async () => {
    const reports: [string, Promise<unknown>][] = [];
    const files = new SteadyFiles(nodeFiles, { ...quick, calmMs: 1200 }, (...report) => reports.push(report));
    const state = await files.steady(config);
    assert.deepEqual(
      reports.map(([path]) => path),
      [config],
    );
    assert.equal(await reports[0]?.[1], state);
    await files.steady(config);
    assert.equal(reports.length, 1);
  });

  it('is not lost when a shell writes it again and again, at any time', async () => {
    const shell = `
      for i in $(seq 15); do
        text=$(cat "$1")
        { sleep 0.05; printf '%s\\n[profile theirs-%s]\\n' "$text" "$i"; } > "$1"
        sleep 0.15
      done`;
    const files = new SteadyFiles(nodeFiles, patient);
    await files.read(config);
    const writer = spawn('sh', ['-c', shell, 'sh', config], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(writer, 'exit');
    for (let i = 0; writer.exitCode === null; i++)
      await makeChange(editable(files), paths(), { ...addOurs, name: `ours-${i}` });
    await ended;
    const found = await profileNames();
    const lost = names.filter((name) => !found.includes(name));
    assert.deepEqual(lost, []);
  });
});
