import { existsSync } from 'node:fs';
import { homedir } from 'node:os';

/** Variables of the person's AWS, of an editor's terminal that this may run in, and of npm. */
const leaking =
  /^(AWS_|VSCODE_|ELECTRON_|CHROME_|npm_|INIT_CWD$|NODE_OPTIONS$|XDG_(CONFIG|DATA|STATE)_HOME$)/i;

/** The environment of this process without what would leak into a test, and with another home folder. */
export function cleanEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !leaking.test(name));
  const shell = home === homedir() ? {} : plainShell();
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, ...shell, ...extra };
}

/** In an empty home folder some shells begin with questions, and some accounts have no shell at all. */
function plainShell(): { readonly SHELL?: string } {
  if (process.platform === 'win32') return {};
  return { SHELL: existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh' };
}
