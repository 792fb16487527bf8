import * as vscode from 'vscode';
import type { Mark } from '../display/marks.ts';
import type { ConsoleSignInState } from './viewSources.ts';

/** The state of a console sign-in, in the words of an IAM Identity Center sign-in. */
export function consoleStateMark({ kind }: ConsoleSignInState): Mark {
  const t = vscode.l10n.t;
  switch (kind) {
    case 'signedIn':
      return { icon: 'check', text: t('signed in') };
    case 'expired':
      return { icon: 'history', text: t('sign-in expired') };
    case 'signedOut':
      return { icon: 'sign-in', text: t('signed out') };
  }
}

/** The state as a sentence, for tooltips and explanations. */
export function consoleStateSentence(state: ConsoleSignInState): string {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'signedIn':
      return state.isRenewed
        ? t('You are signed in. The keys last 15 minutes, and Rolecall renews them.')
        : t('You are signed in until {0}.', timeOf(state.until));
    case 'expired':
      return t('The sign-in has ended. Sign in again with “Rolecall: Sign In with AWS Console…”.');
    case 'signedOut':
      return t('You are signed out. Sign in with “Rolecall: Sign In with AWS Console…”.');
  }
}

function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
}
