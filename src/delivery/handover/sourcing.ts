import { posixQuoted, powershellQuoted } from './shellCommands.ts';
import type { Shell } from './shellNames.ts';

/** A file that a running shell reads once, and the line that is typed to have it do so. */
export interface Sourcing {
  readonly line: string;
  /** What the file says. */
  readonly script: string;
}

/**
 * How a running shell takes up `commands` from `path`, a file alone in its folder, on this machine. The file removes
 * itself before anything else; then the line that was typed goes: from what is seen, where a terminal can do that, and from the
 * history, where the shell can. It begins with a space, which shells can take for a wish to be forgotten.
 */
export function sourcing(shell: Shell, path: string, commands: readonly string[]): Sourcing {
  const { line, before, after, lineEnd = '\n' } = ways[shell](path);
  return { line, script: [...before, ...commands, ...after, ''].join(lineEnd) };
}

interface Way {
  readonly line: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly lineEnd?: string;
}

const ways: Readonly<Record<Shell, (path: string) => Way>> = { posix, fish, powershell, cmd };

/** Up a line, and nothing on it. */
const wipeLine = String.raw`\033[1A\033[2K`;

function posix(path: string): Way {
  // Git's bash on Windows knows these paths, but not every reader of the line would keep a backslash.
  const file = posixQuoted(path.replaceAll('\\', '/'));
  return {
    line: ` . ${file}`,
    before: [...removal(file, folderOf(file)), `printf '${wipeLine}'`],
    after: forgetInBash(file),
  };
}

/** Where bash does not leave such lines out by itself, it can take them out again; zsh cannot. */
function forgetInBash(file: string): readonly string[] {
  return [
    'if [ -n "${BASH_VERSION-}" ]; then',
    '  __rolecall="$(HISTTIMEFORMAT= builtin history 1)"',
    `  case "$__rolecall" in *${file}*)`,
    '    __rolecall="${__rolecall#"${__rolecall%%[![:space:]]*}"}"',
    '    builtin history -d "${__rolecall%%[!0-9]*}" ;;',
    '  esac',
    '  unset __rolecall',
    'fi',
  ];
}

/** Whatever the person has made of `rm`. */
function removal(file: string, folder: string): readonly string[] {
  return [`command rm -f -- ${file}`, `command rmdir -- ${folder} 2>/dev/null`];
}

function folderOf(quotedFile: string): string {
  return quotedFile.replace(/\/[^/]*'$/u, "'");
}

function fish(path: string): Way {
  const file = `'${path.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
  return {
    line: ` source ${file}`,
    before: [...removal(file, folderOf(file)), `printf '${wipeLine}'`],
    after: [],
  };
}

/** Read and run, rather than run as a file: that is what the execution policy of many a Windows forbids. */
function powershell(path: string): Way {
  const file = powershellQuoted(path);
  const folder = powershellQuoted(path.replace(/[/\\][^/\\]*$/u, ''));
  return {
    line: ` Get-Content -Raw -Encoding UTF8 -LiteralPath ${file} | Invoke-Expression`,
    before: [
      `Remove-Item -Force -LiteralPath ${file}, ${folder}`,
      "Write-Host -NoNewline ([char]27 + '[1A' + [char]27 + '[2K')",
    ],
    after: [],
  };
}

/** `cmd.exe` opens a batch file anew for each of its lines, so the file goes right after the last. */
function cmd(path: string): Way {
  return { line: ` call "${path}" & del /q "${path}"`, before: ['@echo off'], after: [], lineEnd: '\r\n' };
}
