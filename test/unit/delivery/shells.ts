import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from '../../../src/delivery/handover/shellNames.ts';

/** The shells for which formats are tested, with the arguments that make them run a file of commands. */
const all: Readonly<Record<string, { readonly shell: Shell; readonly args: (file: string) => string[] }>> = {
  bash: { shell: 'posix', args: (file) => ['--norc', file] },
  sh: { shell: 'posix', args: (file) => [file] },
  dash: { shell: 'posix', args: (file) => [file] },
  ksh: { shell: 'posix', args: (file) => [file] },
  zsh: { shell: 'posix', args: (file) => ['-f', file] },
  'zsh -o rcquotes': { shell: 'posix', args: (file) => ['-f', '-o', 'rcquotes', file] },
  fish: { shell: 'fish', args: (file) => ['--no-config', file] },
  pwsh: { shell: 'powershell', args: (file) => ['-NoProfile', '-NonInteractive', '-File', file] },
  powershell: {
    shell: 'powershell',
    args: (file) => ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', file],
  },
  cmd: { shell: 'cmd', args: (file) => ['/d', '/c', file] },
  tcsh: { shell: 'tcsh', args: (file) => ['-f', file] },
  nu: { shell: 'nushell', args: (file) => ['--no-config-file', file] },
  xonsh: { shell: 'xonsh', args: (file) => ['--no-rc', file] },
};

const extensions: Readonly<Record<Shell, string>> = {
  posix: 'sh',
  fish: 'fish',
  powershell: 'ps1',
  cmd: 'cmd',
  tcsh: 'csh',
  nushell: 'nu',
  xonsh: 'xsh',
};

/** What makes a shell run a program whose path is in quotes. */
const callSigns: Partial<Record<Shell, string>> = { powershell: '& ', nushell: '^' };

/**
 * All shells, with a function that runs commands in those that are installed: bash, zsh, fish, … Tests report the
 * others.
 */
export const shellsToTry = Object.entries(all).map(([name, { shell, args }]) => {
  const program = name.replace(/ .*/u, '');
  return { name, shell, run: isInstalled(program) ? runner(program, shell, args) : undefined };
});

function isInstalled(program: string): boolean {
  const isWindowsOnly = program === 'cmd' || program === 'powershell';
  if (isWindowsOnly !== (process.platform === 'win32') && program !== 'pwsh') return false;
  return spawnSync(program, ['-c', 'exit'], { timeout: 20_000 }).error === undefined;
}

/** Runs the commands, and then a program that prints its environment. */
function runner(program: string, shell: Shell, args: (file: string) => string[]) {
  const print = 'process.stdout.write(JSON.stringify(process.env))';
  const call = `"${process.execPath}" -e "${print}"`;
  return (commands: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-shells-'));
    try {
      const file = join(folder, `commands.${extensions[shell]}`);
      const silent = shell === 'cmd' ? '@echo off\n' : '';
      writeFileSync(file, `${silent}${commands}${callSigns[shell] ?? ''}${call}\n`);
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        SystemRoot: process.env['SystemRoot'],
        ...environment,
      };
      const { stdout, stderr } = spawnSync(program, args(file), { env, encoding: 'utf8' });
      if (stderr) throw new Error(`${program} says: ${stderr}`);
      return JSON.parse(stdout.slice(stdout.indexOf('{'))) as NodeJS.ProcessEnv;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
