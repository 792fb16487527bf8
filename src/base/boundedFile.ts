import { close, constants, createReadStream, fstat, open } from 'node:fs';
import { Socket } from 'node:net';
import { homedir } from 'node:os';
import { dirname, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { TimedOut, withDeadline } from './deadline.ts';
import { deadlines, maxSizes } from './deadlines.ts';
import { FailureError } from './failure.ts';

/** The limits of a file that is read. */
export interface FileLimits {
  readonly bytes?: number;
  readonly ms?: number;
}

/**
 * Reads a file, but not for ever: another program may have put a pipe or a device in its place, and a network drive may
 * not respond. Rejects with the system's error, with `TimedOut`, or with the code `EFBIG` if the file is too large.
 */
export async function readBytes(
  path: string,
  { bytes = maxSizes.fileBytes, ms }: FileLimits = {},
): Promise<Buffer> {
  return onDisk(path, (signal) => readAll(path, bytes, signal), ms);
}

/** Like `readBytes`, as UTF-8 text. */
export async function readText(path: string, limits?: FileLimits): Promise<string> {
  return (await readBytes(path, limits)).toString('utf8');
}

/**
 * The text of a file, or an empty one if there is none that can be read. Rejects with a failure if the file does not
 * respond, because then it is unknown what it contains.
 */
export async function readTextIfAny(path: string): Promise<string> {
  return readText(path).catch((error: unknown) => {
    if (!(error instanceof TimedOut)) return '';
    throw new FailureError({ code: 'fileUnreadable', path, reason: 'timedOut' }, { cause: error });
  });
}

interface Operation {
  /** Does not reject. */
  readonly ended: Promise<void>;
  isLate: boolean;
}

/** The operations that have not ended, by path. */
const running = new Map<string, Operation>();

/**
 * Runs an operation on a file or folder, and waits for it at most `ms` milliseconds. A call to a network drive that
 * does not respond occupies one of the process's four threads for files until the drive responds. Therefore there is
 * one operation on a path at a time, and while one is late, no other begins in that folder or below it. Rejects with
 * what the operation rejects with, or with `TimedOut`.
 */
export function onDisk<T>(
  path: string,
  operation: (signal: AbortSignal) => Promise<T>,
  ms: number = deadlines.fileMs,
): Promise<T> {
  return withDeadline(ms, neverAborted, async (signal) => {
    for (let wait = blockerOf(path); wait; wait = blockerOf(path)) await wait;
    signal.throwIfAborted();
    const result = operation(signal);
    const ended = result.then(ignore, ignore).then(() => void running.delete(path));
    const own: Operation = { ended, isLate: false };
    running.set(path, own);
    signal.addEventListener('abort', () => (own.isLate = true));
    return result;
  });
}

/** What an operation on `path` must wait for. */
function blockerOf(path: string): Promise<void> | undefined {
  for (const [other, { ended, isLate }] of running)
    if (path === other || (isLate && isBelow(dirname(other), path))) return ended;
  return undefined;
}

/** The home folder and those above it contain more than one drive. */
function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder + sep) && !`${homedir()}${sep}`.startsWith(folder + sep) && folder !== sep;
}

const neverAborted = new AbortController().signal;

function ignore(): void {}

/** Most files fit into one. */
const chunkBytes = 256 * 1024;

/** Opening a pipe would otherwise block until a program writes to it. Windows has no such pipes in folders. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

async function readAll(path: string, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const stream = await streamOf(await promisify(open)(path, openFlags));
  if (signal.aborted) stream.destroy();
  signal.addEventListener('abort', () => stream.destroy());
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) throw Object.assign(new Error('The file is too large'), { code: 'EFBIG' });
  }
  return Buffer.concat(chunks);
}

/** The content of an open file. A pipe is read as soon as it has content, without occupying a thread until then. */
async function streamOf(fd: number): Promise<Readable> {
  const found = await promisify(fstat)(fd).catch((error: unknown) => {
    close(fd);
    throw error;
  });
  return found.isFIFO()
    ? new Socket({ fd, readable: true, writable: false })
    : createReadStream('', { fd, highWaterMark: chunkBytes });
}
