import { spawn } from 'node:child_process';

/** Runs npm and resolves when it is done; what it printed is in the error when it fails. */
export async function npm(args: readonly string[], cwd: string): Promise<void> {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return runProgram(process.execPath, [script, ...args], cwd);
  return runProgram('npm', args, cwd, process.platform === 'win32');
}

/** `shell` is for the `.cmd` files of Windows, and only with arguments that need no quotes. */
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
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')}\nended with ${String(code)} in ${cwd}\n${output}`);
}
