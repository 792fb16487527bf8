import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { startedBy } from '../../../../src/delivery/record/callingProgram.ts';

/** Prints the ID of a program that a shell starts, and waits for it. */
const inShell = ['sh', '-c', 'sleep 60 & echo $!; wait'] as const;
const agent = `process.title = 'an-agent';
require('node:child_process').spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { stdio: 'inherit' });`;

describe('what started a program', function () {
  if (process.platform === 'win32') return;
  const started: ChildProcess[] = [];
  const pids: number[] = [];

  afterEach(() => {
    for (const pid of pids.splice(0)) process.kill(pid);
    for (const each of started.splice(0)) each.kill('SIGKILL');
  });

  async function pidOf(command: string, ...args: readonly string[]): Promise<number> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    const pid = Number(output);
    pids.push(pid);
    return pid;
  }

  it('is an agent, also if that uses a shell', async () => {
    assert.equal(await startedBy(await pidOf(process.execPath, '-e', agent)), 'an-agent');
  });

  it('is nothing if the user has started it in a shell of a terminal', async () => {
    // Here, this process is the one that has the terminals.
    assert.equal(await startedBy(await pidOf(...inShell), process.ppid), undefined);
  });

  it('is not known of a program that has ended', async () =>
    assert.equal(await startedBy(2 ** 30), undefined));
});
