import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import type { Failure } from '../../base/failure.ts';
import { escapeIcons } from '../../base/plainText.ts';
import { isProduction } from '../../plan/production.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ActiveState, Ready } from '../../session/activeState.ts';
import type { OwnFolder } from '../../session/boundWindow.ts';
import { planMarkdown, whereabouts } from '../planWords.ts';
import { timeLeft, wayToRenew } from '../timeLeft.ts';
import type { DescribeFailure, ViewSources } from '../viewSources.ts';

/** The item that always says which AWS profile this window uses. Click: choose another. */
export function registerStatusBar(sources: ViewSources): Disposable {
  const { active, bound, store, production, describe, now } = sources;
  const item = vscode.window.createStatusBarItem(statusItemId, vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t('AWS Profile');
  item.command = commandIds.switchProfile;
  const show = (face: Face): void => {
    item.text = face.text;
    item.tooltip = withBindings(face.tooltip, sources);
    item.backgroundColor = backgroundOf(face);
    item.accessibilityInformation = { label: face.spoken };
  };
  const draw = (): void => {
    const { state } = active;
    const trouble = store.state.failures.map(describe);
    if (state.kind !== 'ready') return show(faceOf(state, trouble, describe));
    show(sessionFace(state, trouble, now(), isProduction(state.session.plan, production.value)));
  };
  draw();
  item.show();
  const changes = [active.onDidChange, bound.onDidChange, store.onDidChange, production.onChange] as const;
  return vscode.Disposable.from(item, ...changes.map((event) => event(draw)));
}

/** A warning asks for something to be done, so it comes first; production only wants to be seen. */
function backgroundOf({ isWarning, isRed = false }: Face): vscode.ThemeColor | undefined {
  if (isWarning) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return isRed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}

/** How the item looks, and what a screen reader says of it. */
interface Face {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: vscode.MarkdownString | string;
  readonly isWarning: boolean;
  /** What is started now acts on production. */
  readonly isRed?: boolean;
}

function faceOf(
  state: Exclude<ActiveState, Ready>,
  trouble: readonly string[],
  describe: DescribeFailure,
): Face {
  const t = vscode.l10n.t;
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
      const tooltip = t('Getting credentials for {0}. Click to cancel or choose another profile.', name);
      const { from } = state;
      const stays = from.kind === 'none' ? [] : [t('Until then, {0} stays in use.', targetName(from.target))];
      const wait = state.waitsFor
        ? [t('Another window is asking for the MFA code from {0}.', state.waitsFor)]
        : [];
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
  }
}

function lines(sentences: readonly string[]): string {
  return sentences.join('\n');
}

/** The item of a window that has a session. */
function sessionFace(state: Ready, trouble: readonly string[], now: number, isRed: boolean): Face {
  const t = vscode.l10n.t;
  const { plan } = state.session;
  const name = targetName(state.target);
  const left = timeLeft(state, now);
  const tooltip = new vscode.MarkdownString();
  for (const line of trouble) tooltip.appendText(line).appendMarkdown('\n\n');
  tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**');
  tooltip.appendText(` ${whereabouts(plan)}`).appendMarkdown('\n\n');
  const remarks = isRed ? [t('This is a production profile.')] : [];
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

type BindingSources = Pick<ViewSources, 'bound' | 'describeReason' | 'now'>;
type Tooltip = vscode.MarkdownString | string;

/** A tooltip, with what the settings decide beneath it. */
function withBindings(tooltip: Tooltip, sources: BindingSources): Tooltip {
  const sentences = bindingSentences(sources);
  if (sentences.length === 0) return tooltip;
  const markdown = typeof tooltip === 'string' ? new vscode.MarkdownString().appendText(tooltip) : tooltip;
  for (const sentence of sentences) markdown.appendMarkdown('\n\n').appendText(sentence);
  return markdown;
}

/** What the settings bind the window to, and folders that stay with a profile of their own; a sentence each. */
function bindingSentences(sources: BindingSources): string[] {
  const { target, folders } = sources.bound;
  const window = target ? [vscode.l10n.t('Your settings bind this window to {0}.', targetName(target))] : [];
  return [...window, ...folders.map((folder) => folderSentence(folder, sources))];
}

/** `Folder api: prod-admin · 58m`, or why it has no session. */
function folderSentence(
  { name, state }: OwnFolder,
  { describeReason, now }: Pick<ViewSources, 'describeReason' | 'now'>,
): string {
  const about = state.kind === 'waiting' ? waitingFor(state.failure, describeReason) : timeLeft(state, now());
  const what = vscode.l10n.t('Folder {0}: {1}', name, targetName(state.target));
  return about ? `${what} · ${about}` : what;
}

/** Nobody chooses a folder's profile anew. */
function waitingFor(failure: Failure, describe: DescribeFailure): string {
  const isUnused = failure.code === 'needsPerson' || failure.code === 'forgotten';
  return isUnused ? vscode.l10n.t('session starts when a program needs it') : describe(failure);
}
