import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rmdir, unlink } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** How long a call may take, on either side, in milliseconds. A window that hangs must not keep a person waiting. */
export const patienceMs = 1000;
/** Some fifty sessions in one line: many times more than any plan has. */
const maxLineLength = 256 * 1024;

/** What a line takes upon itself. */
export interface SocketLimits {
  /** How long an answer may take, in milliseconds; a caller gets so long to ask, too, but never more than a second. */
  readonly answerMs: number;
  /** At once; one more is hung up on. */
  readonly callers: number;
}

const betweenWindows: SocketLimits = { answerMs: patienceMs, callers: 32 };

/** Gives the one line that a caller gets, or undefined to hang up. `signal` tells that the caller did. Must not reject. */
export type Answer = (said: string, signal: AbortSignal) => Promise<string | undefined>;
/** So many leftovers are looked at when a line is opened. */
const maxSwept = 50;
const dayMs = 86_400_000;
const folderPrefix = 'rolecall-';
/** What macOS allows for the path of a socket; Linux allows four bytes more. */
const maxAddressBytes = 103;

/** A Unix socket, in a folder that nobody else may enter, or a Windows pipe. */
export interface WindowSocket {
  readonly address: string;
  /** Not so once somebody has cleaned the temporary folder: nobody can call any more. */
  isReachable(): Promise<boolean>;
  close(): void;
}

/**
 * Waits for callers, each of whom says one line and gets one. Rejects with the system's error where there can be no
 * such line.
 */
export async function openSocket(answer: Answer, limits = betweenWindows): Promise<WindowSocket> {
  const address = await newAddress();
  const server = createServer((socket) => void serve(socket, answer, limits));
  // One that is not accepted (too many files are open, say) does without an answer.
  server.on('error', () => {});
  server.maxConnections = limits.callers;
  server.unref();
  const close = (): void => {
    server.close();
    if (process.platform !== 'win32') rmSync(dirname(address), { recursive: true, force: true });
  };
  try {
    server.listen(address);
    await once(server, 'listening');
    void sweep();
    return { address, isReachable: () => isReachable(address), close };
  } catch (error) {
    close();
    throw error;
  }
}

function isReachable(address: string): Promise<boolean> {
  if (process.platform === 'win32') return Promise.resolve(true);
  return lstat(address).then(
    (found) => found.isSocket(),
    () => false,
  );
}

/** Says a line and gives the one that comes back. Rejects where none does; `signal` hangs up. */
export async function call(address: string, said: string, signal: AbortSignal): Promise<string> {
  const socket = createConnection({ path: address, signal });
  try {
    const heard = readLine(socket);
    socket.write(`${said}\n`);
    return await heard;
  } finally {
    socket.destroy();
  }
}

/** Removes what a window that was killed has left of its line. Does not reject. */
export async function removeSocket(address: string): Promise<void> {
  const folder = dirname(address);
  if (!basename(folder).startsWith(folderPrefix)) return;
  await unlink(address).catch(() => {});
  await rmdir(folder).catch(() => {});
}

/** Removes lines that nobody listens at and nobody will ask for: their registrations went with a home folder. */
async function sweep(): Promise<void> {
  if (process.platform === 'win32') return;
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(folderPrefix)).slice(0, maxSwept)) {
    const address = join(tmpdir(), name, 'line');
    if (!(await isAbandoned(address).catch(() => false))) continue;
    await call(address, '', AbortSignal.timeout(patienceMs)).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? removeSocket(address) : undefined,
    );
  }
}

async function isAbandoned(address: string): Promise<boolean> {
  const found = await lstat(address);
  const isOurs = found.isSocket() && found.uid === process.getuid?.();
  return isOurs && Date.now() - found.mtimeMs > dayMs && (await readdir(dirname(address))).length === 1;
}

async function newAddress(): Promise<string> {
  if (process.platform === 'win32') return `\\\\.\\pipe\\rolecall-${randomUUID()}`;
  const prefix = join(tmpdir(), folderPrefix);
  // Some systems would cut a longer path off in silence.
  if (Buffer.byteLength(join(`${prefix}XXXXXX`, 'line')) > maxAddressBytes)
    throw Object.assign(new Error('The path of the socket is too long'), { code: 'ENAMETOOLONG' });
  return join(await mkdtemp(prefix), 'line');
}

async function serve(socket: Socket, answer: Answer, { answerMs }: SocketLimits): Promise<void> {
  const hungUp = new AbortController();
  let patience = setTimeout(() => socket.destroy(), Math.min(answerMs, patienceMs));
  socket.on('close', () => {
    clearTimeout(patience);
    hungUp.abort();
  });
  const said = await readLine(socket).catch(() => undefined);
  clearTimeout(patience);
  if (said !== undefined) patience = setTimeout(() => socket.destroy(), answerMs);
  const answered = said === undefined ? undefined : await answer(said, hungUp.signal);
  if (answered === undefined) socket.destroy();
  else socket.end(`${answered}\n`);
}

/** The first line; what comes after it is thrown away. From here on, no error of the socket goes unheard. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: string): void => {
      text += chunk;
      const end = text.indexOf('\n');
      const isTooLong = text.length > maxLineLength;
      if (end < 0 && !isTooLong) return;
      socket.off('data', take).resume();
      if (isTooLong) reject(new RangeError('The line is too long'));
      else resolve(text.slice(0, end));
    };
    socket.setEncoding('utf8').on('data', take);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('There was no line')));
  });
}
