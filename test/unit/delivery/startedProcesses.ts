import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts processes for the tests in the surrounding block, each of which ends after its test. */
export function useProcesses(): {
  /** Starts a program that prints the ID of a process below it. Resolves with that ID. */
  readonly pidFrom: (
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<number>;
} {
  const started: ChildProcess[] = [];
  const pids: number[] = [];
  afterEach(() => {
    for (const pid of pids.splice(0)) process.kill(pid);
    for (const each of started.splice(0)) each.kill('SIGKILL');
  });
  return {
    pidFrom: async (command, args, env = {}) => {
      const own = { PATH: process.env['PATH'], ...env };
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: own });
      started.push(child);
      const [output] = (await once(child.stdout, 'data')) as [Buffer];
      const pid = Number(output);
      pids.push(pid);
      return pid;
    },
  };
}

/** A command for `sh` that prints the ID of a program below it, and waits for that. */
export const sleepBelow = 'sleep 60 & echo $!; wait';

/** The same for Node, which starts a shell for it. */
export const shellBelowNode = `require('node:child_process').spawn('sh', ['-c', '${sleepBelow}'], { stdio: 'inherit' })`;
