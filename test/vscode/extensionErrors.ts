/**
 * The errors of the extension among those that extension hosts wrote to their logs, such as rejections that nobody
 * handled. What has no stack may be anybody's, and counts. `folder` is a part of the path of the extension.
 */
export function extensionErrors(logs: string, folder: string): readonly string[] {
  return logs
    .split(/^── /mu)
    .filter((log) => /^\S*exthost\.log\n/u.test(log))
    .flatMap((log) => log.split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \[)/mu))
    .filter((entry) => /^\S+ \S+ \[error\] /u.test(entry) && mayComeFrom(entry, folder))
    .map((entry) => entry.trim());
}

/** Whether an error may have come from code in a folder, by its stack. Those of Node's own callbacks have none. */
export function mayComeFrom(stack: string, folder: string): boolean {
  const frames = stack.split('\n').filter((line) => /^\s+at /u.test(line));
  return frames.length === 0 || frames.some((frame) => frame.includes(folder));
}
