import * as vscode from 'vscode';
import type { Failure } from '../../base/failure.ts';
import type { Mark } from '../../display/marks.ts';
import type { Item } from '../../display/quickPick.ts';
import { isPlan, isRole, type Planned } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled, type SettledState } from '../../session/activeState.ts';
import { iconOf, summarize, whereabouts } from '../planWords.ts';
import { timeLeft } from '../timeLeft.ts';
import type { ViewSources } from '../viewSources.ts';

export type PickerChoice =
  | { readonly kind: 'target'; readonly planned: Planned }
  | { readonly kind: 'reveal'; readonly name: string }
  /** Continues with the roles of a sign-in, which is named as in a `Target`. */
  | { readonly kind: 'signIn'; readonly name: string }
  | { readonly kind: 'line'; readonly path: string; readonly line: number }
  | { readonly kind: 'command'; readonly id: PickerCommand };

export type PickerCommand = 'stop' | 'cancelSwitch' | 'enterRoleArn' | 'openConfigFile' | 'unbind';

export interface Row extends Item {
  readonly choice?: PickerChoice;
  /** Set in a row that is shown before its plan is known. */
  readonly target?: Target;
}

/** What the picker is for. */
export type PickerPurpose =
  'switch' | 'assumeRole' | 'terminal' | 'identity' | 'explain' | 'credentials' | 'bind';

/** The rows that are shown while thousands of profiles are being planned. */
export function nameRows({ store }: ViewSources): Row[] {
  return [...store.state.profiles.profiles.keys()].map((name) => ({
    label: name,
    target: { kind: 'profile', name },
  }));
}

/** The row that Enter chooses initially: during a switch the one that cancels it, and otherwise the target in use. */
export function isFirstChoice({ choice }: Row, state: ActiveState): boolean {
  if (state.kind === 'none') return false;
  if (state.kind === 'switching') return choice?.kind === 'command' && choice.id === 'cancelSwitch';
  return choice?.kind === 'target' && targetKey(choice.planned.target) === targetKey(state.target);
}

export function profileRows(purpose: PickerPurpose, sources: ViewSources): Row[] {
  const t = vscode.l10n.t;
  // Settings can only name profiles of the files.
  const all = plans(sources).filter(({ target }) => purpose !== 'bind' || target.kind === 'profile');
  const works = all.filter(isPlan);
  return [
    ...fileRows(sources),
    ...(purpose === 'switch' ? commandRows(sources.active.state) : []),
    ...(purpose === 'bind' && sources.bound.target ? [unbindRow(sources.bound.target)] : []),
    ...group(t('roles'), works.filter(endsInRole), sources),
    ...group(
      t('access keys and other sources'),
      works.filter((plan) => !endsInRole(plan)),
      sources,
    ),
    ...group(
      t('cannot be used'),
      all.filter((planned) => !isPlan(planned)),
      sources,
    ),
    ...hintRows(sources),
    ...(all.length === 0 ? [openFileRow()] : []),
  ];
}

/** The only row if there are no profiles: it opens the file to add them to. */
function openFileRow(): Row {
  const label = vscode.l10n.t('Open the config file');
  const description = vscode.l10n.t('no AWS profiles yet');
  return { icon: 'go-to-file', label, description, choice: { kind: 'command', id: 'openConfigFile' } };
}

export function assumeRoleRows(sources: ViewSources): Row[] {
  const t = vscode.l10n.t;
  const all = plans(sources);
  const enter: Row = {
    icon: 'edit',
    label: t('Enter a role ARN…'),
    description: t('a role that is not in your AWS files'),
    alwaysShow: true,
    choice: { kind: 'command', id: 'enterRoleArn' },
  };
  const broken = all.filter((planned) => !isPlan(planned) && isRoleProfile(planned, sources));
  return [
    ...fileRows(sources),
    ...group(t('roles'), all.filter(isPlan).filter(endsInRole), sources),
    separator(t('other')),
    enter,
    ...group(t('cannot be used'), broken, sources),
  ];
}

