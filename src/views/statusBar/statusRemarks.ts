import * as vscode from 'vscode';
import { isPlan } from '../../plan/plan.ts';
import { targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import { renewalHint } from '../timeLeft.ts';
import type { ViewSources } from '../viewSources.ts';
import type { Shown } from './statusHead.ts';
import { isReadyOnUse } from './statusLook.ts';

/** What the user should know or do, in sentences. */
export function remarksOf(shown: Shown | undefined, sources: ViewSources): readonly string[] {
  const { store, describe, active } = sources;
  return [
    ...store.state.failures.map(describe),
    ...stateRemarks(active.state, shown, sources),
    ...(shown?.production ? [vscode.l10n.t('This is a production profile.')] : []),
  ];
}

function stateRemarks(state: ActiveState, shown: Shown | undefined, sources: ViewSources): readonly string[] {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'none':
      return shown
        ? ambientRemarks(shown, sources)
        : [t('Click to choose the AWS profile for terminals and tasks.')];
    case 'switching':
      return switchRemarks(state);
    case 'waiting':
      return isReadyOnUse(state, sources.bound.target)
        ? [t('The session starts when a program needs it. Click to start it now.')]
        : [sources.describe(state.failure)];
    case 'ready': {
      const verdict = sources.identities.of(state.session);
      return [
        ...(verdict?.kind === 'refused' ? [sources.describe(verdict.failure)] : []),
        ...(state.mustAsk ? [renewalHint(state)] : []),
      ];
    }
  }
}

function ambientRemarks({ planned }: Shown, { ambient, describe }: ViewSources): readonly string[] {
  const t = vscode.l10n.t;
  const from = ambient.value?.from;
  const why =
    from === 'files'
      ? t('Rolecall has chosen no profile, so terminals use [default] of your AWS files.')
      : from === 'settings'
        ? t('Rolecall has chosen no profile, so terminals use what VS Code’s settings set for them.')
        : t('Rolecall has chosen no profile, so terminals use what VS Code’s environment sets.');
  return isPlan(planned) ? [why] : [why, describe(planned.failure)];
}

type Switching = Extract<ActiveState, { readonly kind: 'switching' }>;

function switchRemarks({ target, from, waitsFor }: Switching): readonly string[] {
  const t = vscode.l10n.t;
  const before = settled(from);
  return [
    ...(waitsFor ? [t('Another window is asking for the MFA code from {0}.', waitsFor)] : []),
    t('Getting credentials for {0}. Click to cancel or choose another profile.', targetName(target)),
    ...(before.kind === 'none' ? [] : [t('Until then, {0} stays in use.', targetName(before.target))]),
  ];
}
