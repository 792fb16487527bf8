/**
 * Ends this process when npm is stopped. npm runs scripts in a shell, which does not pass on the signal: it dies and
 * leaves its child running. Windows ends the child itself.
 */
export function exitWithNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) process.exit(0);
  }, checkMs).unref();
}

const checkMs = 250;
