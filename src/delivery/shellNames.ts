/** The families of shells, by how they set a variable. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd';

const shellsByName: Readonly<Record<Shell, readonly string[]>> = {
  posix: ['bash', 'zsh', 'sh', 'dash', 'ash', 'ksh', 'mksh', 'gitbash'],
  fish: ['fish'],
  powershell: ['pwsh', 'powershell'],
  cmd: ['cmd'],
};

/** The shell of a program's path, or of a name as VS Code has it (`TerminalState.shell`). */
export function shellOf(program: string): Shell | undefined {
  const name = programName(program);
  return (Object.keys(shellsByName) as Shell[]).find((shell) => shellsByName[shell].includes(name));
}

/** `zsh`, from `/bin/zsh` or from `C:\…\Zsh.exe`. */
export function programName(program: string): string {
  return program
    .replace(/^.*[/\\]/u, '')
    .replace(/(?:-preview)?(?:\.exe)?$/iu, '')
    .toLowerCase();
}
