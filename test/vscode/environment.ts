import { existsSync } from 'node:fs';
import { homedir } from 'node:os';

/** Variables of the user's configuration of AWS and Alibaba Cloud, of VS Code's terminal, and of npm. */
const removed =
  /^(AWS_|ALIBABA_?CLOUD_|ALICLOUD_|OSS_|ROLECALL_ALIBABA_|VSCODE_|ELECTRON_|CHROME_|npm_|INIT_CWD$|NODE_OPTIONS$|XDG_(CONFIG|DATA|STATE)_HOME$)/i;

/** The environment of this process without variables that could affect a test, and with another home folder. */
export function cleanEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !removed.test(name));
  const shell = home === homedir() ? {} : plainShell();
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, ...shell, ...extra };
}

/** In an empty home folder, some shells start with a dialog, and some accounts have no shell. */
function plainShell(): { readonly SHELL?: string } {
  if (process.platform === 'win32') return {};
  return { SHELL: existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh' };
}
