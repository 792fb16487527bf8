import * as vscode from 'vscode';
import type { Settings } from '../base/contributions.ts';
import { Cancelled } from '../base/failure.ts';
import { shorten } from '../base/plainText.ts';
import type { AgentSignIn, SignInPrompts } from '../credentials/browser/browserPrompts.ts';
import { agentName } from '../display/agentWords.ts';
import { showProgress as showProgressToast, type ToastLink } from '../display/progressToast.ts';
import { type Item, Picker } from '../display/quickPick.ts';
import { showInformation } from '../display/toasts.ts';
import { askPageCode } from './codePrompt.ts';

/** Opens the browser for a sign-in, and shows the progress. */
export function createSignInPrompts(by: () => SignInBy): SignInPrompts {
  return {
    allow: askForAgent,
    mustUseCode: () => by() === 'deviceCode' || (by() === 'auto' && isBrowserRemote()),
    async open(url) {
      if (!(await vscode.env.openExternal(vscode.Uri.parse(url, true)))) throw new Cancelled();
    },
    show: ({ session, userCode, url }) =>
      userCode === undefined ? showLink(session, url) : showCode(session, userCode, url),
    consoleLabel: (profile) =>
      profile === undefined
        ? vscode.l10n.t('the AWS console')
        : vscode.l10n.t('the AWS console for {0}', profile),
    askCode: (question, signal) => askPageCode(question, { openAgain, copyLink }, signal),
    showWait: (session) => showProgress(session, vscode.l10n.t('already in progress in another window'), []),
    page,
  };
}

/** In a notification: the user may be busy, and may not know what the agent is doing. */
async function askForAgent({ session, profile, agent, terminal }: AgentSignIn): Promise<void> {
  const t = vscode.l10n.t;
  const [signIn, notNow] = [{ title: t('Sign In') }, { title: t('Not Now') }];
  const name = agentName(agent, true);
  const sentence =
    terminal === undefined
      ? t('{0} needs the sign-in to {1} (profile {2}).', name, session, profile)
      : t(
          '{0}, in terminal “{1}”, needs the sign-in to {2} (profile {3}).',
          name,
          shorten(terminal),
          session,
          profile,
        );
  if ((await showInformation(sentence, signIn, notNow)) !== signIn) throw new Cancelled();
}

type SignInBy = Settings['identityCenter.signIn'];

/** Whether the browser may run on another machine than this process. Then it could not redirect to a local address. */
function isBrowserRemote(): boolean {
  return vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
}

type Shown = ReturnType<SignInPrompts['show']>;

/** Opens the page in the browser once more, for a user who has closed it. */
function openAgain(url: string): void {
  void vscode.env.openExternal(vscode.Uri.parse(url, true));
}

/** For another browser, or another profile of it. The link is useless without the secret of this process. */
function copyLink(url: string): void {
  void vscode.env.clipboard.writeText(url);
}

/** Does not block VS Code, unlike a picker, which closes when the user opens anything else. */
function showLink(session: string, url: string): Shown {
  const t = vscode.l10n.t;
  const useCode = new AbortController();
  const shown = showProgress(session, t('continue in your browser.'), [
    { title: t('Open Again'), follow: () => openAgain(url) },
    { title: t('Copy Link'), follow: () => copyLink(url) },
    { title: t('Use a Code Instead'), follow: () => useCode.abort() },
  ]);
  return { ...shown, useCode: useCode.signal };
}

/** Shows that the user continues elsewhere. */
function showProgress(session: string, message: string, links: readonly ToastLink[]): Shown {
  const t = vscode.l10n.t;
  const cancelled = new AbortController();
  const over = new AbortController();
  showProgressToast(t('Signing in to {0}', session), cancelled, (report) => {
    report(message, links);
    return new Promise((resolve) => over.signal.addEventListener('abort', () => resolve()));
  });
  return { cancelled: cancelled.signal, done: () => over.abort() };
}

/**
 * Shows the code for as long as it is valid: a message could not be closed afterwards. Closing the picker cancels the
 * sign-in.
 */
function showCode(session: string, userCode: string, url: string): Shown {
  const t = vscode.l10n.t;
  const cancelled = new AbortController();
  const pick = new Picker<Item>();
  // Also in a row, because VS Code may cover the title with a hover.
  const copy = { icon: 'copy', label: t('Copy Code {0}', userCode), alwaysShow: true };
  const again = { icon: 'link-external', label: t('Open Again'), alwaysShow: true };
  const link = { icon: 'link', label: t('Copy Link'), alwaysShow: true };
  pick.title = t('Sign in to {0}: check that the browser shows the code {1}', session, userCode);
  pick.items = [copy, again, link];
  pick.ignoreFocusOut = true;
  pick.busy = true;
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems;
    if (chosen === copy) void vscode.env.clipboard.writeText(userCode);
    else if (chosen === link) copyLink(url);
    else openAgain(url);
  });
  pick.onDidHide(() => {
    cancelled.abort();
    pick.dispose();
  });
  pick.show();
  return { cancelled: cancelled.signal, done: () => pick.dispose() };
}

/** Contains no data from outside. */
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
