import * as vscode from 'vscode';
import { Cancelled } from '../base/failure.ts';
import type { CodeQuestion, CodeTrouble } from '../credentials/browser/browserPrompts.ts';
import { Input } from '../display/inputBox.ts';

/** What a sign-in page offers while it is open. */
interface PageActions {
  /** Opens the page once more, for a user who has closed it. */
  readonly openAgain: (url: string) => void;
  readonly copyLink: (url: string) => void;
}

/** Asks for the text that the page of a sign-in shows at its end; see `SignInPrompts.askCode`. */
export function askPageCode(
  { session, url, check, isRefused }: CodeQuestion,
  { openAgain, copyLink }: PageActions,
  signal: AbortSignal,
): Promise<string> {
  const t = vscode.l10n.t;
  const input = new Input();
  const again = { iconPath: new vscode.ThemeIcon('link-external'), tooltip: t('Open Again') };
  const copy = { iconPath: new vscode.ThemeIcon('link'), tooltip: t('Copy Link') };
  input.title = t('Signing in to {0}', session);
  input.prompt = t('In your browser, sign in and copy the code at the end; paste it here');
  if (isRefused)
    input.validationMessage = t(
      'AWS did not accept this code. Copy all of it, or open the page again for a new one.',
    );
  // The user goes to the browser and comes back.
  input.ignoreFocusOut = true;
  input.buttons = [again, copy];
  const validate = (): void => {
    const text = input.value.trim();
    const trouble = text === '' ? undefined : check(text);
    input.validationMessage = trouble && complaintAbout(trouble);
  };
  return new Promise<string>((resolve, reject) => {
    const cancel = (): void => reject(new Cancelled());
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    input.onDidChangeValue(validate);
    input.onDidTriggerButton((button) => (button === again ? openAgain(url) : copyLink(url)));
    input.onDidAccept(() => {
      const text = input.value.trim();
      if (text === '') return;
      validate();
      if (!input.isInvalid) resolve(text);
    });
    input.onDidHide(cancel);
    input.show();
  }).finally(() => input.dispose());
}

function complaintAbout(trouble: CodeTrouble): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'malformed':
      return t('This is not the code from the page. Copy all of it.');
    case 'otherSignIn':
      return t(
        'This code is from another sign-in. Open the page again, and copy the code that it shows then.',
      );
  }
}
