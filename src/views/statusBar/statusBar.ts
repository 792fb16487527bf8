import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { displayLine } from '../../display/marks.ts';
import { StatusItem } from '../../display/statusItem.ts';
import type { ViewFacts } from '../viewSources.ts';
import type { StatusDetails } from './statusDetails.ts';
import { lookOf } from './statusLook.ts';

/** Loads the tooltip and the label for screen readers. */
export type OpenStatusDetails = (sources: ViewFacts) => Promise<StatusDetails>;

/** The position among the items of the status bar. The item of the region is to the right of this one. */
export const statusPriority = 50;

/** Registers the item that shows which AWS profile this window uses. A click on it opens the picker. */
export function registerStatusBar(sources: ViewFacts, open: OpenStatusDetails): Disposable {
  const item = new StatusItem({
    id: statusItemId,
    name: vscode.l10n.t('AWS Profile'),
    command: commandIds.switchProfile,
    priority: statusPriority,
  });
  let details: StatusDetails | undefined;
  const draw = (): void => {
    const { text, background } = lookOf(sources);
    const { tooltip = [], ariaLabel = displayLine(text) } = details?.() ?? {};
    item.show({ text, tooltip, ariaLabel, background: background && backgrounds[background]() });
  };
  draw();
  const redraw = async (): Promise<void> => {
    draw();
    if (details) return;
    details = await open(sources);
    draw();
  };
  const { active, bound, store, production, identities, ambient, regionItem, shells, agents } = sources;
  const changes = [
    active.onDidChange,
    bound.onDidChange,
    store.onDidChange,
    production.onDidChange,
    identities.onDidChange,
    ambient.onDidChange,
    regionItem.onDidChange,
    shells.onDidChange,
    agents.onDidChange,
  ] as const;
  return vscode.Disposable.from(item, ...changes.map((event) => event(() => void redraw())));
}

/** The red of VS Code's errors is the only one that is readable in every theme. */
const backgrounds = {
  warning: () => new vscode.ThemeColor('statusBarItem.warningBackground'),
  production: () => new vscode.ThemeColor('statusBarItem.errorBackground'),
};
