import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { PlainMarkdown } from '../../display/markdown.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import { roleOf } from '../../plan/planFacts.ts';
import { keys } from '../../profiles/keys.ts';
import { isSameTarget, type Target, valueOf } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import { accessMark, accessOf, accessWords } from '../accessWords.ts';
import { accessLine } from '../accessSentences.ts';
import { consoleStateSentence } from '../consoleWords.ts';
import { besideMark } from '../besideMark.ts';
import { switchTitle } from '../picker/pickerTitle.ts';
import { iconOf, planMarkdown, sourceWords } from '../planWords.ts';
import { regionWords } from '../regionWords.ts';
import { ambientName, isReadyOnUse, waitingMark } from '../statusBar/statusLook.ts';
import { factsOf, nameOf } from '../targetFacts.ts';
import { spokenTimeLeft, timeLeft } from '../timeLeft.ts';
import type { ConsoleSignInState, ViewSources } from '../viewSources.ts';
import { consoleFacts } from './consoleFacts.ts';
import type { ConsoleStates } from './consoleStates.ts';
import { contextOf } from './rowContext.ts';
import type { RowDraft } from './rowDraft.ts';
import { wantedOf } from './treeBadge.ts';
import type { TreeNode } from './treeNodes.ts';

/** What is above the rows of targets, so that they need not repeat it. */
export type TreeLayout = 'source' | 'file' | 'account' | 'found';

/** A profile, or a role of a sign-in. */
export function targetRow(
  node: Extract<TreeNode, { kind: 'profile' | 'assignment' }>,
  layout: TreeLayout,
  sources: ViewSources,
  states: Pick<ConsoleStates, 'of'>,
): RowDraft {
  const planned = sources.planOf(node);
  const signIn = consoleFacts(planned, states);
  const isProduction = sources.production.of(planned) !== undefined;
  // A narrow side bar cuts off the end.
  const used = useWord(node, sources);
  const marks = [
    isProduction ? vscode.l10n.t('production') : undefined,
    used?.word ?? signIn?.word,
    accessWords(used?.planned ?? planned),
  ];
  const facts = isPlan(planned)
    ? planWords(planned, node, layout, sources)
    : [sources.describeReason(planned.failure)];
  return {
    label: node.kind === 'profile' ? node.name : node.roleName,
    description: [...marks, ...facts],
    iconPath: isProduction && isPlan(planned) ? productionIcon() : (signIn?.icon ?? iconOf(planned)),
    contextValue: contextOf(
      [kindOf(node, planned), isRole(node, sources) && 'isRole', signIn?.context],
      planned,
      isProduction,
    ),
    tooltip: () => targetTooltip(planned, sources, signIn?.state),
    ...(node.kind === 'profile' && { command: revealing(node) }),
  };
}

function kindOf(node: TreeNode, planned: Planned): string {
  if (node.kind === 'assignment') return 'assignment';
  return isPlan(planned) ? 'profile' : 'unusableProfile';
}

/** Whether the source of the profile can be changed. */
function isRole(target: Target, { store }: ViewSources): boolean {
  return (
    target.kind === 'profile' &&
    valueOf(store.state.profiles.profiles.get(target.name), keys.roleArn) !== undefined
  );
}

export function revealing(node: TreeNode): vscode.Command {
  return { title: vscode.l10n.t('Reveal in File'), command: commandIds.revealInFile, arguments: [node] };
}

/** Whether the window uses the target, with any access, or what it waits for. */
function useWord(
  target: Target,
  { active, bound, planOf }: ViewSources,
): { readonly word: string; readonly planned: Planned } | undefined {
  const state = settled(active.state);
  if (state.kind === 'none' || !isSameTarget(state.target, target)) return undefined;
  if (state.kind === 'ready') return { word: vscode.l10n.t('in use'), planned: state.session.plan };
  const isReady = isReadyOnUse(state, bound.target);
  const word = isReady ? vscode.l10n.t('in use') : waitingMark(state.failure).text;
  return { word, planned: planOf(state.target) };
}

/** The account and what one is in it, as far as the rows above do not say so. */
function planWords(
  plan: Plan,
  { kind }: TreeNode,
  layout: TreeLayout,
  { accountNames, production }: ViewSources,
): readonly (string | undefined)[] {
  const account = accountNames.of(plan);
  const name = besideMark(account?.name ?? account?.id, production.of(plan) !== undefined);
  if (kind === 'assignment') return layout === 'found' ? [name, plan.region?.name] : [];
  const { summary, via } = sourceWords(plan);
  const role = roleOf(plan)?.split('/').at(-1);
  return [
    layout === 'account' ? undefined : name,
    role ?? summary,
    layout !== 'source' && role !== undefined && plan.steps.length > 1
      ? vscode.l10n.t('via {0}', via)
      : undefined,
    plan.region?.name,
  ];
}

function productionIcon(): vscode.ThemeIcon {
  return new vscode.ThemeIcon('flame', new vscode.ThemeColor('charts.red'));
}

