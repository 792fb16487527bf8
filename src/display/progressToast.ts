import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** Shows a notification with a button, which aborts `cancelled`, for as long as `task` runs. */
export function showProgress(
  title: string,
  cancelled: AbortController,
  task: (report: (message: string) => void) => Promise<void>,
): void {
  const location = vscode.ProgressLocation.Notification;
  void vscode.window.withProgress(
    { location, cancellable: true, title: displayText(title) },
    (progress, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      return task((message) => progress.report({ message: displayText(message) }));
    },
  );
}
