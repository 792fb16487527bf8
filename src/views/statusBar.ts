import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import type { Failure } from '../failure.ts';
import { targetName } from '../profiles/profiles.ts';
import type { ActiveState } from '../session/active.ts';
import type { DescribeFailure, ViewSources } from './sources.ts';
import { escapeIcons, planMarkdown, timeLeft, whereabouts } from './words.ts';

/** The item that always says which AWS profile this window uses. Click: choose another. */
export function registerStatusBar({ active, store, describe, now }: ViewSources): Disposable {
  const item = vscode.window.createStatusBarItem(statusItemId, vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t('AWS Profile');
  item.command = commandIds.switchProfile;
  const draw = (): void => {
    const face = faceOf(active.state, store.state.failures, describe, now());
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.backgroundColor = face.isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.accessibilityInformation = { label: face.spoken };
  };
  draw();
  item.show();
  return vscode.Disposable.from(item, active.onDidChange(draw), store.onDidChange(draw));
}

interface Face {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: vscode.MarkdownString;
  readonly isWarning: boolean;
}

function faceOf(
  state: ActiveState,
  fileFailures: readonly Failure[],
  describe: DescribeFailure,
  now: number,
): Face {
  const t = vscode.l10n.t;
  const tooltip = new vscode.MarkdownString();
  for (const failure of fileFailures) tooltip.appendText(describe(failure)).appendMarkdown('\n\n');
  switch (state.kind) {
    case 'none': {
      const text = t('No AWS profile');
      tooltip.appendText(t('Click to choose the AWS profile for terminals and tasks.'));
      const isWarning = fileFailures.length > 0;
      return { text: `$(${isWarning ? 'warning' : 'key'}) ${text}`, spoken: text, tooltip, isWarning };
    }
    case 'switching': {
      const name = targetName(state.target);
      tooltip.appendText(t('Getting credentials for {0}. Click to cancel or to choose another.', name));
      const spoken = t('Switching to AWS profile {0}', name);
      return { text: `$(sync~spin) ${escapeIcons(name)}`, spoken, tooltip, isWarning: false };
    }
    case 'waiting': {
      const name = targetName(state.target);
      tooltip.appendText(describe(state.failure));
      const spoken = t('AWS profile {0} has no session', name);
      return { text: `$(warning) ${escapeIcons(name)}`, spoken, tooltip, isWarning: true };
    }
    case 'ready': {
      const { plan } = state.session;
      const name = targetName(state.target);
      const left = timeLeft(state, now);
      tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**');
      tooltip.appendText(` ${whereabouts(plan)}`).appendMarkdown('\n\n');
      tooltip.appendMarkdown(planMarkdown(plan).value).appendMarkdown('\n');
      if (left) tooltip.appendText(t('Expires in {0}', left));
      const spoken = left ? t('AWS profile {0}, expires in {1}', name, left) : t('AWS profile {0}', name);
      const text = `$(key) ${escapeIcons(name)}${left ? ` ${left}` : ''}`;
      return { text, spoken, tooltip, isWarning: false };
    }
  }
}
