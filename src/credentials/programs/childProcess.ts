import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { onDisk } from '../../base/boundedFile.ts';
import { TimedOut } from '../../base/deadline.ts';
import type { Environment } from '../../base/environment.ts';
import { codeOf } from '../../base/errorCode.ts';
import { Cancelled } from '../../base/failure.ts';
import { isWindows } from '../../base/platform.ts';
import { batchArguments, isBatchFile } from './batchFile.ts';
import { Tail } from './outputTail.ts';

/** How a program ended, or why it was stopped. */
export type Ending =
  | {
      readonly kind: 'exited';
      /** The exit code, or the name of the signal that ended the process. */
      readonly exit: number | string;
      readonly output: string;
      readonly stderr: string;
    }
  | { readonly kind: 'notStarted'; readonly reason: string }
  | { readonly kind: 'timedOut' | 'tooLong'; readonly stderr: string };

export interface Limits {
  readonly timeoutMs: number;
  readonly outputBytes: number;
}

/** How many bytes at the end of stderr are kept. */
const stderrBytes = 2048;

/**
 * Runs a program without a shell or a console window. It starts in the home folder, so that no workspace determines
 * what a relative path means. Rejects with `Cancelled`. On timeout, excessive output or cancellation, the whole process
 * tree is killed.
 */
export async function runProgram(
  words: readonly string[],
  environment: Environment,
  { timeoutMs, outputBytes }: Limits,
  signal: AbortSignal,
): Promise<Ending> {
  if (await isUnresponsive(words[0])) return { kind: 'notStarted', reason: 'ETIMEDOUT' };
  if (signal.aborted) throw new Cancelled();
  const child = start(words, environment);
  if (typeof child === 'string') return { kind: 'notStarted', reason: child };
  const stderr = new Tail(stderrBytes);
  child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
  const finished = new AbortController();
  try {
    return await Promise.race([
      ending(child, outputBytes, stderr),
      after(timeoutMs, finished.signal).then(() => ({ kind: 'timedOut', stderr: stderr.text }) as const),
      cancelled(signal, finished.signal),
    ]);
  } finally {
    finished.abort();
    end(child);
  }
}

/**
 * Whether a program is on a network drive that does not respond. Starting it would block the whole extension host until
 * the drive responds.
 */
async function isUnresponsive(program = ''): Promise<boolean> {
  if (basename(program) === program) return false;
  const path = isAbsolute(program) ? program : join(homedir(), program);
  return onDisk(path, () => access(path)).then(
    () => false,
    (error: unknown) => error instanceof TimedOut,
  );
}

/** The process, or an error code if the program cannot be started. */
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
    const cmdArguments = batchArguments(words);
    return cmdArguments
      ? spawn(systemProgram('cmd.exe'), cmdArguments, { ...options, windowsVerbatimArguments: true })
      : 'EINVAL';
  } catch (error) {
    return codeOf(error) || 'EINVAL';
  }
}

function systemProgram(program: string): string {
  return join(process.env['SystemRoot'] || String.raw`C:\Windows`, 'System32', program);
}

function ending(child: ChildProcess, outputBytes: number, stderr: Tail): Promise<Ending> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > outputBytes) resolve({ kind: 'tooLong', stderr: stderr.text });
      else chunks.push(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'notStarted', reason: error.code ?? error.name }),
    );
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ kind: 'exited', exit: code ?? signal ?? 0, output, stderr: stderr.text });
    });
  });
}

function after(timeoutMs: number, finished: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    finished.addEventListener('abort', () => clearTimeout(timer));
  });
}

function cancelled(signal: AbortSignal, finished: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Cancelled()), { signal: finished });
  });
}

/** Time between SIGTERM and SIGKILL. */
const graceMs = 1000;

function end(child: ChildProcess): void {
  if (child.pid === undefined || hasEnded(child)) return;
  if (isWindows) return endOnWindows(child, child.pid);
  sendSignal(child.pid, 'SIGTERM');
  const timer = setTimeout(sendSignal, graceMs, child.pid, 'SIGKILL').unref();
  child.once('close', () => clearTimeout(timer));
}

/** Whether the program and everything that uses its output have ended: it may close its output and run on. */
function hasEnded({ exitCode, signalCode, stdout, stderr }: ChildProcess): boolean {
  return (exitCode ?? signalCode) !== null && stdout?.closed === true && stderr?.closed === true;
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    // A negative ID addresses the whole process group.
    process.kill(-pid, signal);
  } catch {
    // The process has already exited.
  }
}

/** Windows has no SIGTERM, and killing a process leaves its children running. */
function endOnWindows(child: ChildProcess, pid: number): void {
  const options: SpawnOptions = { stdio: 'ignore', windowsHide: true };
  spawn(systemProgram('taskkill.exe'), ['/t', '/f', '/pid', String(pid)], options).on('error', () =>
    child.kill(),
  );
}
