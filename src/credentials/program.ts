import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { Cancelled } from '../failure.ts';

/** How a program ended, or why it was not waited for. */
export type Ending =
  | {
      readonly kind: 'exited';
      /** The exit code, or the signal that ended it. */
      readonly exit: number | string;
      readonly output: string;
      /** How much it wrote to its error stream, which is not read: it may hold secrets. */
      readonly complaintBytes: number;
    }
  | { readonly kind: 'notStarted'; readonly reason: string }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'tooLong' };

export interface Limits {
  readonly timeoutMs: number;
  readonly outputBytes: number;
}

const isWindows = process.platform === 'win32';

/**
 * Runs a program without a shell and without a window, in the environment of VS Code. It starts in the home folder, so
 * that no workspace has a say in what a relative path means. Rejects with `Cancelled`. Whoever is not waited for to the
 * end is ended, on POSIX with all the processes that it started.
 */
export async function runProgram(
  [program = '', ...args]: readonly string[],
  { timeoutMs, outputBytes }: Limits,
  signal: AbortSignal,
): Promise<Ending> {
  if (signal.aborted) throw new Cancelled();
  const child = start(program, args);
  if (typeof child === 'string') return { kind: 'notStarted', reason: child };
  const over = new AbortController();
  try {
    return await Promise.race([
      ending(child, outputBytes),
      after(timeoutMs, over.signal),
      cancelled(signal, over.signal),
    ]);
  } finally {
    over.abort();
    end(child);
  }
}

/** The process, or the code of the error where it is no program at all: Windows, for one, starts no `.cmd` alone. */
function start(program: string, args: readonly string[]): ChildProcess | string {
  try {
    return spawn(program, args, {
      cwd: homedir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      detached: !isWindows,
    });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EINVAL';
  }
}

function ending(child: ChildProcess, outputBytes: number): Promise<Ending> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let complaintBytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > outputBytes) resolve({ kind: 'tooLong' });
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => (complaintBytes += chunk.length));
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'notStarted', reason: error.code ?? error.name }),
    );
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ kind: 'exited', exit: code ?? signal ?? 0, output, complaintBytes });
    });
  });
}

function after(timeoutMs: number, over: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'timedOut' }), timeoutMs);
    over.addEventListener('abort', () => clearTimeout(timer));
  });
}

function cancelled(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Cancelled()), { signal: over });
  });
}

/** What does not end when it is asked to is killed. */
const graceMs = 1000;

function end(child: ChildProcess): void {
  if (child.pid === undefined || child.stdout?.closed) return;
  tell(child, 'SIGTERM');
  const timer = setTimeout(() => tell(child, 'SIGKILL'), graceMs).unref();
  child.once('close', () => clearTimeout(timer));
}

function tell(child: ChildProcess, signal: NodeJS.Signals): void {
  if (isWindows) {
    child.kill(signal);
    return;
  }
  try {
    // The whole group, whose id is that of its first process.
    process.kill(-(child.pid ?? 0), signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
