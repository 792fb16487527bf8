import * as vscode from 'vscode';
import { targetName } from '../../profiles/profiles.ts';
import { isReadyOnUse, waitingMark } from '../statusBar/statusLook.ts';
import { timeLeft } from '../timeLeft.ts';
import type { ViewFacts } from '../viewSources.ts';

/** What the profile in use wants of the user, in a few words: `needs a code`. Undefined if it wants nothing. */
export function wantedOf({ active: { state }, bound, identities, now }: ViewFacts): string | undefined {
  const t = vscode.l10n.t;
  if (state.kind === 'waiting')
    return isReadyOnUse(state, bound.target) ? undefined : waitingMark(state.failure).text;
  if (state.kind !== 'ready') return undefined;
  if (identities.of(state.session)?.kind === 'refused') return t('keys rejected');
  return state.mustAsk && t('expires in {0}', timeLeft(state, now()) ?? '');
}

/** The same with the name of the profile, for the badge of the view. */
export function badgeOf(sources: ViewFacts): string | undefined {
  const { state } = sources.active;
  const wanted = wantedOf(sources);
  return state.kind === 'none' || wanted === undefined ? undefined : `${targetName(state.target)}: ${wanted}`;
}
