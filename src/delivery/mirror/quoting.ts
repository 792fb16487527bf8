import type { Environment } from '../../base/environment.ts';

import { isWindows } from '../../base/platform.ts';

/**
 * Quotes a path as the first word of a `credential_process`. The AWS CLI splits the line itself (by Python's `shlex`,
 * or by the rules of `CommandLineToArgvW` on Windows). The SDKs for JavaScript and Rust pass it to `sh` or `cmd.exe`.
 * All of them read these quotes in the same way. Throws `EINVAL` if no quotes work, for example for a path with both
 * kinds of quotes.
 */
export function quotedForTools(path: string, windows = isWindows): string {
  if (windows) return `"${path}"`;
  if (/^[\w./@+-]+$/u.test(path)) return path;
  if (!path.includes("'")) return `'${path}'`;
  if (!/["$`\\]/u.test(path)) return `"${path}"`;
  throw Object.assign(new Error('No tool would find this path'), { code: 'EINVAL' });
}

/**
 * Replaces the beginning of a path in a batch file with a variable. `cmd.exe` reads the file in a code page that may
 * lack the letters of the user's name, but it expands the variable correctly.
 */
export function windowsVariables(path: string, environment: Environment): string {
  for (const name of ['LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'ProgramFiles']) {
    const value = environment[name];
    if (value && path.toLowerCase().startsWith(`${value.toLowerCase()}\\`))
      return `%${name}%${path.slice(value.length).replaceAll('%', '%%')}`;
  }
  return path.replaceAll('%', '%%');
}