/** The name, what is known of the target, and the steps of its plan. */
export function targetTooltip(
  planned: Planned,
  sources: ViewSources,
  signIn?: ConsoleSignInState,
): PlainMarkdown {
  const t = vscode.l10n.t;
  const { name, accountId, accountName, arn, region, production, failure } = factsOf(planned, sources);
  const access = accessMark(accessOf(planned));
  const markdown = new PlainMarkdown();
  if (production) markdown.icon('flame');
  else if (access) markdown.icon(access.icon);
  markdown.bold(name);
  if (production) markdown.text(` · ${t('production')}`);
  if (access) markdown.text(` · ${access.text}`);
  const account = accountName === undefined ? accountId : `${accountName} (${accountId})`;
  const lines = [
    account && t('Account {0}', account),
    arn,
    region && t('Region {0}', regionWords(region.code)),
    accessLine(planned, sources),
  ];
  for (const line of lines) if (line) markdown.lineBreak().text(line);
  markdown.paragraph();
  if (signIn) markdown.text(consoleStateSentence(signIn)).paragraph();
  if (isPlan(planned)) markdown.append(planMarkdown(planned));
  else if (failure) markdown.text(sources.describe(failure));
  return markdown;
}

/** What the window uses, with the time left. A click does what is wanted, or opens the picker. */
export function inUseRow(target: Target, sources: ViewSources, states: Pick<ConsoleStates, 'of'>): RowDraft {
  const t = vscode.l10n.t;
  const { active, production, now } = sources;
  const { state } = active;
  const planned = state.kind === 'ready' ? state.session.plan : sources.planOf(target);
  const isProduction = production.of(planned) !== undefined;
  const signIn = consoleFacts(planned, states);
  const wanted = wantedOf(sources);
  const isReady = state.kind === 'ready';
  const left = isReady ? timeLeft(state, now()) : undefined;
  const spokenLeft = isReady ? spokenTimeLeft(state, now()) : undefined;
  const word = state.kind === 'switching' ? t('getting credentials') : (wanted ?? t('in use'));
  const facts = isPlan(planned) ? planWords(planned, { kind: 'inUse', target }, 'found', sources) : [];
  const marks = [isProduction ? t('production') : undefined, accessWords(planned)];
  const isAsking = isReady && state.mustAsk !== undefined;
  return {
    label: nameOf(target),
    description: [...marks, word, isAsking ? undefined : left && t('{0} left', left), ...facts],
    spoken: [...marks, word, isAsking ? undefined : spokenLeft && t('{0} left', spokenLeft), ...facts],
    iconPath: inUseIcon(planned, isProduction, sources),
    contextValue: inUseContext(target, planned, isProduction, sources, signIn?.context),
    tooltip: () => targetTooltip(planned, sources, signIn?.state),
    command:
      wanted === undefined
        ? { title: switchTitle(sources.alibaba), command: commandIds.switchProfile }
        : { title: t('Renew Session'), command: commandIds.renewSession },
  };
}

/** What terminals use because of the environment, the settings, or `[default]`. A click makes it the choice. */
export function ambientRow(sources: ViewSources): RowDraft {
  const t = vscode.l10n.t;
  const ambient = sources.ambient.value;
  if (!ambient) return { label: '', description: [] };
  const { planned } = ambient;
  const isProduction = sources.production.of(planned) !== undefined;
  const reason = isPlan(planned) ? undefined : sources.describeReason(planned.failure);
  return {
    label: ambientName(ambient),
    description: [isProduction ? t('production') : undefined, t('used by terminals'), reason],
    iconPath: isProduction ? productionIcon() : new vscode.ThemeIcon('terminal'),
    contextValue: isProduction ? 'ambient production' : 'ambient',
    tooltip: () => targetTooltip(planned, sources),
    command: { title: t('Use It Here'), command: commandIds.useAmbient },
  };
}

function inUseContext(
  target: Target,
  planned: Planned,
  isProduction: boolean,
  sources: ViewSources,
  signIn: string | undefined,
): string {
  const { state } = sources.active;
  const expires = state.kind === 'ready' && state.session.credentials.expiration !== undefined;
  const isRenewable = expires || state.kind === 'waiting';
  const words = [
    'inUse',
    target.kind === 'profile' && 'isProfile',
    isRenewable && 'isRenewable',
    isRole(target, sources) && 'isRole',
    signIn,
  ];
  return contextOf(words, planned, isProduction);
}

function inUseIcon(planned: Planned, isProduction: boolean, sources: ViewSources): vscode.ThemeIcon {
  const { active, bound } = sources;
  const { state } = active;
  if (state.kind === 'switching') return new vscode.ThemeIcon('loading~spin');
  if (isProduction) return productionIcon();
  if (state.kind === 'waiting' && !isReadyOnUse(state, bound.target))
    return new vscode.ThemeIcon(
      waitingMark(state.failure).icon,
      new vscode.ThemeColor('list.warningForeground'),
    );
  if (wantedOf(sources) !== undefined)
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return state.kind === 'ready'
    ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green'))
    : iconOf(planned);
}
