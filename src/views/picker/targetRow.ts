import * as vscode from 'vscode';
import { columnsOf } from '../../base/plainText.ts';
import type { Mark } from '../../display/marks.ts';
import type { Item } from '../../display/quickPick.ts';
import { isPlan, type Plan } from '../../plan/plan.ts';
import type { Access } from '../../profiles/access/access.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import { accessMark, accessOf } from '../accessWords.ts';
import { besideMark } from '../besideMark.ts';
import { type NextSteps, nextStepMark } from '../nextStep.ts';
import { iconOf } from '../planWords.ts';
import { cutMiddle } from '../shortText.ts';
import { waitingMark } from '../statusBar/statusLook.ts';
import { factsOf, searchedTexts, type TargetFacts } from '../targetFacts.ts';
import { timeLeft } from '../timeLeft.ts';
import type { ViewSources } from '../viewSources.ts';
import type { PickerChoice, PickerPurpose } from './pickerChoice.ts';
import type { Entry } from './pickerEntries.ts';
import { normalized } from './wordSearch.ts';

export interface Row extends Item {
  readonly choice?: PickerChoice;
  /** The target that the row shows. */
  readonly target?: Target;
  /** See `AlibabaPickerRow`. */
  readonly key?: string;
}

/** What a button at the end of a row does. */
export type RowAction =
  'terminal' | 'console' | 'lessAccess' | 'pin' | 'unpin' | 'reveal' | 'save' | 'forget';

export interface RowButton extends vscode.QuickInputButton {
  readonly action: RowAction;
}

/** What rows for targets depend on, apart from the target. */
export interface RowFrame {
  readonly purpose: PickerPurpose;
  readonly sources: ViewSources;
  readonly nextSteps: NextSteps;
  /** The words of the search. */
  readonly words: readonly string[];
}

/** A row for a target. Its plan is made now, unless the entry is for a profile whose turn has not come. */
export function targetRow(entry: Entry, frame: RowFrame, isRecent = false): Row {
  const { target } = entry;
  const isUnplanned = entry.planned === undefined && target.kind === 'profile';
  const common = {
    ...cutLabel(entry.label),
    target,
    choice: { kind: 'target', target } as const,
    buttons: buttonsFor(target, frame, isRecent),
  };
  if (isUnplanned) return { ...common, description: accessMarks(target.access) };
  const planned = entry.planned ?? frame.sources.planOf(target);
  const facts = factsOf(planned, frame.sources);
  const marks = [...productionMarks(facts), ...accessMarks(accessOf(planned))];
  const [mark] = isPlan(planned) || facts.production ? marks : [];
  const iconPath = mark ? new vscode.ThemeIcon(mark.icon) : iconOf(planned);
  if (!isPlan(planned)) {
    const reason = frame.sources.describeReason(planned.failure);
    const detail = common.detail === undefined ? reason : [entry.label, reason];
    return { ...common, iconPath, description: marks, detail };
  }
  const isNamed = entry.label.startsWith(`${facts.accountName} / `);
  const place = [...(isNamed ? [facts.accountId ?? ''] : placeWords(facts)), facts.region?.code ?? ''];
  const states = stateMarks(planned, frame);
  const shown = [entry.label, ...place, ...[...marks, ...states].map(({ text }) => text)];
  const others = [...place, ...foundTexts(shown, facts, frame.words)];
  // VS Code cuts off the end of a long row, and the row in use has the most buttons.
  const words = inUseState(target, frame.sources) ? [...states, ...others] : [...others, ...states];
  return { ...common, iconPath, description: [...marks, ...words] };
}

function productionMarks({ production }: TargetFacts): Mark[] {
  return production ? [{ icon: 'flame', text: vscode.l10n.t('production') }] : [];
}

function accessMarks(access: Access | undefined): readonly Mark[] {
  const mark = accessMark(access);
  return mark ? [mark] : [];
}

/** The account by its name, if that is known, and what one is in it. */
function placeWords({ accountName, accountId, role, summary, production }: TargetFacts): readonly string[] {
  const account = besideMark(accountName ?? accountId, production !== undefined) ?? '';
  return [account, role?.split('/').at(-1) ?? summary];
}

/** Whether the target is in use or bound, and what will happen. */
function stateMarks(plan: Plan, { sources, nextSteps }: RowFrame): readonly Mark[] {
  const { bound, now } = sources;
  const inUse = inUseState(plan.target, sources);
  const isBound = bound.target !== undefined && targetKey(bound.target) === targetKey(plan.target);
  const next = nextSteps.of(plan);
  return [
    ...(isBound ? [{ icon: 'pinned', text: vscode.l10n.t('bound') }] : []),
    ...(inUse ? [inUseMark(inUse, now())] : next ? [nextStepMark(next, plan, now())] : []),
  ];
}

type InUse = Exclude<ActiveState, { kind: 'none' | 'switching' }>;

/** The state of the window if it uses the target. */
function inUseState(target: Target, { active }: ViewSources): InUse | undefined {
  const state = settled(active.state);
  return state.kind !== 'none' && targetKey(state.target) === targetKey(target) ? state : undefined;
}

function inUseMark(state: InUse, now: number): Mark {
  const t = vscode.l10n.t;
  if (state.kind !== 'ready') return waitingMark(state.failure);
  const left = timeLeft(state, now);
  return { icon: 'check', text: left ? t('in use, {0} left', left) : t('in use') };
}

/** The facts that words of the search are in and that the row does not show otherwise: why it was found. */
function foundTexts(
  shown: readonly string[],
  facts: TargetFacts,
  words: readonly string[],
): readonly string[] {
  const visible = normalized(shown.join('\n'));
  const unseen = words.filter((word) => !visible.includes(word));
  if (unseen.length === 0) return [];
  const texts = searchedTexts(facts).filter((text) => !shown.includes(text));
  const found = unseen.flatMap((word) => texts.find((text) => normalized(text).includes(word)) ?? []);
  return [...new Set(found)];
}

/** Longer labels would push the rest of the row out of sight. Columns. */
const maxLabel = 36;

/** A long name loses its middle, and is shown as a whole below. */
export function cutLabel(label: string): Pick<Row, 'label' | 'detail'> {
  const cut = cutMiddle(label, maxLabel);
  return columnsOf(label) > maxLabel ? { label: cut, detail: label } : { label };
}

function button(action: RowAction, icon: string, tooltip: string): RowButton {
  return { action, iconPath: new vscode.ThemeIcon(icon), tooltip };
}

function buttonsFor(target: Target, { purpose, sources }: RowFrame, isRecent: boolean): RowButton[] {
  const t = vscode.l10n.t;
  const isPinned = sources.chosen.isPinned(target);
  return [
    ...(purpose === 'switch'
      ? [
          button('terminal', 'terminal', t('New Terminal with AWS Profile')),
          button('console', 'globe', t('Open AWS Console…')),
          button('lessAccess', 'eye', t('Use with Less Access…')),
        ]
      : []),
    isPinned ? button('unpin', 'star-full', t('Unpin')) : button('pin', 'star-empty', t('Pin')),
    ...(isRecent ? [button('forget', 'close', t('Remove from Recent'))] : []),
    ...(target.kind === 'profile' ? [button('reveal', 'go-to-file', t('Reveal in File'))] : []),
    ...(purpose === 'switch' && (target.kind === 'role' || target.kind === 'assignment')
      ? [button('save', 'save', t('Save as Profile'))]
      : []),
  ];
}
