import * as vscode from 'vscode';
import type { AnyPlan } from '../plan/anyPlan.ts';
import type { Ready, SettledState } from '../session/activeState.ts';

/** `11h 20m`, `58m`, `<1m`; in Japanese `11 時間 20 分`. */
export function duration(ms: number): string {
  // The narrow form of Japanese has no spaces, unlike all of VS Code's texts.
  return durationIn(ms, isJapanese() ? 'short' : 'narrow') ?? vscode.l10n.t('<1m');
}

/** A duration for screen readers, which would read `58m` as 58 meters: `11 hours 20 minutes`, `58 minutes`. */
export function spokenDuration(ms: number): string {
  return durationIn(ms, 'long') ?? vscode.l10n.t('less than a minute');
}

/** Undefined for less than a minute. */
function durationIn(ms: number, unitDisplay: 'short' | 'narrow' | 'long'): string | undefined {
  const minutes = Math.floor(ms / 60_000);
  const parts = [
    ['hour', Math.floor(minutes / 60)],
    ['minute', minutes % 60],
  ] as const;
  const shown = parts
    .filter(([, count]) => count > 0)
    .map(([unit, count]) =>
      // Messages are either in Japanese or in English.
      new Intl.NumberFormat(isJapanese() ? 'ja' : 'en', { style: 'unit', unit, unitDisplay }).format(count),
    );
  return shown.length === 0 ? undefined : shown.join(' ');
}

function isJapanese(): boolean {
  return /^ja\b/u.test(vscode.env.language);
}

/** The remaining time of the session in use, if it expires. */
export function timeLeft(state: SettledState<AnyPlan>, now: number): string | undefined {
  const ms = msLeft(state, now);
  return ms === undefined ? undefined : duration(ms);
}

/** Like `timeLeft`, for screen readers. */
export function spokenTimeLeft(state: SettledState<AnyPlan>, now: number): string | undefined {
  const ms = msLeft(state, now);
  return ms === undefined ? undefined : spokenDuration(ms);
}

function msLeft(state: SettledState<AnyPlan>, now: number): number | undefined {
  const expiration = state.kind === 'ready' ? state.session.credentials.expiration : undefined;
  return expiration === undefined ? undefined : Math.max(0, expiration - now);
}

/** How the user can renew the session in use. */
export function renewalHint({ mustAsk }: Ready): string {
  const t = vscode.l10n.t;
  if (mustAsk === 'signIn')
    return t('To renew the session, you need to sign in again. Run “Rolecall: Renew Session”.');
  if (mustAsk === 'confirmation')
    return t('The session is not renewed before you confirm it. Run “Rolecall: Renew Session”.');
  return t('To renew the session, an MFA code is needed. Run “Rolecall: Renew Session”.');
}
