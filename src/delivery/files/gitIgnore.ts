import { execFile, type ExecFileException } from 'node:child_process';
import { basename, dirname, join } from 'node:path';

/** What Git would do with a file: pass it over, take it in with the next `git add`, or have it already. */
export type GitView = 'ignored' | 'exposed' | 'tracked';

/** Undefined: the file is in no work tree, or there is no Git. Only for workspaces that are trusted: Git reads their config. */
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
  /** What to add to it so that the file is ignored, and nothing else. */
  readonly line: string;
}

/** Undefined where there is no work tree any more. */
export async function ignoreLineFor(path: string): Promise<IgnoreLine | undefined> {
  // Git tells the way down from the top as it sees it, behind links.
  const { code, output } = await git(path, ['rev-parse', '--show-toplevel', '--show-prefix']);
  const [top = '', prefix = ''] = output.split(/\r?\n/u);
  if (code !== 0 || top === '') return undefined;
  // A pattern's own signs, and a space at its end (gitignore(5), "Pattern format").
  const pattern = `${prefix}${basename(path)}`.replaceAll(/[\\*?[]| $/gu, String.raw`\$&`);
  return { file: join(top, '.gitignore'), line: `/${pattern}` };
}

const timeoutMs = 5000;

/** `code` is undefined where Git could not be run. */
function git(path: string, args: string[]): Promise<{ code: number | undefined; output: string }> {
  const options = { cwd: dirname(path), timeout: timeoutMs, windowsHide: true };
  return new Promise((resolve) => {
    execFile('git', args, options, (error, output) => {
      resolve({ code: error ? exitCode(error) : 0, output });
    });
  });
}

/** For what could not be started, Node has a word in its place. */
function exitCode({ code }: ExecFileException): number | undefined {
  return typeof code === 'number' ? code : undefined;
}
