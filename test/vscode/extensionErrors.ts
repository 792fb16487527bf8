/**
 * The errors of the extension in the logs of extension hosts, such as unhandled rejections. Errors without a stack are
 * included, because they may come from the extension. `folder` is a part of the path of the extension.
 */
export function extensionErrors(logs: string, folder: string): readonly string[] {
  return logs
    .split(/^── /mu)
    .filter((log) => /^\S*exthost\.log\n/u.test(log))
    .flatMap((log) => log.split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \[)/mu))
    .filter((entry) => /^\S+ \S+ \[error\] /u.test(entry) && !vscodeErrors.test(entry))
    .filter((entry) => mayComeFrom(entry, folder))
    .map((entry) => entry.trim());
}

/**
 * Errors that VS Code itself logs without a stack: for a tree that changes, or whose window is reloaded, while it is
 * drawn, for a code lens that was clicked before it was drawn again, for a second window of a folder, for its own
 * extensions without their language pack, and for their telemetry without a network. An activation that fails has its
 * error, with the stack, in the next entry; it is VS Code's if the window was closed.
 */
const vscodeErrors =
  /\[error\] No tree item with id |\[error\] Unable to refresh tree view \S+: Canceled$|\[error\] Actual command not found, wanted to execute |[/\\]vscode\.lock'$|\[error\] No bundle location found for extension (?:vscode|GitHub)\.|\bevents\.data\.microsoft\.com$|Activating extension \S+ failed due to an error:$/mu;

/** Whether an error may come from code in a folder, by its stack. Node's own frames do not count. */
export function mayComeFrom(stack: string, folder: string): boolean {
  const frames = stack.split('\n').filter((line) => /^\s+at (?!.*\(node:)/u.test(line));
  return frames.length === 0 || frames.some((frame) => frame.includes(folder));
}
