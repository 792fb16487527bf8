import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../base/environment.ts';
import { codeOf } from '../../base/errorCode.ts';
import { Cancelled } from '../../base/failure.ts';
import { isWindows } from '../../base/platform.ts';
import { batchArguments, isBatchFile } from './batchFile.ts';
import { Tail } from './outputTail.ts';

/** How a program ended, or why it was not waited for. */
export type Ending =
  | {
      readonly kind: 'exited';
      /** The exit code, or the signal that ended it. */
      readonly exit: number | string;
      readonly output: string;
      readonly complaint: string;
    }
  | { readonly kind: 'notStarted'; readonly reason: string }
  | { readonly kind: 'timedOut' | 'tooLong'; readonly complaint: string };

export interface Limits {
  readonly timeoutMs: number;
  readonly outputBytes: number;
}

/** Of its error stream the last lines are kept. */
const complaintBytes = 2048;

/**
 * Runs a program without a shell and without a window. It starts in the home folder, so that no workspace has a say in
 * what a relative path means. Rejects with `Cancelled`. Whoever is not waited for to the
 * end is ended with all the processes that it started.
 */
export async function runProgram(
  words: readonly string[],
  environment: Environment,
  { timeoutMs, outputBytes }: Limits,
  signal: AbortSignal,
): Promise<Ending> {
  if (signal.aborted) throw new Cancelled();
  const child = start(words, environment);
  if (typeof child === 'string') return { kind: 'notStarted', reason: child };
  const complaint = new Tail(complaintBytes);
  child.stderr?.on('data', (chunk: Buffer) => complaint.add(chunk));
  const over = new AbortController();
  try {
    return await Promise.race([
      ending(child, outputBytes, complaint),
      after(timeoutMs, over.signal).then(() => ({ kind: 'timedOut', complaint: complaint.text }) as const),
      cancelled(signal, over.signal),
    ]);
  } finally {
    over.abort();
    end(child);
  }
}

/** The process, or the code of the error where it is no program at all. */
function start(words: readonly string[], environment: Environment): ChildProcess | string {
  const [program = '', ...args] = words;
  const options: SpawnOptions = {
    cwd: homedir(),
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: !isWindows,
  };
  try {
    if (!isWindows || !isBatchFile(program)) return spawn(program, args, options);
    const ofCmd = batchArguments(words);
    return ofCmd
      ? spawn(inSystem('cmd.exe'), ofCmd, { ...options, windowsVerbatimArguments: true })
      : 'EINVAL';
  } catch (error) {
    return codeOf(error) || 'EINVAL';
  }
}

function inSystem(program: string): string {
  return join(process.env['SystemRoot'] || String.raw`C:\Windows`, 'System32', program);
}

function ending(child: ChildProcess, outputBytes: number, complaint: Tail): Promise<Ending> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > outputBytes) resolve({ kind: 'tooLong', complaint: complaint.text });
      else chunks.push(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'notStarted', reason: error.code ?? error.name }),
    );
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ kind: 'exited', exit: code ?? signal ?? 0, output, complaint: complaint.text });
    });
  });
}

function after(timeoutMs: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
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
  if (isWindows) return endOnWindows(child, child.pid);
  tell(child.pid, 'SIGTERM');
  const timer = setTimeout(tell, graceMs, child.pid, 'SIGKILL').unref();
  child.once('close', () => clearTimeout(timer));
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    // The whole group, whose id is that of its first process.
    process.kill(-pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** There nobody can be asked to end, and who is killed leaves behind what they started. */
function endOnWindows(child: ChildProcess, pid: number): void {
  const options: SpawnOptions = { stdio: 'ignore', windowsHide: true };
  spawn(inSystem('taskkill.exe'), ['/t', '/f', '/pid', String(pid)], options).on('error', () => child.kill());
}
