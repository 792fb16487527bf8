import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../../../src/base/boundedFile.ts';
import { TimedOut } from '../../../src/base/deadline.ts';
import { newKey, seal, unseal } from '../../../src/ipc/sealed.ts';
import { Windows } from '../../../src/session/windows.ts';
import { eventually } from '../../eventually.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { runAsOrdinaryUser } from '../ordinaryUser.ts';

const hour = 3_600_000;
function registrationOf(address: string, key = newKey()): string {
  return JSON.stringify({ address, key: key.toString('base64') });
}

/** The number of socket folders; Windows pipes are not files. */
function linesOf(windows: number): number {
  return process.platform === 'win32' ? 0 : windows;
}

function asText(answer: unknown): string | undefined {
  return typeof answer === 'string' ? answer : undefined;
}

function ask(window: Windows, request?: unknown): Promise<string | undefined> {
  return window.ask('greet', request, asText);
}

/** Sends raw bytes. Returns the response and how long the connection stayed open. */
async function sendRaw(address: string, bytes: string | Buffer) {
  const start = performance.now();
  const socket = createConnection(address).on('error', () => {});
  socket.write(bytes);
  const answer = await text(socket).catch(() => 'cut off');
  return { answer, took: performance.now() - start };
}

describe('Windows', () => {
  let root: string;
  let folder: string;
  let log: RecordedLog;
  let windows: Windows[];
  let servers: Server[];
  let temporary: string | undefined;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rc-'));
    folder = join(root, 'windows');
    log = new RecordedLog();
    [windows, servers] = [[], []];
    temporary = process.env['TMPDIR'];
    process.env['TMPDIR'] = root;
  });

  afterEach(async () => {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
    for (const window of windows) window.dispose();
    for (const server of servers) server.close();
    await rm(root, { recursive: true });
  });

  const open = (): Windows => {
    const window = new Windows(folder, log);
    windows.push(window);
    return window;
  };
  /** A window that handles `greet` by returning a word or the result of a function. */
  const greeting = async (answer: string | ((request: unknown) => unknown)): Promise<Windows> => {
    const window = open();
    await window.listen({ greet: typeof answer === 'string' ? () => answer : answer });
    return window;
  };
  const addressFor = (name: string): string =>
    process.platform === 'win32' ? `\\\\.\\pipe\\${basename(root)}-${name}` : join(root, name);
  const lineFolders = async () => (await readdir(root)).filter((name) => name.startsWith('rolecall-'));
  /** Registers a listener that is not a real window. */
  const stranger = async (serve: (socket: Socket) => void, key = newKey()): Promise<Buffer> => {
    const address = addressFor(`stranger-${servers.length}`);
    const server = createServer((socket) => serve(socket.on('error', () => {})));
    servers.push(server.listen(address));
    await once(server, 'listening');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `stranger-${servers.length}`), registrationOf(address, key));
    return key;
  };
  const addressOf = async (name: string): Promise<string> => {
    const { address }: { address: string } = JSON.parse(await readFile(join(folder, name), 'utf8'));
    return address;
  };

  describe('that ask each other', () => {
    it('receive the result of a request', async () => {
      await greeting((request) => `hello ${JSON.stringify(request)}`);
      const other = open();
      assert.equal(
        await ask(other, { from: 'münchen\n', of: [1, null] }),
        'hello {"from":"münchen\\n","of":[1,null]}',
      );
      assert.equal(await ask(other), 'hello undefined');
    });

    it('receive what a window handles from when it listens on, and not before', async () => {
      const other = open();
      other.handle({ greet: () => 'hello' });
      assert.equal(await ask(open()), undefined);
      assert.deepEqual(await readdir(folder).catch(() => []), []);
      await other.listen({});
      assert.equal(await ask(open()), 'hello');
    });

    it('wait for an answer that takes a while', async () => {
      await greeting(() => sleep(200, 'later'));
      assert.equal(await ask(open()), 'later');
    });

    it('never ask themselves', async () => {
      const withLock = await greeting('hello');
      assert.equal(await ask(withLock), undefined);
    });

    it('receive nothing if there is no window, no listener, or no handler', async () => {
      assert.equal(await ask(open()), undefined);
      open();
      assert.equal(await ask(open()), undefined);
      await greeting('hello');
      for (const name of ['unheard-of', 'constructor', '__proto__', ''])
        assert.equal(await open().ask(name, undefined, asText), undefined);
      assert.equal(log.text, '');
    });

    it('ask all at once, and take the first useful answer', async () => {
      const response: number[] = [];
      for (const [i, answer] of [undefined, 7, sleep(150, 'hello')].entries())
        await greeting(() => {
          response.push(i);
          return answer;
        });
      await greeting(() => sleep(300, 'too late'));
      assert.equal(await ask(open()), 'hello');
      assert.deepEqual(new Set(response), new Set([0, 1, 2]));
    });

    it('wait for all answers if none of them is useful', async () => {
      let answers = 0;
      const answerLate = () => sleep(50 * answers++, 'heard');
      for (let i = 0; i < 3; i++) await greeting(answerLate);
      assert.equal(await open().ask('greet', undefined, () => undefined), undefined);
      assert.equal(answers, 3);
    });

    it('accept answers of up to a quarter of a million characters', async () => {
      const answers = ['x'.repeat(190_000), 'x'.repeat(200_000)];
      await greeting(() => answers.shift());
      const other = open();
      assert.equal((await ask(other))?.length, 190_000);
      assert.equal((await ask(other))?.length, undefined);
    });

    it('get answers without delay', async () => {
      await greeting('hello');
      const other = open();
      await ask(other);
      const start = performance.now();
      for (let i = 0; i < 20; i++) await ask(other);
      assert.ok(performance.now() - start < 1000);
    });

    it('log errors of the window that answers', async () => {
      await greeting(() => {
        throw new TypeError('a bug');
      });
      assert.equal(await ask(open()), undefined);
      assert.equal(log.errors.length, 1);
      assert.match(log.errors[0]!, /TypeError: a bug/);
    });
  });

  describe('open nothing', () => {
    it('before they listen', async () => {
      await ask(open());
      assert.deepEqual(await readdir(root), []);
    });

    it('that others can enter', async function () {
      if (process.platform === 'win32') this.skip();
      await greeting('hello');
      const modes = [
        folder,
        join(folder, (await readdir(folder))[0]!),
        join(root, (await lineFolders())[0]!),
      ];
      assert.deepEqual(
        await Promise.all(modes.map(async (path) => ((await stat(path)).mode & 0o777).toString(8))),
        ['700', '600', '700'],
      );
    });

    it('twice', async () => {
      const window = open();
      const [, , , name] = await Promise.all([
        ...[1, 2, 3].map((i) => window.listen({ greet: () => `hello ${i}` })),
        eventually(async () => (await readdir(folder))[0]!),
      ]);
      await window.listen({ other: () => 'other' });
      assert.deepEqual([await readdir(folder), (await lineFolders()).length], [[name], linesOf(1)]);
      assert.equal(await ask(open()), 'hello 3');
      assert.equal(log.text, '');
    });

    it('that remains after they close', async () => {
      const window = await greeting('hello');
      window.dispose();
      assert.deepEqual([await readdir(folder), await lineFolders()], [[], []]);
      await window.listen({});
      window.dispose();
      assert.deepEqual([await readdir(folder), await lineFolders()], [[], []]);
      assert.equal(log.text, '');
    });

    it('that remains if they close while opening', async () => {
      for (let turns = 0; turns < 12; turns++) {
        const window = open();
        const listening = window.listen({});
        for (let i = 0; i < turns; i++) await new Promise(setImmediate);
        window.dispose();
        await listening;
        assert.deepEqual([await readdir(folder).catch(() => []), await lineFolders()], [[], []]);
      }
      assert.equal(log.text, '');
    });
  });

  describe('do not answer', () => {
    it('callers without the key', async () => {
      let requestCount = 0;
      await greeting(() => `${++requestCount}`);
      const [name = ''] = await readdir(folder);
      const address = await addressOf(name);
      await writeFile(join(folder, name), registrationOf(address));
      assert.equal(await ask(open()), undefined);
      assert.equal(requestCount, 0);
    });

    it('callers of another account', async function () {
      if (process.getuid?.() !== 0) this.skip();
      await greeting('hello');
      const [name = ''] = await readdir(folder);
      // All surrounding folders are open: the windows themselves must keep others out.
      await chmod(root, 0o755);
      const program = `
        import { readFileSync } from 'node:fs';
        import { connect } from 'node:net';
        const codeOf = (error) => console.log(error.code);
        try { readFileSync(${JSON.stringify(join(folder, name))}) } catch (error) { codeOf(error) }
        connect(${JSON.stringify(await addressOf(name))}).on('error', codeOf).on('connect', () => process.exit(1));`;
      assert.equal((await runAsOrdinaryUser(program)).stdout, 'EACCES\nEACCES\n');
    });

    for (const [what, bytes] of [
      ['callers that send junk', 'GET / HTTP/1.1\r\n\r\n'],
      ['callers that send random bytes', Buffer.concat([newKey(), Buffer.from('\n')])],
      ['callers that send an empty line', '\n'],
      ['callers that send an endless line', 'x'.repeat(10_000_000)],
    ] as const)
      it(what, async () => {
        await greeting('hello');
        const [name = ''] = await readdir(folder);
        const { answer, took } = await sendRaw(await addressOf(name), bytes);
        assert.ok(answer === '' || answer === 'cut off', answer);
        assert.ok(took < 900, `${took} ms`);
        assert.equal(await ask(open()), 'hello');
        assert.equal(log.text, '');
      });

    it('callers that send nothing for more than a second', async () => {
      await greeting('hello');
      const [name = ''] = await readdir(folder);
      const { answer, took } = await sendRaw(await addressOf(name), 'half a line');
      assert.equal(answer, '');
      assert.ok(took > 900 && took < 2000, `${took} ms`);
    });

    it('a crowd of callers that send nothing, but then the next caller with a request', async () => {
      await greeting('hello');
      const address = await addressOf((await readdir(folder))[0]!);
      const callers = Array.from({ length: 100 }, () => sendRaw(address, 'half a line'));
      const lasted = (await Promise.all(callers)).filter(({ took }) => took > 900);
      assert.equal(lasted.length, 32, 'the others are rejected');
      assert.equal(await ask(open()), 'hello');
    });
  });

  describe('do not trust', () => {
    it('windows that do not answer for more than a second', async () => {
      await stranger(() => {});
      const start = performance.now();
      assert.equal(await ask(open()), undefined);
      const took = performance.now() - start;
      assert.ok(took > 900 && took < 2000, `${took} ms`);
      await greeting('hello');
      assert.equal(await ask(open()), 'hello');
      assert.ok(performance.now() - start - took < 900, 'the silent window is not waited for');
    });

    const impostors: readonly [string, (line: string) => string][] = [
      ['return the request', (line) => line],
      ['do not have the key', () => seal('"mine"', newKey(), 'question')],
      ['send junk', () => '"mine"'],
      ['send an empty line', () => ''],
      ['send an endless line', () => 'x'.repeat(1_000_000)],
    ];
    for (const [what, answer] of impostors)
      it(`windows that ${what}`, async () => {
        await stranger((socket) => {
          socket.setEncoding('utf8').on('data', (line: string) => socket.end(`${answer(line.trim())}\n`));
        });
        assert.equal(await ask(open()), undefined);
        assert.equal(log.text, '');
      });

    it('windows that answer another request', async () => {
      const answers: string[] = [];
      const key = await stranger((socket) => {
        socket.setEncoding('utf8').on('data', (line: string) => {
          assert.equal(unseal(line.trim(), key, 'question'), '{"name":"greet"}');
          answers.push(seal('"hello"', key, line.trim()));
          socket.end(`${answers[0]!}\n`);
        });
      });
      assert.equal(await ask(open()), 'hello');
      assert.equal(await ask(open()), undefined);
    });

    it('windows with an unreadable registration', async () => {
      await mkdir(folder);
      for (const [i, content] of ['', '{', 'null', '7', '{}', '{"address":7,"key":""}'].entries())
        await writeFile(join(folder, `${i}`), content);
      await mkdir(join(folder, 'folder'));
      await greeting('hello');
      assert.equal(await ask(open()), 'hello');
      assert.equal(log.text, '');
    });
  });

  describe('do not block on a registration', () => {
    it('that is a pipe', async function () {
      if (process.platform === 'win32') this.skip();
      await mkdir(folder);
      // More than the threads of Node's file system pool.
      for (let i = 0; i < 8; i++) execFileSync('mkfifo', [join(folder, `pipe-${i}`)]);
      await greeting('hello');
      try {
        assert.equal(await ask(open()), 'hello');
      } finally {
        // Releases readers that wait for a writer.
        for (const name of readdirSync(folder))
          if (name.startsWith('pipe-')) closeSync(openSync(join(folder, name), 'r+'));
      }
    });

    it('in a folder that does not respond, which is not asked again meanwhile', async () => {
      await greeting('hello');
      const disk = Promise.withResolvers<void>();
      await assert.rejects(
        onDisk(folder, () => disk.promise, 20),
        TimedOut,
      );
      assert.equal(await ask(open()), undefined);
      disk.resolve();
      assert.equal(await ask(open()), 'hello');
    });

    it('that is too large', async () => {
      await greeting('hello');
      const path = join(folder, (await readdir(folder))[0]!);
      const registration = await readFile(path, 'utf8');
      await writeFile(path, registration.padEnd(5000));
      assert.equal(await ask(open()), undefined);
      await writeFile(path, registration.padEnd(4000));
      assert.equal(await ask(open()), 'hello');
    });
  });

  describe('remove the socket', () => {
    it('of a killed window without a registration, after a day', async function () {
      if (process.platform === 'win32') this.skip();
      const lines = ['rolecall-old', 'rolecall-young', 'rolecall-shared', 'somebody-else'];
      for (const name of lines) await mkdir(join(root, name));
      const program = `
        const { createServer } = require('node:net');
        let opened = 0;
        for (const path of process.argv.slice(1))
          createServer().listen(path, () => ++opened === ${lines.length} && process.kill(process.pid, 'SIGKILL'));`;
      const paths = lines.map((name) => join(root, name, 'line'));
      await once(spawn(process.execPath, ['-e', program, ...paths]), 'exit');
      await greeting('hello');
      const [alive = ''] = (await lineFolders()).filter((name) => !lines.includes(name));
      await writeFile(join(root, 'rolecall-shared', 'more'), '');
      const dayAgo = new Date(Date.now() - 25 * hour);
      for (const name of [...lines, alive])
        if (name !== 'rolecall-young') await utimes(join(root, name, 'line'), dayAgo, dayAgo);
      await greeting('hello');
      await eventually(async () => assert.ok(!(await readdir(root)).includes('rolecall-old')));
      const left = await readdir(root);
      for (const name of [...lines.slice(1), alive]) assert.ok(left.includes(name), name);
    });

    it('never of another user, or behind a link', async function () {
      if (process.getuid?.() !== 0) this.skip();
      const lines = ['private', 'rolecall-theirs', 'rolecall-old'].map((name) => join(root, name, 'line'));
      for (const path of lines) await mkdir(dirname(path));
      const program = `
        const { createServer } = require('node:net');
        let opened = 0;
        for (const path of process.argv.slice(1))
          createServer().listen(path, () => ++opened === ${lines.length} && process.kill(process.pid, 'SIGKILL'));`;
      await once(spawn(process.execPath, ['-e', program, ...lines]), 'exit');
      const dayAgo = new Date(Date.now() - 25 * hour);
      for (const path of lines) await utimes(path, dayAgo, dayAgo);
      await chown(join(root, 'rolecall-theirs'), 65_533, 65_533);
      await symlink(join(root, 'private'), join(root, 'rolecall-link'));
      await greeting('hello');
      await eventually(async () => assert.ok(!(await readdir(root)).includes('rolecall-old')));
      for (const path of lines.slice(0, 2)) assert.ok((await stat(path)).isSocket(), path);
    });

    it('of a closed window, but nothing behind a link that is in its place by now', async function () {
      if (process.platform === 'win32') this.skip();
      const window = await greeting('hello');
      const [name = ''] = await lineFolders();
      await rm(join(root, name), { recursive: true });
      await mkdir(join(root, 'private'));
      for (const file of ['line', 'diary']) await writeFile(join(root, 'private', file), 'mine');
      await symlink(join(root, 'private'), join(root, name));
      window.dispose();
      assert.deepEqual(await readdir(join(root, 'private')), ['diary', 'line']);
    });
  });

  describe('remove the registration', () => {
    it('of a window whose socket has no listener, and the socket', async function () {
      if (process.platform === 'win32') this.skip();
      for (const [name, isOurs] of [
        ['rolecall-killed', true],
        ['somebody-else', false],
      ] as const) {
        await mkdir(join(root, name));
        const address = join(root, name, 'line');
        await writeFile(address, ''); // refuses connections like a socket without a listener
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, name), registrationOf(address));
        assert.equal(await ask(open()), undefined);
        assert.deepEqual(await readdir(folder), []);
        assert.equal((await readdir(root)).includes(name), !isOurs);
      }
    });

    it('without a socket only when no valid session can be left', async () => {
      await mkdir(folder);
      const registration = registrationOf(addressFor('elsewhere'));
      for (const [name, content] of [
        ['another machine', registration],
        ['half a file', '{'],
        ['half a key', registration.replace(/"key":"..../u, '"key":"')],
      ] as const) {
        const path = join(folder, name);
        await writeFile(path, content);
        await ask(open());
        assert.deepEqual(await readdir(folder), [name]);
        const longAgo = new Date(Date.now() - 37 * hour);
        await utimes(path, longAgo, longAgo);
        await ask(open());
        assert.deepEqual(await readdir(folder), []);
      }
    });

    it('only until the window listens again', async () => {
      const window = await greeting('hello');
      await rm(folder, { recursive: true });
      assert.equal(await ask(open()), undefined);
      await window.listen({});
      assert.equal(await ask(open()), 'hello');
    });

    it('and reopen a socket that was deleted', async function () {
      if (process.platform === 'win32') this.skip();
      const window = await greeting('hello');
      for (const name of await lineFolders()) await rm(join(root, name), { recursive: true });
      assert.equal(await ask(open()), undefined);
      await window.listen({});
      assert.equal(await ask(open()), 'hello');
      assert.deepEqual([(await readdir(folder)).length, (await lineFolders()).length], [1, 1]);
      window.dispose();
      assert.deepEqual([await readdir(folder), await lineFolders()], [[], []]);
      assert.equal(log.text, '');
    });

    it('never of a window that has created a session since', async () => {
      const window = await greeting('hello');
      const path = join(folder, (await readdir(folder))[0]!);
      const longAgo = new Date(Date.now() - 37 * hour);
      await utimes(path, longAgo, longAgo);
      await window.listen({});
      assert.ok((await stat(path)).mtimeMs > Date.now() - hour);
    });
  });

  describe('do without each other, and log that once,', () => {
    it("if the socket's path would be too long", async function () {
      if (process.platform === 'win32') this.skip();
      process.env['TMPDIR'] = join(root, 'x'.repeat(90));
      await mkdir(process.env['TMPDIR']);
      const window = await greeting('hello');
      await window.listen({});
      assert.deepEqual(log.warnings, ['Windows cannot ask each other: ENAMETOOLONG']);
      assert.deepEqual(await readdir(process.env['TMPDIR']), []);
      assert.equal(await ask(open()), undefined);
    });

    it('if the folder cannot be created', async () => {
      await writeFile(folder, 'in the way');
      const window = await greeting('hello');
      await window.listen({});
      assert.equal(await ask(window), undefined);
      assert.equal(log.warnings.length, 1);
      assert.match(log.warnings[0]!, /^Windows cannot ask each other: E(NOTDIR|EXIST)$/);
    });

    it('if a socket cannot be created', async function () {
      if (process.platform === 'win32') this.skip();
      process.env['TMPDIR'] = join(root, 'missing');
      await (await greeting('hello')).listen({});
      assert.deepEqual(log.warnings, ['Windows cannot ask each other: ENOENT']);
      process.env['TMPDIR'] = root;
      await windows[0]!.listen({});
      assert.equal(await ask(open()), 'hello', 'until there is one');
    });
  });
});
