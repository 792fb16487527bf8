import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { withDeadline } from '../../base/deadline.ts';
import { deadlines, maxSizes } from '../../base/deadlines.ts';
import { plainText, shorten } from '../../base/plainText.ts';

/** A process on the way from a program to VS Code. Only its names are read: its arguments may contain secrets. */
export interface Ancestor {
  readonly pid: number;
  readonly parent: number;
  /** As the system describes it. */
  readonly name: string;
  /** Other names, only for comparison: `gemini` for `node /usr/bin/gemini`. */
  readonly otherNames: readonly string[];
  /** Whether this is the process of VS Code that has the terminals, or that runs extensions. */
  readonly isEditor: boolean;
}

type Found = Omit<Ancestor, 'isEditor'>;

/** No program runs that many levels below a terminal. */
const maxDepth = 32;

/**
 * The process with this ID and those above it, the nearest first, as far as the system tells within `lookupMs`. The
 * last one is the process of VS Code, if the program runs below it: what is above is none of the program's business,
 * such as an agent that started VS Code. `host` is the ID of VS Code's main process. Empty on Windows, where it takes
 * too long to find a parent. Does not reject.
 */
export async function lineageOf(
  pid: number | undefined,
  host = process.ppid,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly Ancestor[]> {
  if (pid === undefined || !Number.isSafeInteger(pid) || platform === 'win32') return [];
  const lineage: Ancestor[] = [];
  const climb = async (signal: AbortSignal): Promise<void> => {
    const read = platform === 'linux' ? fromProc : await processTable();
    for (let next = pid; next > 1 && lineage.length < maxDepth;) {
      const found = await read(next);
      if (!found || signal.aborted) return;
      const isEditor = found.parent === host;
      lineage.push({ ...found, isEditor });
      if (isEditor) return;
      next = found.parent;
    }
  };
  await withDeadline(deadlines.lookupMs, new AbortController().signal, climb).catch(() => {});
  return lineage;
}

/** The beginning of a file of `/proc`, which has no size. Rejects with the system's error. */
export async function readProc(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Undefined if the process has ended, or if the system does not tell. */
async function fromProc(pid: number): Promise<Found | undefined> {
  const [stat, words] = await Promise.all([
    readProc(`/proc/${pid}/stat`, 4096).catch(() => ''),
    readProc(`/proc/${pid}/cmdline`, 4096).catch(() => ''),
  ]);
  // `PID (NAME) STATE PARENT …`, in which the name may contain anything (proc_pid_stat(5)).
  const [, name, parent] = /^\d+ \((.*)\) \S (\d+) /su.exec(stat) ?? [];
  if (name === undefined) return undefined;
  const [called = name, ...rest] = namesIn(words);
  // Node gives its main thread this name.
  const isThread = /^(?:node-)?MainThread$/u.test(name);
  return {
    pid,
    parent: Number(parent),
    name: nameOf(isThread ? called : name),
    otherNames: [called, ...rest],
  };
}

/** Programs that run a script, which is what people know the program by. */
const interpreter = /^(?:node|nodejs|bun|python[\d.]*)$/u;

/** What a program is called in its command line, and the name of its script: of the first word that is no option. */
function namesIn(commandLine: string): readonly string[] {
  const [program = '', ...words] = commandLine.split('\0');
  if (program === '') return [];
  const name = basename(program);
  const script = interpreter.test(name)
    ? words.find((word) => word !== '' && !word.startsWith('-'))
    : undefined;
  return script === undefined ? [name] : [name, basename(script).replace(/\.(?:[cm]?js|py)$/u, '')];
}

/** All processes at once, because each `ps` takes as long. */
async function processTable(): Promise<(pid: number) => Found | undefined> {
  const args = ['-axww', '-o', 'pid=,ppid=,comm='];
  const options = { timeout: deadlines.lookupMs, env: {}, maxBuffer: maxSizes.fileBytes };
  const { stdout } = await promisify(execFile)('/bin/ps', args, options);
  return (pid) => {
    const [, parent, path = ''] = new RegExp(`^ *${pid} +(\\d+) +(.+)$`, 'mu').exec(stdout) ?? [];
    return parent === undefined
      ? undefined
      : { pid, parent: Number(parent), name: nameOf(basename(path.trim())), otherNames: [] };
  };
}

/** A login shell has a hyphen before its name. */
function nameOf(name: string): string {
  return shorten(plainText(name).replace(/^-/u, ''));
}
