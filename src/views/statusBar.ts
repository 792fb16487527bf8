import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import type { Failure } from '../failure.ts';
import { isProduction } from '../plan/production.ts';
import { escapeIcons } from '../plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import type { ActiveState, Ready } from '../session/activeState.ts';
import type { DescribeFailure, ViewSources } from './sources.ts';
import { planMarkdown, timeLeft, wayToRenew, whereabouts } from './words.ts';

/** The item that always says which AWS profile this window uses. Click: choose another. */
export function registerStatusBar(sources: ViewSources): Disposable {
  const { active, store, production, describe, now } = sources;
  const item = vscode.window.createStatusBarItem(statusItemId, vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t('AWS Profile');
  item.command = commandIds.switchProfile;
  const draw = (): void => {
    const face = faceOf(active.state, store.state.failures, describe, now(), production.value);
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.backgroundColor = backgroundOf(face);
    item.accessibilityInformation = { label: face.spoken };
  };
  draw();
  item.show();
  const changes = [active.onDidChange(draw), store.onDidChange(draw), production.onChange(draw)];
  return vscode.Disposable.from(item, ...changes);
}

/** A warning asks for something to be done, so it comes first; production only wants to be seen. */
function backgroundOf({ isWarning, isRed = false }: Face): vscode.ThemeColor | undefined {
  if (isWarning) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return isRed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}

interface Face {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: vscode.MarkdownString | string;
  readonly isWarning: boolean;
  /** What is started now acts on production. */
  readonly isRed?: boolean;
}

function faceOf(
  state: ActiveState,
  fileFailures: readonly Failure[],
  describe: DescribeFailure,
  now: number,
  production: readonly string[],
): Face {
  const t = vscode.l10n.t;
  const trouble = fileFailures.map(describe);
  switch (state.kind) {
    case 'none': {
      const text = t('No AWS profile');
      const isWarning = trouble.length > 0;
      const hint = t('Click to choose the AWS profile for terminals and tasks.');
      const icon = isWarning ? 'warning' : 'key';
      return {
        text: `$(${icon}) ${text}`,
        spoken: [text, ...trouble].join(' '),
        tooltip: lines([...trouble, hint]),
        isWarning,
      };
    }
    case 'switching': {
      const name = targetName(state.target);
      const tooltip = t('Getting credentials for {0}. Click to cancel or to choose another.', name);
      const { from } = state;
      const stays = from.kind === 'none' ? [] : [t('Until then, {0} stays in use.', targetName(from.target))];
      const wait = state.waitsFor ? [t('Another window is asking for the code of {0}.', state.waitsFor)] : [];
      const spoken = [t('Switching to AWS profile {0}', name), ...wait].join('. ');
      const text = `$(sync~spin) ${escapeIcons(name)}`;
      return { text, spoken, tooltip: lines([...wait, tooltip, ...stays]), isWarning: false };
    }
    case 'waiting': {
      const name = targetName(state.target);
      const reason = describe(state.failure);
      const spoken = `${t('AWS profile {0} has no session', name)} ${reason}`;
      return {
        text: `$(warning) ${escapeIcons(name)}`,
        spoken,
        tooltip: lines([...trouble, reason]),
        isWarning: true,
      };
    }
    case 'ready':
      return readyFace(state, trouble, now, isProduction(state.session.plan, production));
  }
}

function readyFace(state: Ready, trouble: readonly string[], now: number, isRed: boolean): Face {
  const t = vscode.l10n.t;
  const { plan } = state.session;
  const name = targetName(state.target);
  const left = timeLeft(state, now);
  const tooltip = new vscode.MarkdownString();
  for (const line of trouble) tooltip.appendText(line).appendMarkdown('\n\n');
  tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**');
  tooltip.appendText(` ${whereabouts(plan)}`).appendMarkdown('\n\n');
  const remarks = isRed ? [t('This is production.')] : [];
  for (const remark of remarks) tooltip.appendText(remark).appendMarkdown('\n\n');
  tooltip.appendMarkdown(planMarkdown(plan).value).appendMarkdown('\n');
  if (left) tooltip.appendText(t('Expires in {0}', left));
  if (state.mustAsk) tooltip.appendMarkdown('\n\n').appendText(wayToRenew(state));
  const spoken = left ? t('AWS profile {0}, expires in {1}', name, left) : t('AWS profile {0}', name);
  const isWarning = state.mustAsk !== undefined;
  const icon = isWarning || trouble.length > 0 ? 'warning' : 'key';
  const label = left && isWarning ? t('{0} expires in {1}', name, left) : [name, left ?? ''].join(' ').trim();
  const text = `$(${icon}) ${escapeIcons(label)}`;
  return { text, spoken: [spoken, ...remarks, ...trouble].join(' '), tooltip, isWarning, isRed };
}

function lines(sentences: readonly string[]): string {
  return sentences.join('\n');
}
