import type { Assignments } from './handover.ts';
import type { Shell } from './shellNames.ts';

/**
 * The commands that set or remove variables in a shell, one a line and each at a time: a line that is wrong spoils no
 * other. A value arrives byte for byte. Undefined, in place of a command, where the shell has no way to say a value.
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
};

/** In fish, a variable that is kept for all shells (`set -U`) is the person's own, and stays. */
const removals: Readonly<Record<Shell, (name: string) => string>> = {
  posix: (name) => `unset ${name}`,
  fish: (name) => `set -eg ${name}`,
  powershell: (name) => `$Env:${name} = $null`,
  cmd: (name) => `set "${name}="`,
};

/** A line break ends a command. `cmd` reads these signs even in quotes, a batch file others than the prompt does. */
function isUnwritable(shell: Shell, value: string): boolean {
  return shell === 'cmd' ? /[^ -~]|["%!]/u.test(value) : /[\p{Cc}\p{Cs}]/u.test(value);
}

export function posixQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** PowerShell takes the printer's quotes for quotes, too (its `CharTraits.IsSingleQuote`). */
export function powershellQuoted(text: string): string {
  return `'${text.replaceAll(/['‘’‚‛]/gu, '$&$&')}'`;
}
