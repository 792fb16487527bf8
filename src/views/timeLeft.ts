import * as vscode from 'vscode';
import { shellWord } from '../base/plainText.ts';
import type { Ready, SettledState } from '../session/activeState.ts';

/** `11h 20m`, `58m`, `<1m`. */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '<1m';
  if (minutes < 60) return `${minutes}m`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

/** The remaining time of the session in use, if it expires. */
export function timeLeft(state: SettledState, now: number): string | undefined {
  const expiration = state.kind === 'ready' ? state.session.credentials.expiration : undefined;
  return expiration === undefined ? undefined : duration(Math.max(0, expiration - now));
}

/** How the user can renew the session in use. */
export function renewalHint({ mustAsk, session }: Ready): string {
  const t = vscode.l10n.t;
  if (mustAsk === 'signIn')
    return t('To renew the session, you need to sign in again. Run “Rolecall: Renew Session”.');
  return mustAsk === 'cliSignIn'
    ? t(
        'To renew the session, use the profile with the AWS CLI once, or sign in again: aws login --profile {0}',
        shellWord(session.plan.steps[0]!.profile),
      )
    : t('To renew the session, an MFA code is needed. Run “Rolecall: Renew Session”.');
}
