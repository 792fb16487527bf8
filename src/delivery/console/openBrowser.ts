import * as vscode from 'vscode';
import { Cancelled } from '../../base/failure.ts';
import { type ConsolePage, browserCommands } from './browsers.ts';
import type { ConsoleLink } from './consoleLinks.ts';
import { oneTimeLink } from './oneTimeLink.ts';
import { startBrowser } from './startBrowser.ts';

/**
 * Opens a page of the console as the setting `rolecall.console.browser` says. Programs can only be started where the
 * browser is on this machine, and there, a secret link is behind an address that works once. Rejects with
 * `FailureError`, or with `Cancelled` if VS Code may not open it.
 */
export async function openBrowser(
  page: ConsolePage & Pick<ConsoleLink, 'isSecret'>,
  setting: unknown,
): Promise<void> {
  const { platform, env: environment } = process;
  const isLocal = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const url = (isLocal && page.isSecret ? await oneTimeLink(page.url) : undefined) ?? page.url;
  const commands = isLocal
    ? browserCommands(setting, { ...page, url }, { platform, environment })
    : undefined;
  if (commands) await startBrowser(commands, page.profile, environment);
  else if (!(await openByDefault(url))) throw new Cancelled();
}

/**
 * VS Code decodes the query of a `Uri` and encodes it in another way, which cuts a destination off at its `#` and `&`,
 * and makes a space of each `+` in the token. It opens a text as it is (`ExtHostWindow.openUri`).
 */
export function openByDefault(url: string): Thenable<boolean> {
  return vscode.env.openExternal(url as unknown as vscode.Uri);
}
