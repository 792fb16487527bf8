import * as vscode from 'vscode';
import { commandIds, regionItemId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { StatusItem } from '../../display/statusItem.ts';
import { isPlan } from '../../plan/plan.ts';
import { targetOf } from '../../session/activeState.ts';
import type { ViewFacts } from '../viewSources.ts';
import { statusPriority } from './statusBar.ts';

/** Registers the item beside the profile that shows the region of the window. A click on it chooses another region. */
export function registerRegionItem(sources: ViewFacts): Disposable {
  const { active, planOf, windowRegion, regionItem, store } = sources;
  const t = vscode.l10n.t;
  const item = new StatusItem({
    id: regionItemId,
    name: t('AWS Region'),
    command: commandIds.chooseRegion,
    // Fractions keep the items of other extensions out.
    priority: statusPriority - 0.1,
  });
  const draw = (): void => {
    const target = targetOf(active.state);
    if (!target || !regionItem.isShown) return item.hide();
    const planned = planOf(target);
    const region = isPlan(planned) ? planned.region?.name : undefined;
    const isOfWindow = region !== undefined && region === windowRegion.value;
    const about = isOfWindow
      ? t('AWS region of this window. Click to choose another one.')
      : t('AWS region of the profile. Click to choose another one for this window.');
    const text = region ?? t('no region');
    item.show({
      text: { icon: 'globe', text },
      tooltip: [about],
      background: undefined,
      ariaLabel: `${t('AWS region {0}', text)}. ${about}`,
    });
  };
  draw();
  const changes = [active.onDidChange, store.onDidChange, regionItem.onDidChange] as const;
  return vscode.Disposable.from(item, ...changes.map((event) => event(draw)));
}
