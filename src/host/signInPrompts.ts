import * as vscode from 'vscode';
import type { Settings } from '../base/contributions.ts';
import { Cancelled } from '../base/failure.ts';
import type { SignInPrompts } from '../credentials/sso/signIn.ts';

/** The browser, and what is seen of a sign-in while it is under way. */
export function createSignInPrompts(by: () => SignInBy): SignInPrompts {
  return {
    mustUseCode: () => by() === 'deviceCode' || (by() === 'auto' && isFarAway()),
    async open(url) {
      if (!(await vscode.env.openExternal(vscode.Uri.parse(url, true)))) throw new Cancelled();
    },
    show: ({ session, userCode, url }) =>
      userCode === undefined
        ? showProgress(session, vscode.l10n.t('continue in your browser'))
        : showCode(session, userCode, url),
    showWait: (session) => showProgress(session, vscode.l10n.t('already in progress in another window')),
    page,
  };
}

type SignInBy = Settings['identityCenter.signIn'];

/** Whether the browser may be on another machine than this process: it could not come back to an address here. */
function isFarAway(): boolean {
  return vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
}

type Shown = ReturnType<SignInPrompts['show']>;

/** What is left is done elsewhere. */
function showProgress(session: string, message: string): Shown {
  const t = vscode.l10n.t;
  const cancelled = new AbortController();
  const over = new AbortController();
  const location = vscode.ProgressLocation.Notification;
  const title = t('Signing in to {0}', session);
  void vscode.window.withProgress({ location, cancellable: true, title }, (progress, token) => {
    token.onCancellationRequested(() => cancelled.abort());
    progress.report({ message });
    return new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
  });
  return { cancelled: cancelled.signal, done: () => over.abort() };
}

/** The code, for as long as it counts: a message could not be taken back. Who leaves the box calls the sign-in off. */
function showCode(session: string, userCode: string, url: string): Shown {
  const t = vscode.l10n.t;
  const cancelled = new AbortController();
  const pick = vscode.window.createQuickPick();
  // In a row, too: VS Code may cover the title with what the mouse was over before.
  const copy = { label: `$(copy) ${t('Copy Code {0}', userCode)}`, alwaysShow: true };
  const again = { label: `$(link-external) ${t('Open Page Again')}`, alwaysShow: true };
  pick.title = t('Sign in to {0}: check that the browser shows the code {1}', session, userCode);
  pick.items = [copy, again];
  pick.ignoreFocusOut = true;
  pick.busy = true;
  pick.onDidAccept(() => {
    if (pick.selectedItems[0] === copy) void vscode.env.clipboard.writeText(userCode);
    else void vscode.env.openExternal(vscode.Uri.parse(url, true));
  });
  pick.onDidHide(() => {
    cancelled.abort();
    pick.dispose();
  });
  pick.show();
  return { cancelled: cancelled.signal, done: () => pick.dispose() };
}

/** Nothing in it comes from outside. */
function page(isDone: boolean): string {
  const t = vscode.l10n.t;
  const [title, text] = [
    isDone ? t('You are signed in') : t('You are not signed in'),
    t('You can close this page and go back to VS Code.'),
  ];
  return `<!doctype html><html lang="${vscode.env.language}"><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px system-ui;margin:20vh auto;max-width:30em;text-align:center;color-scheme:light dark}</style>
<h1>${title}</h1><p>${text}</p></html>`;
}
