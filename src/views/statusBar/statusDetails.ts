import * as vscode from 'vscode';
import type { Failure } from '../../base/failure.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import type { StatusLook } from '../../display/statusItem.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ActiveState, Ready } from '../../session/activeState.ts';
import type { OwnFolder } from '../../session/boundWindow.ts';
import { planMarkdown, whereabouts } from '../planWords.ts';
import { renewalHint, timeLeft } from '../timeLeft.ts';
import type { DescribeFailure, ViewSources } from '../viewSources.ts';

type Tooltip = StatusLook['tooltip'];
type Details = Pick<StatusLook, 'tooltip' | 'ariaLabel'>;

/** The tooltip of the item in the status bar, and its label for screen readers. */
export type StatusDetails = (state: ActiveState, isRed: boolean) => Details;

export function statusDetails(sources: ViewSources): StatusDetails {
  const { store, describe, now } = sources;
  return (state, isRed) => {
    const trouble = store.state.failures.map(describe);
    const { tooltip, ariaLabel } =
      state.kind === 'ready'
        ? sessionDetails(state, trouble, now(), isRed)
        : detailsOf(state, trouble, describe);
    return { tooltip: withBindings(tooltip, sources), ariaLabel };
  };
}

function detailsOf(
  state: Exclude<ActiveState, Ready>,
  trouble: readonly string[],
  describe: DescribeFailure,
): Details {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'none': {
      const hint = t('Click to choose the AWS profile for terminals and tasks.');
      return { ariaLabel: announce(t('No AWS profile'), trouble), tooltip: [...trouble, hint] };
    }
    case 'switching': {
      const name = targetName(state.target);
      const tooltip = t('Getting credentials for {0}. Click to cancel or choose another profile.', name);
      const { from } = state;
      const stays = from.kind === 'none' ? [] : [t('Until then, {0} stays in use.', targetName(from.target))];
      const wait = state.waitsFor
        ? [t('Another window is asking for the MFA code from {0}.', state.waitsFor)]
        : [];
      return {
        ariaLabel: announce(t('Switching to AWS profile {0}', name), wait),
        tooltip: [...wait, tooltip, ...stays],
      };
    }
    case 'waiting': {
      const reason = describe(state.failure);
      return {
        ariaLabel: announce(t('AWS profile {0} has no session', targetName(state.target)), [reason]),
        tooltip: [...trouble, reason],
      };
    }
  }
}

/** Joins a phrase and sentences for a screen reader. */
function announce(phrase: string, sentences: readonly string[]): string {
  return [phrase, sentences.join(' ')].filter(Boolean).join('. ');
}

function sessionDetails(state: Ready, trouble: readonly string[], now: number, isRed: boolean): Details {
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
  return { ariaLabel: announce(ariaLabel, [...remarks, ...trouble]), tooltip };
}

type BindingSources = Pick<ViewSources, 'bound' | 'describeReason' | 'now'>;

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
