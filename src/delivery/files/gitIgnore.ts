import { execFile, type ExecFileException } from 'node:child_process';
import { basename, dirname, join } from 'node:path';

/** How Git treats a file: it ignores it, would add it with the next `git add`, or tracks it already. */
export type GitView = 'ignored' | 'exposed' | 'tracked';

/**
 * Undefined if the file is not in a work tree or Git is not installed. Use it only in trusted workspaces: Git reads
 * their config.
 */
export async function gitViewOf(path: string): Promise<GitView | undefined> {
  const name = basename(path);
  const tracked = await git(path, ['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name]);
  if (tracked.code === 0) return 'tracked';
  const { code } = await git(path, ['check-ignore', '--quiet', '--', name]);
  return code === 0 ? 'ignored' : code === 1 ? 'exposed' : undefined;
}

export interface IgnoreLine {
  /** The `.gitignore` at the top of the work tree. */
  readonly file: string;
  /** The line that ignores the file and nothing else. */
  readonly line: string;
}

/** Undefined if there is no work tree anymore. */
export async function ignoreLineFor(path: string): Promise<IgnoreLine | undefined> {
  // Git reports the path below the top of the work tree with links resolved.
  const { code, output } = await git(path, ['rev-parse', '--show-toplevel', '--show-prefix']);
  const [top = '', prefix = ''] = output.split(/\r?\n/u);
  if (code !== 0 || top === '') return undefined;
  // Escapes the special characters of a pattern, and a trailing space (gitignore(5), "Pattern format").
  const pattern = `${prefix}${basename(path)}`.replaceAll(/[\\*?[]| $/gu, String.raw`\$&`);
  return { file: join(top, '.gitignore'), line: `/${pattern}` };
}

const timeoutMs = 5000;

/** `code` is undefined if Git could not be run. */
function git(path: string, args: string[]): Promise<{ code: number | undefined; output: string }> {
  const options = { cwd: dirname(path), timeout: timeoutMs, windowsHide: true };
  return new Promise((resolve) => {
    execFile('git', args, options, (error, output) => {
      resolve({ code: error ? exitCode(error) : 0, output });
    });
  });
}

/** If a program could not be started, Node sets a string instead of an exit code. */
function exitCode({ code }: ExecFileException): number | undefined {
  return typeof code === 'number' ? code : undefined;
}
