import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import type { Mark } from '../../display/marks.ts';
import { StatusItem } from '../../display/statusItem.ts';
import { isProduction } from '../../plan/production.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ActiveState } from '../../session/activeState.ts';
import { timeLeft } from '../timeLeft.ts';
import type { ViewFacts } from '../viewSources.ts';
import type { StatusDetails } from './statusDetails.ts';

/** Loads the tooltip and the label for screen readers. */
export type OpenStatusDetails = (sources: ViewFacts) => Promise<StatusDetails>;

/** Registers the item that shows which AWS profile this window uses. A click on it opens the picker. */
export function registerStatusBar(sources: ViewFacts, open: OpenStatusDetails): Disposable {
  const { active, bound, store, production, now } = sources;
  const item = new StatusItem(statusItemId, vscode.l10n.t('AWS Profile'), commandIds.switchProfile);
  let details: StatusDetails | undefined;
  const draw = (): void => {
    const { state } = active;
    const isRed = state.kind === 'ready' && isProduction(state.session.plan, production.value);
    const look = lookOf(state, store.state.failures.length > 0, now());
    const { tooltip = [], ariaLabel = look.mark.text } = details?.(state, isRed) ?? {};
    item.show({ mark: look.mark, tooltip, ariaLabel, background: backgroundOf(look, isRed) });
  };
  draw();
  const redraw = async (): Promise<void> => {
    draw();
    if (details) return;
    details = await open(sources);
    draw();
  };
  const changes = [active.onDidChange, bound.onDidChange, store.onDidChange, production.onChange] as const;
  return vscode.Disposable.from(item, ...changes.map((event) => event(() => void redraw())));
}

/** The appearance of the item. */
interface StatusBarLook {
  readonly mark: Mark;
  readonly isWarning: boolean;
}

/**
 * A warning needs action, so it has precedence over production, which only has to be noticed and has neither a warning
 * icon nor a message. The red of VS Code's errors is the only one that is readable in every theme.
 */
function backgroundOf({ isWarning }: StatusBarLook, isRed: boolean): vscode.ThemeColor | undefined {
  if (isWarning) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return isRed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}

function lookOf(state: ActiveState, hasTrouble: boolean, now: number): StatusBarLook {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'none':
      return {
        mark: { icon: hasTrouble ? 'warning' : 'key', text: t('No AWS profile') },
        isWarning: hasTrouble,
      };
    case 'switching':
      return { mark: { icon: 'sync~spin', text: targetName(state.target) }, isWarning: false };
    case 'waiting':
      return { mark: { icon: 'warning', text: targetName(state.target) }, isWarning: true };
    case 'ready': {
      const name = targetName(state.target);
      const left = timeLeft(state, now);
      const isWarning = state.mustAsk !== undefined;
      const icon = isWarning || hasTrouble ? 'warning' : 'key';
      const text =
        left && isWarning ? t('{0} expires in {1}', name, left) : [name, left ?? ''].join(' ').trim();
      return { mark: { icon, text }, isWarning };
    }
  }
}
