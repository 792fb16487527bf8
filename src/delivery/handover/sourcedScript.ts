import { nushellQuoted, posixQuoted, powershellQuoted, tcshQuoted, xonshQuoted } from './shellCommands.ts';
import type { Shell } from './shellNames.ts';

/** A script that a running shell reads once, and the command line that makes the shell read it. */
export interface SourcedScript {
  readonly line: string;
  /** The content of the script's file. */
  readonly script: string;
}

/**
 * Creates a script that runs `commands` in a running shell on this machine. `path` is a file that is alone in its
 * folder. The script first deletes its file (`cmd` deletes it last). Then it erases the typed line from the screen if
 * the terminal can do that, and from the history if the shell can. The line begins with a space, which makes many
 * shells keep it out of their history.
 */
export function sourcedScript(shell: Shell, path: string, commands: readonly string[]): SourcedScript {
  const { line, before, after, lineEnd = '\n' } = scriptParts[shell](path);
  return { line, script: [...before, ...commands, ...after, ''].join(lineEnd) };
}

interface ScriptParts {
  readonly line: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly lineEnd?: string;
}

const scriptParts: Readonly<Record<Shell, (path: string) => ScriptParts>> = {
  posix,
  fish,
  powershell,
  cmd,
  tcsh,
  nushell,
  xonsh,
};

/** Moves the cursor up one line and erases that line. */
const eraseLine = String.raw`\033[1A\033[2K`;

function posix(path: string): ScriptParts {
  // Git Bash on Windows accepts such paths, but some programs that read the line would drop a backslash.
  const file = posixQuoted(path.replaceAll('\\', '/'));
  return {
    line: ` . ${file}`,
    before: [...removal(file, folderOf(file)), `printf '${eraseLine}'`],
    after: deleteFromBashHistory(file),
  };
}

/** If bash has not left the line out of its history, it can delete the line afterwards; zsh cannot. */
function deleteFromBashHistory(file: string): readonly string[] {
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

/** `command` bypasses aliases and functions that the user may have defined. */
function removal(file: string, folder: string): readonly string[] {
  return [`command rm -f -- ${file}`, `command rmdir -- ${folder} 2>/dev/null`];
}

function folderOf(quotedFile: string): string {
  return quotedFile.replace(/\/[^/]*'$/u, "'");
}

/** The removal of a variable that is not set fails, and the prompt would show that. */
function fish(path: string): ScriptParts {
  const file = `'${path.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
  return {
    line: ` source ${file}`,
    before: [...removal(file, folderOf(file)), `printf '${eraseLine}'`],
    after: ['true'],
  };
}

/** A backslash bypasses aliases. */
function tcsh(path: string): ScriptParts {
  const file = tcshQuoted(path);
  return {
    line: ` source ${file}`,
    before: [String.raw`\rm -f ${file}`, String.raw`\rmdir ${folderOf(file)}`, `printf '${eraseLine}'`],
    after: [],
  };
}

/** The folder is empty once the file is gone, but without --recursive, Nushell removes no folder. */
function nushell(path: string): ScriptParts {
  const [file, folder] = [path, parentOf(path)].map(nushellQuoted);
  return {
    line: ` source ${file}`,
    before: [
      `rm --force --permanent ${file}`,
      `rm --force --permanent --recursive ${folder}`,
      String.raw`print --no-newline "\e[1A\e[2K"`,
    ],
    after: [],
  };
}

/** Its `source` warns about files of other names than `.xsh`. A space before the line would be an indent in Python. */
function xonsh(path: string): ScriptParts {
  const [file, folder] = [path, parentOf(path)].map(xonshQuoted);
  return {
    line: `execx(open(${file}, encoding='utf-8').read())`,
    before: [
      `__import__('os').remove(${file})`,
      `__import__('os').rmdir(${folder})`,
      `print('${eraseLine}', end='', flush=True)`,
    ],
    after: [],
  };
}

function parentOf(path: string): string {
  return path.replace(/[/\\][^/\\]*$/u, '');
}

/** Reads the script and evaluates it. The execution policy often forbids running script files on Windows. */
function powershell(path: string): ScriptParts {
  const file = powershellQuoted(path);
  const folder = powershellQuoted(parentOf(path));
  return {
    line: ` Get-Content -Raw -Encoding UTF8 -LiteralPath ${file} | Invoke-Expression`,
    before: [
      `Remove-Item -Force -LiteralPath ${file}, ${folder}`,
      "Write-Host -NoNewline ([char]27 + '[1A' + [char]27 + '[2K')",
    ],
    after: [],
  };
}

/** `cmd.exe` opens a batch file again for each line, so the file is deleted after its last line. */
function cmd(path: string): ScriptParts {
  return { line: ` call "${path}" & del /q "${path}"`, before: ['@echo off'], after: [], lineEnd: '\r\n' };
}