function plans({ store, active, planOf }: ViewSources): readonly Planned[] {
  const targets: Target[] = [...store.state.profiles.profiles.keys()].map((name) => ({
    kind: 'profile',
    name,
  }));
  const environment: Target = { kind: 'environment' };
  if (isPlan(planOf(environment))) targets.push(environment);
  const { state } = active;
  if (state.kind !== 'none' && (state.target.kind === 'role' || state.target.kind === 'assignment'))
    targets.unshift(state.target);
  return targets.map(planOf);
}

/** A permission set of IAM Identity Center counts as a role. */
function endsInRole(planned: Planned): boolean {
  const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
  return last !== undefined && (isRole(last) || last.kind === 'identityCenter');
}

function isRoleProfile({ target }: Planned, { store }: ViewSources): boolean {
  return (
    target.kind === 'profile' &&
    Boolean(store.state.profiles.profiles.get(target.name)?.values.has(keys.roleArn))
  );
}

function commandRows(state: ActiveState): Row[] {
  const t = vscode.l10n.t;
  if (state.kind === 'none') return [];
  if (state.kind === 'switching') {
    const label = t('Cancel switching to {0}', targetName(state.target));
    return [{ icon: 'close', label, choice: { kind: 'command', id: 'cancelSwitch' } }];
  }
  const label = t('Stop using {0}', targetName(state.target));
  return [{ icon: 'circle-slash', label, choice: { kind: 'command', id: 'stop' } }];
}

function unbindRow(target: Target): Row {
  const label = vscode.l10n.t('Unbind from {0}', targetName(target));
  return { icon: 'circle-slash', label, choice: { kind: 'command', id: 'unbind' } };
}

/** Reports files that could not be read, in place of their profiles. */
function fileRows({ store, describe }: ViewSources): Row[] {
  return store.state.failures.map((failure) => ({
    icon: 'warning',
    label: describe(failure),
    alwaysShow: true,
    ...lineOf(failure),
  }));
}

function hintRows({ store, describe }: ViewSources): Row[] {
  return store.state.hints.map((hint) => ({
    icon: 'info',
    label: describe(hint),
    ...lineOf(hint),
  }));
}

/** Opens the line that a failure is about. */
function lineOf(failure: Failure): Pick<Row, 'choice'> {
  switch (failure.code) {
    case 'brokenHeader':
      return { choice: { kind: 'line', path: failure.path, line: failure.lines[0] ?? 1 } };
    case 'noPrefix':
    case 'mistypedTitle':
    case 'titleOfConfigFile':
      return { choice: { kind: 'line', path: failure.path, line: failure.line } };
    default:
      return {};
  }
}

function group(title: string, members: readonly Planned[], sources: ViewSources): Row[] {
  const reveal = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: vscode.l10n.t('Reveal in File') };
  const rows = members.map((planned) => rowOf(planned, [reveal], sources));
  return rows.length === 0 ? [] : [separator(title), ...rows];
}

function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function rowOf(
  planned: Planned,
  forProfiles: readonly vscode.QuickInputButton[],
  { active, bound, describeReason, now }: ViewSources,
): Row {
  const t = vscode.l10n.t;
  const { target } = planned;
  const choice: PickerChoice = { kind: 'target', planned };
  const label = target.kind === 'environment' ? t('VS Code’s environment') : targetName(target);
  const buttons = target.kind === 'profile' ? forProfiles : [];
  if (!isPlan(planned)) {
    return {
      label,
      iconPath: iconOf(planned),
      detail: describeReason(planned.failure),
      buttons,
      choice,
    };
  }
  const state = settled(active.state);
  const isChosen = state.kind !== 'none' && targetKey(state.target) === targetKey(target);
  const isBound = bound.target !== undefined && targetKey(bound.target) === targetKey(target);
  const marks = [
    ...(isChosen ? [markOf(state, now())] : []),
    ...(isBound ? [{ icon: 'pin', text: t('bound') }] : []),
  ];
  const description = [summarize(planned), whereabouts(planned), ...marks];
  return { label, iconPath: iconOf(planned), description, buttons, choice };
}

function markOf(state: SettledState, now: number): Mark {
  const t = vscode.l10n.t;
  if (state.kind !== 'ready') return { icon: 'warning', text: t('no session') };
  const left = timeLeft(state, now);
  return { icon: 'check', text: left ? t('active, {0} left', left) : t('active') };
}
