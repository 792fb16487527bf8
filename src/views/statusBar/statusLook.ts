import * as vscode from 'vscode';
import { columnsOf } from '../../base/plainText.ts';
import type { Failure } from '../../base/failure.ts';
import type { Line, Mark } from '../../display/marks.ts';
import type { Ambient } from '../../session/inUse/ambient.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, type Ready, settled, startsOnUse } from '../../session/activeState.ts';
import { accessMark, accessOf, accessWords } from '../accessWords.ts';
import { besideMark } from '../besideMark.ts';
import { cutMiddle } from '../shortText.ts';
import { timeLeft } from '../timeLeft.ts';
import type { ViewFacts } from '../viewSources.ts';

export type Waiting = Extract<ActiveState, { readonly kind: 'waiting' }>;

/** The text of the item, and what its background says. */
export interface Look {
  readonly text: Line;
  readonly background: 'warning' | 'production' | undefined;
}

/**
 * VS Code gives an item of the status bar at most 40 % of the width of the window, and cuts off the rest. In a window
 * of 900 pixels, these are about 48 columns.
 */
const maxColumns = 48;
const nameColumns = 28;
const factColumns = 20;

/** The item shows the name, what is known of account and region, and last the time, which is never cut off. */
export function lookOf(sources: ViewFacts): Look {
  const { active, now, planOf, production } = sources;
  const { state } = active;
  const trouble = sources.store.state.failures.length > 0;
  switch (state.kind) {
    case 'none': {
      const ambient = sources.ambient.value;
      if (ambient && !trouble) return ambientLook(ambient, sources);
      const mark = { icon: trouble ? 'warning' : 'key', text: vscode.l10n.t('No AWS profile') };
      return { text: mark, background: trouble ? 'warning' : undefined };
    }
    case 'switching': {
      const planned = planOf(state.target);
      const isProduction = production.of(planned) !== undefined;
      const mark = { icon: 'sync~spin', text: shortName(state.target) };
      const text = [mark, ...leadingWords(planned, isProduction)];
      return { text, background: isProduction ? 'production' : undefined };
    }
    case 'waiting': {
      const mark = waitingMark(state.failure);
      const isWarning = trouble || !isReadyOnUse(state, sources.bound.target);
      const planned = planOf(state.target);
      const text = textOf(isWarning && trouble ? 'warning' : mark.icon, planned, [mark.text], sources);
      const isProduction = production.of(planned) !== undefined;
      return { text, background: isWarning ? 'warning' : isProduction ? 'production' : undefined };
    }
    case 'ready':
      return readyLook(state, timeLeft(state, now()), trouble, sources);
  }
}

function readyLook(state: Ready, left: string | undefined, trouble: boolean, sources: ViewFacts): Look {
  const t = vscode.l10n.t;
  const { plan } = state.session;
  const isProduction = sources.production.of(plan) !== undefined;
  const isRefused = sources.identities.of(state.session)?.kind === 'refused';
  const isEnding = state.mustAsk !== undefined;
  const icon =
    isRefused || isEnding || trouble
      ? 'warning'
      : isProduction
        ? 'flame'
        : (accessMark(accessOf(plan))?.icon ?? usualIcon(state.target, sources));
  const time = left && isEnding ? t('expires in {0}', left) : left;
  const words = isRefused ? [t('keys rejected')] : time === undefined ? [] : [time];
  // Production stays red while the session ends: the text has the warning.
  const background = isProduction ? 'production' : isRefused || isEnding ? 'warning' : undefined;
  return { text: textOf(icon, plan, words, sources), background };
}

function usualIcon(target: Target, { bound }: ViewFacts): string {
  if (isTarget(bound.target, target)) return 'pinned';
  return target.kind === 'environment' ? 'terminal' : 'key';
}

/** What follows the name in any case: whether it is production, and the access. */
function leadingWords(planned: Planned, isProduction: boolean): readonly string[] {
  const access = accessWords(planned);
  return [
    ...(isProduction ? [vscode.l10n.t('production')] : []),
    ...(access === undefined ? [] : [cutMiddle(access, factColumns)]),
  ];
}

/** `maya (environment)`: what programs use although Rolecall has chosen nothing. */
function ambientLook({ planned, from }: Ambient, sources: ViewFacts): Look {
  const isProduction = sources.production.of(planned) !== undefined;
  const text = textOf(isProduction ? 'flame' : 'terminal', planned, [], sources, from);
  return { text, background: isProduction ? 'production' : undefined };
}

/** The name of what programs use, and where it comes from. */
export function ambientName({ planned, from }: Ambient): string {
  const t = vscode.l10n.t;
  const name = ambientTargetName(planned);
  if (from === 'environment') return t('{0} (environment)', name);
  return from === 'settings' ? t('{0} (settings)', name) : t('{0} (AWS files)', name);
}

function ambientTargetName(planned: Planned): string {
  const t = vscode.l10n.t;
  if (planned.target.kind !== 'environment') return targetName(planned.target);
  const kind = isPlan(planned) ? planned.steps[0]!.kind : 'environment';
  return kind === 'environment' ? t('access keys') : t('role');
}

function textOf(
  icon: string,
  planned: Planned,
  tail: readonly string[],
  { production, accountNames, identities, active, regionItem }: ViewFacts,
  from?: Ambient['from'],
): Line {
  const state = settled(active.state);
  const verdict = state.kind === 'ready' ? identities.of(state.session) : undefined;
  const identity = verdict?.kind === 'accepted' ? verdict.identity : undefined;
  const account = accountNames.of(planned) ?? (identity && accountNames.ofId(identity.account));
  const region = isPlan(planned) && !regionItem.isShown ? planned.region?.name : undefined;
  const isProduction = production.of(planned) !== undefined;
  const leading = leadingWords(planned, isProduction);
  const name = cutMiddle(from ? ambientName({ planned, from }) : targetName(planned.target), nameColumns);
  const mark: Mark = { icon, text: name };
  let left = maxColumns - columnsOf([name, ...leading, ...tail].join(' · '));
  const facts = [besideMark(account?.name, isProduction), region].flatMap((fact) => {
    const short = fact === undefined ? '' : cutMiddle(fact, factColumns);
    const columns = columnsOf(` · ${short}`);
    if (short === '' || columns > left) return [];
    left -= columns;
    return short;
  });
  return [mark, ...leading, ...facts, ...tail];
}

/** Why a target has no session, in a word. */
export function waitingMark(failure: Failure): Mark {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'needsPerson':
      return { icon: 'shield', text: t('needs a code') };
    case 'signInNeeded':
    case 'loginNeeded':
      return { icon: 'sign-in', text: t('sign in') };
    case 'unconfirmed':
      return { icon: 'question', text: t('not confirmed') };
    case 'expiredKeys':
    case 'environmentExpired':
    case 'webIdentityExpired':
    case 'metadataExpired':
      return { icon: 'history', text: t('expired') };
    default:
      return { icon: 'warning', text: t('no session') };
  }
}

/** A window that is bound to a profile uses it without a session until a program asks for one. */
export function isReadyOnUse(state: ActiveState, bound: Target | undefined): boolean {
  return state.kind === 'waiting' && startsOnUse(state) && isTarget(bound, state.target);
}

function isTarget(bound: Target | undefined, target: Target): boolean {
  return bound !== undefined && targetKey(bound) === targetKey(target);
}

function shortName(target: Target): string {
  return cutMiddle(targetName(target), nameColumns);
}
