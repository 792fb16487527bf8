import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Kills a process and its descendants. Killing its process group is not enough: each terminal has its own group.
 * It is synchronous, so that it can run while this process exits.
 */
export function killProcessTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  for (const member of descendants(pid)) {
    try {
      process.kill(member, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
}

function descendants(root: number): readonly number[] {
  const found = [root];
  const parents = parentsByPid();
  for (const known of found) for (const [pid, parent] of parents) if (parent === known) found.push(pid);
  return found;
}

function parentsByPid(): readonly (readonly [number, number])[] {
  // `ps` may be missing from a small Linux image.
  if (process.platform === 'linux') return readdirSync('/proc').filter(isNumber).flatMap(readParent);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  return lines.map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return [pid ?? 0, parent ?? 0] as const;
  });
}

function readParent(pid: string): readonly (readonly [number, number])[] {
  try {
    // The program's name is in parentheses, and may contain spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [[Number(pid), Number(parent)]];
  } catch {
    return [];
  }
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);
