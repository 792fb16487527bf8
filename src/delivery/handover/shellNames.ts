/** Families of shells that set a variable with the same syntax. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd' | 'tcsh' | 'nushell' | 'xonsh';

const shellsByName: Readonly<Record<Shell, readonly string[]>> = {
  posix: ['bash', 'zsh', 'sh', 'dash', 'ash', 'ksh', 'mksh', 'gitbash'],
  fish: ['fish'],
  powershell: ['pwsh', 'powershell'],
  cmd: ['cmd'],
  tcsh: ['tcsh', 'csh'],
  nushell: ['nu', 'nushell'],
  xonsh: ['xonsh'],
};

export const shells = Object.keys(shellsByName) as readonly Shell[];

/** The shell family of a program's path, or of a name from VS Code (`TerminalState.shell`). */
export function shellOf(program: string): Shell | undefined {
  const name = programName(program);
  return shells.find((shell) => shellsByName[shell].includes(name));
}

/**
 * The name of the program that a command line starts, or the shortened command line if it may start several. Undefined
 * for a shell.
 */
export function startedProgram(commandLine: string): string | undefined {
  if (/[;&|()\n]/u.test(commandLine.trim())) return shortened(commandLine);
  const [program = '', ...args] = commandLine
    .trim()
    .replace(/^(?:\w+=\S*\s+)+/u, '')
    .split(/\s+/u);
  const isShell = shellOf(program) !== undefined && args.every((arg) => arg.startsWith('-'));
  return isShell ? undefined : programName(program) || undefined;
}

const shownLength = 60;

function shortened(line: string): string {
  const plain = line.trim().replaceAll(/\s+/gu, ' ');
  return plain.length > shownLength ? `${plain.slice(0, shownLength - 1)}…` : plain;
}

/** `zsh`, from `/bin/zsh` or from `C:\…\Zsh.exe`. */
export function programName(program: string): string {
  return program
    .replace(/^.*[/\\]/u, '')
    .replace(/(?:-preview)?(?:\.exe)?$/iu, '')
    .toLowerCase();
}
