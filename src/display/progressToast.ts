import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** A link in a notification. Notifications about progress have no buttons but Cancel. */
export interface ToastLink {
  readonly title: string;
  readonly follow: () => void;
}

type Report = (message: string, links?: readonly ToastLink[]) => void;

/**
 * Shows a notification with a button, which aborts `cancelled`, for as long as `task` runs. Links work until a message
 * without them is reported.
 */
export function showProgress(
  title: string,
  cancelled: AbortController,
  task: (report: Report) => Promise<void>,
): void {
  const location = vscode.ProgressLocation.Notification;
  void vscode.window.withProgress(
    { location, cancellable: true, title: displayText(title) },
    async (progress, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      let commands: vscode.Disposable | undefined;
      try {
        await task((message, links = []) => {
          commands?.dispose();
          const registered = links.map(register);
          commands = vscode.Disposable.from(...registered);
          progress.report({
            message: [displayText(message), ...registered.map(({ text }) => text)].join(' '),
          });
        });
      } finally {
        commands?.dispose();
      }
    },
  );
}

/** VS Code runs commands in the links of notifications. Nobody can guess the ID, and it ends with the notification. */
function register({ title, follow }: ToastLink): vscode.Disposable & { readonly text: string } {
  const id = `_rolecall.${crypto.randomUUID()}`;
  const command = vscode.commands.registerCommand(id, follow);
  return { text: `[${displayText(title)}](command:${id})`, dispose: () => command.dispose() };
}
