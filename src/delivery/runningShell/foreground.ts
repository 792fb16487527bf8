import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { deadlines } from '../../base/deadlines.ts';

/** The first process of a terminal, which usually is a shell. */
export interface FirstProcess {
  /** The name of its program, such as `zsh`. */
  readonly name: string;
  /**
   * Whether it would receive what is typed. An interactive shell moves a program that it runs to the foreground, in a
   * process group of its own. Other shells, as those of tasks, share their group with the program.
   */
  readonly isInForeground: boolean;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** The group in the foreground of its terminal; not positive if it has no terminal. */
  readonly foreground: number;
  readonly name: string;
}

/**
 * What the system says of the first process of a terminal. Undefined if it has ended or has no terminal, or if the
 * system does not tell, as on Windows. Does not reject.
 */
export async function firstProcess(pid: number): Promise<FirstProcess | undefined> {
  try {
    if (process.platform === 'win32') return undefined;
    const found = await (process.platform === 'linux' ? inProc(pid) : inPs(pid));
    const first = found.find((each) => each.pid === pid);
    if (!first || !(first.foreground > 0)) return undefined;
    const runsProgram = found.some(({ parent, group }) => parent === pid && group === first.group);
    return { name: first.name, isInForeground: first.group === first.foreground && !runsProgram };
  } catch {
    return undefined;
  }
}

/** The process with its children, as far as they have not ended meanwhile. */
async function inProc(pid: number): Promise<readonly Process[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = [pid, ...children.split(' ').filter(Boolean).map(Number)];
  const stats = await Promise.all(pids.map((each) => readFile(`/proc/${each}/stat`, 'utf8').catch(() => '')));
  return stats.flatMap(fromStat);
}

/** `PID (NAME) STATE PARENT GROUP SESSION TTY FOREGROUND …`; the name may contain anything (proc_pid_stat(5)). */
function fromStat(stat: string): Process | readonly [] {
  const [begin, end] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const [, parent, group, , , foreground] = stat.slice(end + 2).split(' ');
  return end < 0
    ? []
    : processOf([stat.slice(0, begin), parent, group, foreground], stat.slice(begin + 1, end));
}

async function inPs(pid: number): Promise<readonly Process[]> {
  const args = ['-ax', '-o', 'pid=,ppid=,pgid=,tpgid=,comm='];
  const { stdout } = await promisify(execFile)('/bin/ps', args, { timeout: deadlines.lookupMs, env: {} });
  return stdout.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/u);
    const found = processOf(words.slice(0, 4), basename(words.slice(4).join(' ')));
    return found.pid === pid || found.parent === pid ? found : [];
  });
}

/** A login shell has a hyphen before its name. */
function processOf(numbers: readonly (string | undefined)[], name: string): Process {
  const [pid = NaN, parent = NaN, group = NaN, foreground = NaN] = numbers.map(Number);
  return { pid, parent, group, foreground, name: name.replace(/^-/u, '') };
}
