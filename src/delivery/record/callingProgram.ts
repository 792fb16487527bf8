import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { deadlines } from '../../base/deadlines.ts';
import { plainText, shorten } from '../../base/plainText.ts';

/** A program, as the system describes it. Only its name is read: its arguments may contain secrets. */
export interface CallingProgram {
  readonly name: string | undefined;
  readonly pid: number | undefined;
}

interface Process {
  readonly name: string;
  readonly parent: number;
}

/** Some tools start `credential_process` with a shell, which may stay between the tool and the helper. */
const shells = new Set(['sh', 'dash', 'bash', 'zsh', 'ash', 'busybox']);

/**
 * The program that started the credential helper, whose parent has this process ID. The helper reports the ID itself,
 * and any program can choose its name, so this is a claim. Windows always starts the helper with `cmd.exe`, and its
 * parent takes too long to find: there, only the ID is known. Does not reject.
 */
export async function callingProgram(pid: number): Promise<CallingProgram> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return { name: undefined, pid: undefined };
  const found = await processAt(pid);
  if (!found || !shells.has(found.name)) return { name: found?.name, pid };
  const tool = await processAt(found.parent);
  return tool ? { name: tool.name, pid: found.parent } : { name: found.name, pid };
}

/** What stands between a user and a program in a terminal. */
const ofTheUser =
  /^(?:sh|dash|bash|zsh|ash|busybox|fish|nu|pwsh|t?csh|tmux.*|screen|login|sudo|env|script)$/iu;

/** No tool starts that many programs below each other. */
const maxDepth = 16;

/**
 * The program that started the process with this ID, such as an agent or a build tool; undefined if the user did in a
 * shell. `host` is the ID of the process of VS Code that started the terminals. Does not reject.
 */
export async function startedBy(pid: number, host = process.ppid): Promise<string | undefined> {
  let below = await processAt(pid);
  for (let depth = 0; below && below.parent > 1 && below.parent !== host && depth < maxDepth; depth++) {
    const above = await processAt(below.parent);
    // The process of VS Code that has the terminals.
    if (!above || above.parent === host) return undefined;
    if (!ofTheUser.test(above.name)) return above.name;
    below = above;
  }
  return undefined;
}

/** Undefined if the process has ended, or if the system does not tell. */
async function processAt(pid: number): Promise<Process | undefined> {
  try {
    if (process.platform === 'linux') return fromStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
    if (process.platform === 'win32') return undefined;
    const args = ['-o', 'ppid=,comm=', '-p', String(pid)];
    const { stdout } = await promisify(execFile)('/bin/ps', args, { timeout: deadlines.lookupMs, env: {} });
    const [, parent = '', path = ''] = /^\s*(\d+)\s+(.+?)\s*$/u.exec(stdout) ?? [];
    return path === '' ? undefined : { name: nameOf(basename(path)), parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** `PID (NAME) STATE PARENT …`, in which the name may contain anything (proc_pid_stat(5)). */
function fromStat(stat: string): Process | undefined {
  const [, name, parent] = /^\d+ \((.*)\) \S (\d+) /su.exec(stat) ?? [];
  return name === undefined ? undefined : { name: nameOf(name), parent: Number(parent) };
}

/** A login shell has a hyphen before its name. */
function nameOf(name: string): string {
  return shorten(plainText(name).replace(/^-/u, ''));
}
