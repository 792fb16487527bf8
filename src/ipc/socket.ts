import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdtemp, readdir } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { deadlines, maxSizes } from '../base/deadlines.ts';
import { isOwnFolderSync, ownFolders, removeOwnFolder } from './ownFolders.ts';

/** The timeout of a call on either side, in milliseconds. A window that hangs must not keep the user waiting. */
export const callTimeoutMs = deadlines.windowMs;

/** The limits of a socket. */
export interface SocketLimits {
  /**
   * How long an answer may take, in milliseconds. Callers get the same time to send their line, but at most a second.
   */
  readonly answerMs: number;
  /** The number of simultaneous callers; further ones are disconnected. */
  readonly callers: number;
}

const betweenWindows: SocketLimits = { answerMs: callTimeoutMs, callers: 32 };

/**
 * Returns the one-line response, or undefined to disconnect. `signal` aborts when the caller disconnects. Must not
 * reject.
 */
export type LineHandler = (line: string, signal: AbortSignal) => Promise<string | undefined>;
const dayMs = 86_400_000;
const folderPrefix = 'rolecall-';
/** The only file in the folder of a socket. */
const socketName = 'line';
/** The longest socket path on macOS; Linux allows four bytes more. */
const maxAddressBytes = 103;

/**
 * A Unix socket in a folder that only this user can enter, or a Windows pipe. A pipe has no folder and weak access
 * rights, so only the encryption of the lines (`sealed.ts`) keeps others out.
 */
export interface WindowSocket {
  readonly address: string;
  /** False once the temporary folder was cleaned: the socket can no longer be reached. */
  isReachable(): Promise<boolean>;
  close(): void;
}

/**
 * Listens for callers. Each sends one line and receives one line. Rejects with the system's error if the socket cannot
 * be opened.
 */
export async function openSocket(handle: LineHandler, limits = betweenWindows): Promise<WindowSocket> {
  const address = await newAddress();
  const server = createServer((socket) => void serve(socket, handle, limits));
  // If a connection cannot be accepted (for example, too many files are open), its caller gets no answer.
  server.on('error', () => {});
  server.maxConnections = limits.callers;
  server.unref();
  const close = (): void => {
    // Closing a server unlinks its path. In a folder that is not the user's by now, that may be another file.
    if (process.platform === 'win32' || isOwnFolderSync(dirname(address))) server.close();
    removeSocket(address);
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

/** Sends a line and resolves with the response. Rejects if there is none; aborting `signal` disconnects. */
export async function sendLine(address: string, line: string, signal: AbortSignal): Promise<string> {
  const socket = createConnection({ path: address, signal });
  try {
    const response = readLine(socket);
    socket.write(`${line}\n`);
    return await response;
  } finally {
    socket.destroy();
  }
}

/**
 * Removes a socket of this user, which a window has closed or a killed window has left behind. Windows pipes are not
 * files and need no removal.
 */
export function removeSocket(address: string): void {
  const folder = dirname(address);
  if (process.platform === 'win32' || !basename(folder).startsWith(folderPrefix)) return;
  removeOwnFolder(folder, [socketName]);
}

/**
 * Removes sockets that have no listener and will get no caller because their registrations were deleted with a home
 * folder.
 */
async function sweep(): Promise<void> {
  if (process.platform === 'win32') return;
  for (const folder of await ownFolders(tmpdir(), folderPrefix)) {
    const address = join(folder, socketName);
    if (!(await isAbandoned(address).catch(() => false))) continue;
    await sendLine(address, '', AbortSignal.timeout(callTimeoutMs)).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? removeSocket(address) : undefined,
    );
  }
}

async function isAbandoned(address: string): Promise<boolean> {
  const found = await lstat(address);
  const isOld = found.isSocket() && Date.now() - found.mtimeMs > dayMs;
  return isOld && (await readdir(dirname(address))).length === 1;
}

async function newAddress(): Promise<string> {
  if (process.platform === 'win32') return `\\\\.\\pipe\\rolecall-${randomUUID()}`;
  const prefix = join(tmpdir(), folderPrefix);
  // Some systems silently truncate a longer path.
  if (Buffer.byteLength(join(`${prefix}XXXXXX`, socketName)) > maxAddressBytes)
    throw Object.assign(new Error('The path of the socket is too long'), { code: 'ENAMETOOLONG' });
  return join(await mkdtemp(prefix), socketName);
}

async function serve(socket: Socket, handle: LineHandler, { answerMs }: SocketLimits): Promise<void> {
  const disconnected = new AbortController();
  let timer = setTimeout(() => socket.destroy(), Math.min(answerMs, callTimeoutMs));
  socket.on('close', () => {
    clearTimeout(timer);
    disconnected.abort();
  });
  const line = await readLine(socket).catch(() => undefined);
  clearTimeout(timer);
  if (line !== undefined) timer = setTimeout(() => socket.destroy(), answerMs);
  const response = line === undefined ? undefined : await handle(line, disconnected.signal);
  if (response === undefined) socket.destroy();
  else socket.end(`${response}\n`);
}

/** Reads the first line and discards the rest. The error listener stays, so that no later socket error is unhandled. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: string): void => {
      text += chunk;
      const end = text.indexOf('\n');
      const isTooLong = text.length > maxSizes.lineLength;
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
