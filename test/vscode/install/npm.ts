import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { exitCodeOf } from '../childProcess.ts';

/** Runs npm until it ends. If it fails, the error contains its output. */
export async function npm(args: readonly string[], cwd: string): Promise<void> {
  const [program, ...first] = npmCommand();
  return runProgram(program, [...first, ...args], cwd, needsShell(program));
}

/** Runs npm, shows its output, and returns its exit code. */
export async function npmWithOutput(args: readonly string[], cwd: string): Promise<number | null> {
  const [program, ...first] = npmCommand();
  const child = spawn(program, [...first, ...args], { cwd, shell: needsShell(program), stdio: 'inherit' });
  return exitCodeOf(child);
}

/** Starts npm without waiting for it to end. */
export function spawnNpm(args: readonly string[], options: SpawnOptions): ChildProcess {
  const [program, ...first] = npmCommand();
  return spawn(program, [...first, ...args], { ...options, shell: needsShell(program) });
}

export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  shell = false,
): Promise<void> {
  const child = spawn(program, args, { cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await exitCodeOf(child);
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')}\nexited with code ${String(code)} in ${cwd}\n${output}`);
}

/** The npm that started this process, or else the one in the PATH. */
function npmCommand(): readonly [string, ...string[]] {
  const script = process.env['npm_execpath'];
  return script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}

/** On Windows, `npm` is a `.cmd` file. No argument needs quotes. */
const needsShell = (program: string): boolean => program === 'npm' && process.platform === 'win32';
