import * as vscode from 'vscode';
import { agentItemId, commandIds } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import { StatusItem } from '../../display/statusItem.ts';
import { targetName } from '../../profiles/profiles.ts';
import { duration, spokenDuration } from '../timeLeft.ts';
import type { ViewFacts } from '../viewSources.ts';
import { statusPriority } from './statusBar.ts';

/** Registers the item that is shown while AI agents can do what the user can do. A click on it ends that. */
export function registerAgentItem({ agents, now }: Pick<ViewFacts, 'agents' | 'now'>): Disposable {
  let item: StatusItem | undefined;
  const draw = (): void => {
    const { grants } = agents;
    if (grants.length === 0) return item?.hide();
    item ??= createItem();
    const t = vscode.l10n.t;
    const ms = Math.max(...grants.map(({ until = Infinity }) => until)) - now();
    const about = t('AI agents can do what you can do with {0}.', grants.map(nameOf).join(', '));
    const end = t('Click to end that.');
    const link = [t('Stop Letting Agents Write'), commandIds.stopAgentsWriting] as const;
    item.show({
      text: { icon: 'robot', text: isEndless(ms) ? t('agents may write') : mayWrite(duration(minutes(ms))) },
      tooltip: new PlainMarkdown()
        .text(isEndless(ms) ? about : `${about} ${t('That ends in {0}.', spokenDuration(minutes(ms)))}`)
        .paragraph()
        .link(...link),
      background: new vscode.ThemeColor('statusBarItem.warningBackground'),
      ariaLabel: isEndless(ms)
        ? `${about} ${end}`
        : `${about} ${t('That ends in {0}.', spokenDuration(minutes(ms)))} ${end}`,
    });
  };
  draw();
  const listening = agents.onDidChange(draw);
  return { dispose: () => [listening, item].forEach((each) => each?.dispose()) };
}

function createItem(): StatusItem {
  return new StatusItem({
    id: agentItemId,
    name: vscode.l10n.t('AI Agents and AWS'),
    command: commandIds.stopAgentsWriting,
    // Next to the profile: fractions keep the items of other extensions out.
    priority: statusPriority - 0.05,
  });
}

function mayWrite(left: string): string {
  return vscode.l10n.t('agents may write {0}', left);
}

function isEndless(ms: number): boolean {
  return ms === Infinity;
}

/** Rounded up, so that the last minute is one. */
function minutes(ms: number): number {
  return Math.ceil(ms / 60_000) * 60_000;
}

function nameOf({ target }: ViewFacts['agents']['grants'][number]): string {
  return targetName(target);
}
