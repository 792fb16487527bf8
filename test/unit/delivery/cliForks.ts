import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Run } from './awsPrograms.ts';

type RunCli = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<Run>;

const started = new Map<string, Promise<RunCli | undefined>>();

/**
 * Runs this AWS CLI in forks of one process for each home folder, because loading it takes most of the time of a run.
 * Undefined if it is not a package of the Python beside it; version 2 is none.
 */
export function cliInForks(cli: string, home: string): Promise<RunCli | undefined> {
  const running = started.get(home) ?? startForks(cli, home);
  started.set(home, running);
  return running;
}

async function startForks(cli: string, home: string): Promise<RunCli | undefined> {
  const program = join(import.meta.dirname, 'cliForks.py');
  const python = spawn(join(dirname(cli), 'python3'), [program], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], HOME: home },
  });
  const line = await firstLine(python);
  python.stdout.destroy();
  python.unref(); // It ends with this process.
  if (line === undefined) return undefined;
  const { version, address } = JSON.parse(line) as Record<'version' | 'address', string>;
  const { stdout } = spawnSync(cli, ['--version'], { encoding: 'utf8' });
  if (!stdout.startsWith(`aws-cli/${version} `)) return undefined;
  return async (args, env) => {
    const connection = connect(address);
    connection.write(`${JSON.stringify({ args, env })}\n`);
    return JSON.parse(await text(connection)) as Run;
  };
}

/** Undefined if the program cannot start, or ends without output. */
function firstLine(program: ChildProcessByStdio<null, Readable, null>): Promise<string | undefined> {
  return new Promise((resolve) => {
    program.once('error', () => resolve(undefined));
    createInterface({ input: program.stdout })
      .once('line', resolve)
      .once('close', () => resolve(undefined));
  });
}
