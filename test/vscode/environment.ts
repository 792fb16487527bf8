/** Variables of the person's AWS, of an editor's terminal that this may run in, and of npm. */
const leaking =
  /^(AWS_|VSCODE_|ELECTRON_|CHROME_|npm_|INIT_CWD$|NODE_OPTIONS$|XDG_(CONFIG|DATA|STATE)_HOME$)/i;

/** The environment of this process without what would leak into a test, and with another home folder. */
export function cleanEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !leaking.test(name));
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, ...extra };
}
