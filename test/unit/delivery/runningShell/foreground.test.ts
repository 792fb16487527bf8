import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { firstProcess } from '../../../../src/delivery/runningShell/foreground.ts';
import { type Occupant, occupantOf } from '../../../../src/delivery/runningShell/occupants.ts';
import { eventually } from '../../../eventually.ts';

/** `script` runs a shell in a pseudoterminal, as VS Code does. */
const hasTerminals = process.platform !== 'win32' && !spawnSync('script', ['--version']).error;
const shells = ['bash', 'zsh', 'fish', 'dash', 'tcsh'].filter(
  (shell) => hasTerminals && !spawnSync(shell, ['-c', 'exit']).error,
);

interface OpenShell {
  readonly pid: number;
  readonly type: (text: string) => void;
}

/** What typed text would reach if this is the first process. `detected`: the shell that VS Code reports. */
function occupant(pid: number, detected: string | undefined): Promise<Occupant> {
  const terminal = { processId: Promise.resolve(pid), creationOptions: {}, state: { shell: detected } };
  return occupantOf(terminal as never, { programIn: async () => undefined });
}

describe('what is in the foreground of a terminal', function () {
  this.timeout(30_000);
  const opened: ChildProcess[] = [];

  before(function () {
    if (shells.length === 0) this.skip();
  });

  afterEach(() => opened.splice(0).forEach((each) => each.kill('SIGKILL')));

  /** Runs a command that prints `pid-` and its process ID. */
  function start(command: string) {
    const args =
      process.platform === 'linux'
        ? ['-qfc', command, '/dev/null']
        : ['-q', '/dev/null', 'sh', '-c', command];
    const env = { PATH: process.env['PATH'], HOME: '/nonexistent', TERM: 'dumb' };
    const script = spawn('script', args, { env });
    opened.push(script);
    let output = '';
    script.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return {
      type: (text: string): void => void script.stdin.write(text),
      pid: () => eventually(() => Number(/pid-(\d+)/u.exec(output)?.[1] ?? assert.fail(output)), 10_000),
    };
  }

  async function open(shell: string): Promise<OpenShell> {
    const { type, pid } = start(`exec ${shell} -i`);
    type(`echo pid-${shell === 'fish' ? '$fish_pid' : '$$'}\n`);
    return { pid: await pid(), type };
  }

  for (const shell of shells)
    it(`is ${shell} at its prompt, but not while it runs a program or another shell`, async () => {
      const { pid, type } = await open(shell);
      const expect = (isShell: boolean): Promise<void> =>
        eventually(async () => assert.equal((await firstProcess(pid))?.isInForeground, isShell), 10_000);
      await expect(true);
      type('sleep 600\n');
      await expect(false);
      // Ctrl+C is lost if the shell is just about to start the program.
      await eventually(async () => {
        type('\u0003');
        assert.equal((await firstProcess(pid))?.isInForeground, true);
      }, 10_000);
      type('sleep 600 &\n');
      await expect(true);
      type('sh -i\n');
      await expect(false);
    });

  it('decides what typed text would reach, whatever VS Code reports', async () => {
    const { pid, type } = await open('bash');
    await eventually(async () =>
      assert.deepEqual(await occupant(pid, 'bash'), { kind: 'shell', shell: 'posix' }),
    );
    assert.deepEqual(await occupant(pid, undefined), { kind: 'shell', shell: 'posix' });
    type('sleep 600\n');
    // As after a reload of the window: VS Code does not report the program, and may still name the shell.
    const unnamed = { kind: 'program', name: undefined };
    await eventually(async () => assert.deepEqual(await occupant(pid, 'bash'), unnamed));
    assert.deepEqual(await occupant(pid, 'python'), { kind: 'program', name: 'python' });
  });

  it('decides the same for shells without a prompt, as tasks have, and for other programs', async () => {
    const task = start("bash -c 'echo pid-$$; sleep 600; true'");
    const pid = await task.pid();
    await eventually(async () => assert.equal((await occupant(pid, 'bash')).kind, 'program'));
    const server = await start("sh -c 'echo pid-$$; exec sleep 600'").pid();
    const unknown = { kind: 'unknownShell', name: 'sleep' };
    await eventually(async () => assert.deepEqual(await occupant(server, undefined), unknown));
    // VS Code knows shells that are written in other languages.
    assert.deepEqual(await occupant(server, 'xonsh'), { kind: 'shell', shell: 'xonsh' });
  });

  it('is unknown for a process without a terminal, or that has ended', async () => {
    const ended = spawn(process.execPath, ['-e', '0']);
    opened.push(ended);
    await new Promise((resolve) => ended.once('exit', resolve));
    assert.equal(await firstProcess(ended.pid ?? assert.fail()), undefined);
    const detached = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { detached: true });
    opened.push(detached);
    assert.equal(await firstProcess(detached.pid ?? assert.fail()), undefined);
  });
});
