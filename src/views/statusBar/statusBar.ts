import * as vscode from 'vscode';
import { commandIds, statusItemId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import type { Failure } from '../../base/failure.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import type { Mark } from '../../display/marks.ts';
import { StatusItem } from '../../display/statusItem.ts';
import { isProduction } from '../../plan/production.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ActiveState, Ready } from '../../session/activeState.ts';
import type { OwnFolder } from '../../session/boundWindow.ts';
import { planMarkdown, whereabouts } from '../planWords.ts';
import { renewalHint, timeLeft } from '../timeLeft.ts';
import type { DescribeFailure, ViewSources } from '../viewSources.ts';

/** Registers the item that shows which AWS profile this window uses. A click on it opens the picker. */
export function registerStatusBar(sources: ViewSources): Disposable {
  const { active, bound, store, production, describe, now } = sources;
  const item = new StatusItem(statusItemId, vscode.l10n.t('AWS Profile'), commandIds.switchProfile);
  const show = (look: StatusBarLook): void =>
    item.show({ ...look, tooltip: withBindings(look.tooltip, sources), background: backgroundOf(look) });
  const draw = (): void => {
    const { state } = active;
    const trouble = store.state.failures.map(describe);
    if (state.kind !== 'ready') return show(lookOf(state, trouble, describe));
    show(sessionLook(state, trouble, now(), isProduction(state.session.plan, production.value)));
  };
  draw();
  const changes = [active.onDidChange, bound.onDidChange, store.onDidChange, production.onChange] as const;
  return vscode.Disposable.from(item, ...changes.map((event) => event(draw)));
}

/**
 * A warning needs action, so it has precedence over production, which only has to be noticed and has neither a warning
 * icon nor a message. The red of VS Code's errors is the only one that is readable in every theme.
 */
function backgroundOf({ isWarning, isRed = false }: StatusBarLook): vscode.ThemeColor | undefined {
  if (isWarning) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return isRed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}

/** The appearance of the item, and its label for screen readers. */
interface StatusBarLook {
  readonly mark: Mark;
  readonly ariaLabel: string;
  readonly tooltip: Tooltip;
  readonly isWarning: boolean;
  /** Programs that are started now act on production. */
  readonly isRed?: boolean;
}

function lookOf(
  state: Exclude<ActiveState, Ready>,
  trouble: readonly string[],
  describe: DescribeFailure,
): StatusBarLook {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'none': {
      const text = t('No AWS profile');
      const isWarning = trouble.length > 0;
      const hint = t('Click to choose the AWS profile for terminals and tasks.');
      const icon = isWarning ? 'warning' : 'key';
      return {
        mark: { icon, text },
        ariaLabel: announce(text, trouble),
        tooltip: [...trouble, hint],
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
      const ariaLabel = announce(t('Switching to AWS profile {0}', name), wait);
      const mark = { icon: 'sync~spin', text: name };
      return { mark, ariaLabel, tooltip: [...wait, tooltip, ...stays], isWarning: false };
    }
    case 'waiting': {
      const name = targetName(state.target);
      const reason = describe(state.failure);
      const ariaLabel = announce(t('AWS profile {0} has no session', name), [reason]);
      return {
        mark: { icon: 'warning', text: name },
        ariaLabel,
        tooltip: [...trouble, reason],
        isWarning: true,
      };
    }
  }
}

/** Joins a phrase and sentences for a screen reader. */
function announce(phrase: string, sentences: readonly string[]): string {
  return [phrase, sentences.join(' ')].filter(Boolean).join('. ');
}

/** The appearance in a window that has a session. */
function sessionLook(state: Ready, trouble: readonly string[], now: number, isRed: boolean): StatusBarLook {
  const t = vscode.l10n.t;
  const { plan } = state.session;
  const name = targetName(state.target);
  const left = timeLeft(state, now);
  const tooltip = new PlainMarkdown();
  for (const line of trouble) tooltip.text(line).paragraph();
  tooltip
    .bold(name)
    .text(` ${whereabouts(plan)}`)
    .paragraph();
  const remarks = isRed ? [t('This is a production profile.')] : [];
  for (const remark of remarks) tooltip.text(remark).paragraph();
  tooltip.append(planMarkdown(plan)).paragraph();
  if (left) tooltip.text(t('Session expires in {0}', left));
  if (state.mustAsk) tooltip.paragraph().text(renewalHint(state));
  const ariaLabel = left ? t('AWS profile {0}, expires in {1}', name, left) : t('AWS profile {0}', name);
  const isWarning = state.mustAsk !== undefined;
  const icon = isWarning || trouble.length > 0 ? 'warning' : 'key';
  const label = left && isWarning ? t('{0} expires in {1}', name, left) : [name, left ?? ''].join(' ').trim();
  const mark = { icon, text: label };
  return { mark, ariaLabel: announce(ariaLabel, [...remarks, ...trouble]), tooltip, isWarning, isRed };
}

type BindingSources = Pick<ViewSources, 'bound' | 'describeReason' | 'now'>;
type Tooltip = PlainMarkdown | readonly string[];

/** Adds the bindings from the settings to a tooltip. */
function withBindings(tooltip: Tooltip, sources: BindingSources): Tooltip {
  const sentences = bindingSentences(sources);
  if (sentences.length === 0) return tooltip;
  if (!('value' in tooltip)) return [...tooltip, ...sentences];
  for (const sentence of sentences) tooltip.paragraph().text(sentence);
  return tooltip;
}

/** One sentence for the binding of the window, and one for each folder that is bound to its own profile. */
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

/** The user cannot choose a folder's profile again, so the message for that is replaced. */
function waitingFor(failure: Failure, describe: DescribeFailure): string {
  const isUnused = failure.code === 'needsPerson' || failure.code === 'forgotten';
  return isUnused ? vscode.l10n.t('session starts when a program needs it') : describe(failure);
}
