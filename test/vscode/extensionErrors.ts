/**
 * The errors of the extension among those that extension hosts wrote to their logs, such as rejections that nobody
 * handled. What has no stack may be anybody's, and counts. `folder` is a part of the path of the extension.
 */
export function extensionErrors(logs: string, folder: string): readonly string[] {
  return logs
    .split(/^── /mu)
    .filter((log) => /^\S*exthost\.log\n/u.test(log))
    .flatMap((log) => log.split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \[)/mu))
    .filter((entry) => /^\S+ \S+ \[error\] /u.test(entry) && !ownWords.test(entry))
    .filter((entry) => mayComeFrom(entry, folder))
    .map((entry) => entry.trim());
}

/**
 * What VS Code itself writes without a stack: of a tree that changed as it was drawn, of a second window of a folder,
 * of its own extensions in a language whose pack is not there, and of their telemetry that does not get through.
 */
const ownWords =
  /\[error\] No tree item with id |[/\\]vscode\.lock'$|\[error\] No bundle location found for extension vscode\.|\bevents\.data\.microsoft\.com$/mu;

/** Whether an error may have come from code in a folder, by its stack. Those that Node makes name nobody's code. */
export function mayComeFrom(stack: string, folder: string): boolean {
  const frames = stack.split('\n').filter((line) => /^\s+at (?!.*\(node:)/u.test(line));
  return frames.length === 0 || frames.some((frame) => frame.includes(folder));
}
