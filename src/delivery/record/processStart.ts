import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deadlines } from '../../base/deadlines.ts';

/** The unit of the times in `/proc`, on all architectures that VS Code supports (time(7), USER_HZ). Milliseconds. */
const tickMs = 10;

/**
 * When a process started, in milliseconds since the epoch, to a second. Undefined if the process has ended, or if the
 * system does not tell: on Windows, finding it takes too long. Does not reject.
 */
export async function processStart(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'win32') return undefined;
    const start = await (process.platform === 'linux' ? startInProc(pid) : startFromPs(pid));
    return Number.isFinite(start) ? start : undefined;
  } catch {
    return undefined;
  }
}

/** `/proc` counts from the start of the machine, so the process is compared with this one. */
async function startInProc(pid: number): Promise<number> {
  const [ticks, ownTicks] = await Promise.all([pid, process.pid].map(ticksOf));
  return performance.timeOrigin + (ticks! - ownTicks!) * tickMs;
}

/** The 22nd field (proc_pid_stat(5)). The second one, the name in parentheses, may contain anything. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
}

async function startFromPs(pid: number): Promise<number> {
  const env = { TZ: 'UTC', LC_ALL: 'C' };
  const args = ['-o', 'lstart=', '-p', String(pid)];
  const { stdout } = await promisify(execFile)('/bin/ps', args, { timeout: deadlines.lookupMs, env });
  return Date.parse(`${stdout.trim()} UTC`);
}

/** A process is not new if it is older than the report of its start by more than this. Milliseconds. */
const olderMs = 2000;

/** Whether a process that was reported to start at `reportedAt` is known to be older. Milliseconds since the epoch. */
export function isOlder(started: number | undefined, reportedAt: number): boolean {
  return started !== undefined && started < reportedAt - olderMs;
}
