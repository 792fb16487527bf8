import * as vscode from 'vscode';
import type { Settings } from '../contributions.ts';
import type { SignInPrompts } from '../credentials/signIn.ts';
import { Cancelled } from '../failure.ts';
import { withoutLinks } from '../plainText.ts';

/** The browser, and what is seen of a sign-in while it is under way. */
export function createSignInPrompts(by: () => SignInBy): SignInPrompts {
  return {
    mustUseCode: () => by() === 'deviceCode' || (by() === 'auto' && isFarAway()),
    async open(url) {
      if (!(await vscode.env.openExternal(vscode.Uri.parse(url, true)))) throw new Cancelled();
    },
    show({ session, userCode, url }) {
      const cancelled = new AbortController();
      const over = new AbortController();
      const options = {
        location: vscode.ProgressLocation.Notification,
        cancellable: true,
        title: vscode.l10n.t('Signing in to {0}', session),
      };
      void vscode.window.withProgress(options, (progress, token) => {
        token.onCancellationRequested(() => cancelled.abort());
        progress.report({ message: messageOf(userCode) });
        return new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
      });
      if (userCode !== undefined) void offerCode(session, userCode, url, over.signal);
      return { cancelled: cancelled.signal, done: () => over.abort() };
    },
    page,
  };
}

type SignInBy = Settings['identityCenter.signIn'];

/** Whether the browser may be on another machine than this process: it could not come back to an address here. */
function isFarAway(): boolean {
  return vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
}

function messageOf(userCode: string | undefined): string {
  const t = vscode.l10n.t;
  return userCode === undefined
    ? t('go on in the browser')
    : t('compare the code {0} in the browser', userCode);
}

async function offerCode(session: string, userCode: string, url: string, over: AbortSignal): Promise<void> {
  const t = vscode.l10n.t;
  const copy = { title: t('Copy Code') };
  const again = { title: t('Open Page Again') };
  const sentence = t('Sign in to {0}: the code in the browser must be {1}.', session, userCode);
  const chosen = await vscode.window.showInformationMessage(withoutLinks(sentence), copy, again);
  if (over.aborted || !chosen) return;
  if (chosen === copy) await vscode.env.clipboard.writeText(userCode);
  else await vscode.env.openExternal(vscode.Uri.parse(url, true));
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
