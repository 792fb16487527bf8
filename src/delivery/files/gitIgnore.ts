import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { onDisk } from '../../base/boundedFile.ts';
import { deadlines, maxSizes } from '../../base/deadlines.ts';
import { FailureError } from '../../base/failure.ts';
import { runProgram } from '../../credentials/programs/childProcess.ts';

/**
 * How Git treats a file: it ignores it, would add it with the next `git add`, or tracks it already. `unknown`: Git did
 * not answer, for example because it waits for a pipe that is in place of a `.gitignore`.
 */
export type GitView = 'ignored' | 'exposed' | 'tracked' | 'unknown';

/**
 * Whether the file is, with links resolved, in one of the folders. Git should be asked only about files in trusted
 * folders, because it reads the config of the repository.
 */
export async function isInFolders(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await realPath(dirname(path));
  const steps = await Promise.all(folders.map(async (folder) => relative(await realPath(folder), real)));
  return steps.some((step) => step !== '..' && !step.startsWith(`..${sep}`) && !isAbsolute(step));
}

async function realPath(path: string): Promise<string> {
  return onDisk(path, () => realpath(path)).catch(() => path);
}

/**
 * Undefined if the file is not in a work tree or Git is not installed. Use it only in trusted folders: Git reads the
 * config of the repository.
 */
export async function gitViewOf(path: string): Promise<GitView | undefined> {
  const name = basename(path);
  const tracked = await git(path, ['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name]);
  if (tracked === 'notStarted') return undefined;
  if (tracked === 0) return 'tracked';
  const code = await git(path, ['check-ignore', '--quiet', '--', name]);
  if (tracked === 'stopped' || code === 'stopped') return 'unknown';
  return code === 0 ? 'ignored' : code === 1 ? 'exposed' : undefined;
}

export interface IgnoreLine {
  /** The `.gitignore` next to the file. */
  readonly file: string;
  /** The line that ignores the file and nothing else. */
  readonly line: string;
}

/**
 * The line is not for the `.gitignore` at the top of the work tree: the config of the repository can put the top
 * anywhere (git-config(1), `core.worktree`). Rejects with `fileUnwritable` if the `.gitignore` is a link, which Git
 * does not follow (gitignore(5), "Notes") and which can lead to any of the user's files, or if it is no file.
 */
export async function ignoreLineFor(path: string): Promise<IgnoreLine> {
  // Escapes the special characters of a pattern, and a trailing space (gitignore(5), "Pattern format").
  const pattern = basename(path).replaceAll(/[\\*?[]| $/gu, String.raw`\$&`);
  const file = join(await realPath(dirname(path)), '.gitignore');
  const found = await onDisk(file, () => lstat(file)).catch(() => undefined);
  if (found && !found.isFile())
    throw new FailureError({ code: 'fileUnwritable', path: file, reason: 'notAFile' });
  return { file, line: `/${pattern}` };
}

const limits = { timeoutMs: deadlines.fileMs, outputBytes: maxSizes.outputBytes };
const neverAborted = new AbortController().signal;

/**
 * Switches off what the config of a repository can make these subcommands run: the file system monitor (an empty value
 * also switches it off in Git before 2.36, which takes `false` for a program), hooks, and pagers. A folder that looks
 * like a bare repository is not one: a clone can contain it, with a config of its own (git-config(1),
 * `safe.bareRepository`).
 */
const withoutPrograms = [
  '--no-pager',
  ...['core.fsmonitor=', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap((setting) => [
    '-c',
    setting,
  ]),
];

/**
 * Without the variables that lead Git to another repository, config, or program. The others keep Git from writing the
 * index, and from fetching a missing `.gitignore` of a partial clone, which runs `core.sshCommand` and other programs.
 * `GIT_NO_LAZY_FETCH` does that since Git 2.44; allowing no protocol does it in all versions.
 */
function gitEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'));
  return {
    ...Object.fromEntries(others),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Resolves to the exit code. `stopped`: Git did not end in time, or was killed. */
async function git(path: string, args: readonly string[]): Promise<number | 'notStarted' | 'stopped'> {
  // Git enters the folder itself: Windows looks for a program in the current folder first.
  const words = ['git', ...withoutPrograms, '-C', dirname(path), ...args];
  const ending = await runProgram(words, gitEnvironment(), limits, neverAborted);
  if (ending.kind === 'notStarted') return ending.kind;
  return ending.kind === 'exited' && typeof ending.exit === 'number' ? ending.exit : 'stopped';
}
