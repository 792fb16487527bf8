import { caBundleName, fileNames, profileNames, regionNames } from './credentialVariables.ts';
import type { Assignments } from './handover.ts';
import type { Shell } from './shellNames.ts';

/**
 * The commands that set or remove variables in a shell. Each command is one line and sets one variable, so that an
 * invalid line does not affect the others. Values arrive byte for byte. The command is undefined if the shell cannot
 * express the value.
 */
export function commandsFor(
  shell: Shell,
  assignments: Assignments,
): readonly (readonly [name: string, command: string | undefined])[] {
  return [...assignments].map(([name, value]) => {
    if (value === null) return [name, removals[shell](name)];
    return [name, isUnwritable(shell, value) ? undefined : settings[shell](name, value)];
  });
}

type Setting = (name: string, value: string) => string;

const settings: Readonly<Record<Shell, Setting>> = {
  posix: (name, value) => `export ${name}=${posixQuoted(value)}`,
  fish: (name, value) => `set -gx ${name} '${value.replaceAll(/[\\']/gu, String.raw`\$&`)}'`,
  powershell: (name, value) => `$Env:${name} = ${powershellQuoted(value)}`,
  cmd: (name, value) => `set "${name}=${value}"`,
  tcsh: (name, value) => `setenv ${name} ${tcshQuoted(value)}`,
  nushell: (name, value) => `$env.${name} = ${nushellQuoted(value)}`,
  xonsh: (name, value) => `$${name} = ${xonshQuoted(value)}`,
};

/** At its prompt, xonsh prints the value of a call that is not assigned. */
const removals: Readonly<Record<Shell, (name: string) => string>> = {
  posix: (name) => `unset ${name}`,
  fish: fishRemoval,
  powershell: (name) => `$Env:${name} = $null`,
  cmd: (name) => `set "${name}="`,
  tcsh: (name) => `unsetenv ${name}`,
  nushell: (name) => `hide-env --ignore-errors ${name}`,
  xonsh: (name) => `_ = \${...}.pop('${name}', None)`,
};

/**
 * In fish, universal variables (`set -U`) belong to the user and stay. Only another value hides them: an empty one, if
 * tools accept that.
 */
function fishRemoval(name: string): string {
  const removed = `set -eg ${name}`;
  return neverBlank.has(name) ? removed : `${removed}; if set -qU ${name}; set -gx ${name} ''; end`;
}

const neverBlank: ReadonlySet<string> = new Set([
  ...profileNames,
  ...regionNames,
  ...fileNames,
  caBundleName,
]);

/**
 * A line break ends a command. `cmd` interprets these characters even in quotes, and batch files interpret different
 * ones than the prompt does.
 */
function isUnwritable(shell: Shell, value: string): boolean {
  return shell === 'cmd' ? /[^ -~]|["%!]/u.test(value) : /[\p{Cc}\p{Cs}]/u.test(value);
}

export function posixQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The history of csh and tcsh replaces `!` even in quotes, also in a file that they read. */
export function tcshQuoted(text: string): string {
  return posixQuoted(text).replaceAll('!', String.raw`\!`);
}

export function nushellQuoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/gu, String.raw`\$&`)}"`;
}

export function xonshQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
}

/** PowerShell also treats typographic quotes as quotes (its `CharTraits.IsSingleQuote`). */
export function powershellQuoted(text: string): string {
  return `'${text.replaceAll(/['‘’‚‛]/gu, '$&$&')}'`;
}
