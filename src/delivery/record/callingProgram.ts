import type { Ancestor } from './lineage.ts';

/** A program, as the system describes it. */
export interface CallingProgram {
  readonly name: string | undefined;
  readonly pid: number | undefined;
}

/** Some tools start `credential_process` with a shell, which may stay between the tool and the helper. */
const shells = new Set(['sh', 'dash', 'bash', 'zsh', 'ash', 'busybox']);

/**
 * The program that started the credential helper, whose parent has this process ID. The helper reports the ID itself,
 * and any program can choose its name, so this is a claim. Windows always starts the helper with `cmd.exe`, and its
 * parent takes too long to find: there, only the ID is known.
 */
export function callingProgram(pid: number | undefined, lineage: readonly Ancestor[]): CallingProgram {
  const found = lineage[callerAt(lineage)];
  if (found) return { name: found.name, pid: found.pid };
  return {
    name: undefined,
    pid: pid !== undefined && Number.isSafeInteger(pid) && pid > 0 ? pid : undefined,
  };
}

/** Where the program is in its lineage: the first process, or the second one if a shell is between. */
export function callerAt(lineage: readonly Ancestor[]): number {
  const [first, second] = lineage;
  return first && second && shells.has(first.name) ? 1 : 0;
}

/** What stands between a user and a program in a terminal. */
const ofTheUser =
  /^(?:sh|dash|bash|zsh|ash|busybox|fish|nu|pwsh|t?csh|tmux.*|screen|login|sudo|env|script)$/iu;

/**
 * What started the program with this lineage, such as an agent or a build tool; undefined if the user did in a shell.
 */
export function startedBy(lineage: readonly Ancestor[]): string | undefined {
  const above = lineage.slice(callerAt(lineage) + 1).find(({ name }) => !ofTheUser.test(name));
  return above?.isEditor ? undefined : above?.name;
}
