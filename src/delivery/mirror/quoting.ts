import type { Environment } from '../../base/environment.ts';

import { isWindows } from '../../base/platform.ts';

/**
 * A path as the first word of a `credential_process`: the CLI splits the line by itself (Python's `shlex`, on Windows
 * the rules of `CommandLineToArgvW`), the SDKs for JavaScript and Rust give it to `sh` or `cmd.exe`, and in quotes of
 * this kind all of them find the same. Throws where there are none such: the path has both kinds of quotes, say.
 */
export function quotedForTools(path: string, windows = isWindows): string {
  if (windows) return `"${path}"`;
  if (/^[\w./@+-]+$/u.test(path)) return path;
  if (!path.includes("'")) return `'${path}'`;
  if (!/["$`\\]/u.test(path)) return `"${path}"`;
  throw Object.assign(new Error('No tool would find this path'), { code: 'EINVAL' });
}

/**
 * A path in a batch file, its beginning by a variable: `cmd.exe` reads the file in a code page that may not have the
 * letters of a person's name, but knows the variable by heart.
 */
export function windowsVariables(path: string, environment: Environment): string {
  for (const name of ['LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'ProgramFiles']) {
    const value = environment[name];
    if (value && path.toLowerCase().startsWith(`${value.toLowerCase()}\\`))
      return `%${name}%${path.slice(value.length).replaceAll('%', '%%')}`;
  }
  return path.replaceAll('%', '%%');
}
