import * as vscode from 'vscode';
import { alibabaCommandIds } from '../../base/contributions.ts';
import type { Failure } from '../../base/failure.ts';
import { sdks } from '../../plan/alibaba/entryKinds.ts';
import { frontRunner } from '../../plan/alibaba/frontRunner.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import type { AlibabaPaths } from '../../profiles/alibaba/alibabaProfiles.ts';
import { alibabaKey, type AlibabaSource, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { AlibabaFile, AlibabaNode, AlibabaRemark } from '../alibabaRows.ts';
import { sentences } from '../sentences.ts';
import { spokenTimeLeft, timeLeft } from '../timeLeft.ts';
import type { RowDraft } from '../tree/rowDraft.ts';
import type { AlibabaSources } from './alibabaSources.ts';
import { alibabaTooltip, plannedOf, useOf } from './alibabaTooltip.ts';
import {
  alibabaCloudIcon,
  alibabaLabel,
  fileLabel,
  fileOf,
  filePlace,
  sourceName,
  toolNames,
} from './alibabaNames.ts';
import { alibabaIcon, alibabaWaitingMark, planFacts } from './alibabaWords.ts';
import { lacksInstanceRole, noUri } from './instanceWords.ts';

type Node<K extends AlibabaNode['kind']> = Extract<AlibabaNode, { readonly kind: K }>;

/** What can be chosen: the sources in their order, and the RAM roles that the user assumes or has assumed. */
export function alibabaTargets({ store, recentRoles, active }: AlibabaSources): readonly AlibabaTarget[] {
  const inUse = targetOf(active.state);
  const all = [...store.state.sources, ...(inUse ? [inUse] : []), ...recentRoles.value];
  return [...new Map(all.map((target) => [alibabaKey(target), target])).values()];
}

/** The rows below a row, or those of the first level. The profiles of several files are grouped by file. */
export function alibabaBelow(node: AlibabaNode | undefined, sources: AlibabaSources): readonly AlibabaNode[] {
  const targets = alibabaTargets(sources);
  if (!node) return targets.length > 0 || remarksOf(sources).length > 0 ? [{ kind: 'alibabaCloud' }] : [];
  if (node.kind === 'alibabaGroup') return rowsOf(targets.filter((target) => fileOf(target) === node.file));
  if (node.kind !== 'alibabaCloud') return [];
  const byFile = Map.groupBy(targets, fileOf);
  const places = byFile.get(undefined) ?? [];
  byFile.delete(undefined);
  const files = [...byFile].flatMap(([file]) => (file === undefined ? [] : [file]));
  return [
    ...remarksOf(sources),
    ...rowsOf(places.filter(({ kind }) => kind !== 'ramRole')),
    ...(files.length > 1
      ? files.map((file) => ({ kind: 'alibabaGroup', file }) as const)
      : rowsOf([...byFile.values()].flat())),
    ...rowsOf(places.filter(({ kind }) => kind === 'ramRole')),
  ];
}

function rowsOf(targets: readonly AlibabaTarget[]): readonly AlibabaNode[] {
  return targets.map((target) => ({ kind: 'alibabaProfile', target }));
}

function remarksOf({ store }: AlibabaSources): readonly AlibabaNode[] {
  const failures = store.state.failures.map((_, index) => ({ code: 'failure', index }) as const);
  const first = frontRunner(store.state) ? [{ code: 'frontRunner' } as const] : [];
  const missing = lacksInstanceRole(store.state) ? [{ code: 'noInstanceRole' } as const] : [];
  return [...missing, ...first, ...failures].map((about) => ({ kind: 'alibabaRemark', about }));
}

export function alibabaDraft(node: AlibabaNode, sources: AlibabaSources): RowDraft {
  switch (node.kind) {
    case 'alibabaCloud':
      return {
        label: vscode.l10n.t('Alibaba Cloud'),
        iconPath: new vscode.ThemeIcon(alibabaCloudIcon),
        contextValue: 'alibaba root',
      };
    case 'alibabaGroup':
      return {
        label: fileLabel(node.file),
        iconPath: new vscode.ThemeIcon('file'),
        contextValue: 'alibaba group',
      };
    case 'alibabaProfile':
      return targetDraft(node, sources);
    case 'alibabaRemark':
      return remarkDraft(node, sources);
  }
}

function targetDraft(node: Node<'alibabaProfile'>, sources: AlibabaSources): RowDraft {
  const { target } = node;
  const planned = plannedOf(target, sources);
  const used = useWords(target, sources);
  const facts = isPlan(planned) ? planFacts(planned) : [sources.describeReason(planned.failure)];
  return {
    label: target.kind === 'ramRole' ? roleName(target.roleArn) : alibabaLabel(target),
    description: [used?.word, used?.left, ...facts],
    spoken: [used?.word, used?.spokenLeft, ...facts],
    iconPath: used?.icon ?? alibabaIcon(planned),
    contextValue: contextOf(target, planned, used !== undefined),
    tooltip: () => alibabaTooltip(target, sources),
    command: clickOn(node),
  };
}

function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.indexOf('/') + 1);
}

interface UseWords {
  readonly word: string;
  readonly left?: string | undefined;
  readonly spokenLeft?: string | undefined;
  readonly icon: vscode.ThemeIcon;
}

/** What the row says if the window uses the target, or switches to it. */
function useWords(target: AlibabaTarget, sources: AlibabaSources): UseWords | undefined {
  const t = vscode.l10n.t;
  const { active, identities, now } = sources;
  const warning = new vscode.ThemeColor('list.warningForeground');
  const { state: current } = active;
  if (current.kind === 'switching' && alibabaKey(current.target) === alibabaKey(target))
    return { word: t('getting credentials'), icon: new vscode.ThemeIcon('loading~spin') };
  const state = useOf(target, sources);
  if (!state) return undefined;
  if (state.kind === 'waiting') {
    const { icon, text } = alibabaWaitingMark(state.failure);
    return { word: text, icon: new vscode.ThemeIcon(icon, warning) };
  }
  if (identities.of(state.session)?.kind === 'refused')
    return { word: t('keys rejected'), icon: new vscode.ThemeIcon('warning', warning) };
  const [left, spoken] = [timeLeft(state, now()), spokenTimeLeft(state, now())];
  if (state.mustAsk)
    return { word: t('expires in {0}', left ?? ''), icon: new vscode.ThemeIcon('warning', warning) };
  return {
    word: t('in use'),
    left: left && t('{0} left', left),
    spokenLeft: spoken && t('{0} left', spoken),
    icon: new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green')),
  };
}

/** The words by which the conditions of menus recognize a row. */
function contextOf(target: AlibabaTarget, planned: Planned<AlibabaPlan>, isInUse: boolean): string {
  const steps = isPlan(planned) ? planned.steps : [];
  const [source, last] = [steps[0]?.kind, steps.at(-1)];
  const isSignIn =
    source === 'cloudSso' ||
    source === 'oauth' ||
    (!isPlan(planned) && planned.failure.code === 'cliSignInNeeded');
  const words = [
    'alibaba',
    isPlan(planned) ? 'usable' : 'broken',
    isInUse && 'inUse',
    fileOf(target) !== undefined && 'file',
    isSignIn && target.kind === 'cliProfile' && 'cliSignIn',
    target.kind === 'ramRole' && 'ramRole',
    last?.kind === 'ramKeys' && !last.temporary && 'longTerm',
  ];
  return words.filter((word) => word !== false).join(' ');
}

/** A profile opens at its place in the file, as those of AWS do. Others have no place, so they are explained. */
function clickOn(node: Node<'alibabaProfile'>): vscode.Command {
  const t = vscode.l10n.t;
  return fileOf(node.target) === undefined
    ? { title: t('Explain'), command: alibabaCommandIds.alibabaExplain, arguments: [node] }
    : { title: t('Reveal in File'), command: alibabaCommandIds.alibabaOpenFile, arguments: [node] };
}

function remarkDraft(node: Node<'alibabaRemark'>, sources: AlibabaSources): RowDraft {
  const text = remarkText(node.about, sources);
  return {
    label: text.short,
    tooltip: () => [text.whole],
    iconPath: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
    contextValue: 'alibaba remark',
    command: {
      title: vscode.l10n.t('Explain'),
      command: alibabaCommandIds.alibabaExplain,
      arguments: [node],
    },
  };
}

function remarkText(
  about: AlibabaRemark,
  { store, active, describe, describeReason }: AlibabaSources,
): { readonly short: string; readonly whole: string } {
  if (about.code === 'failure') {
    const failure = store.state.failures[about.index];
    if (!failure) return { short: '', whole: '' };
    return { short: describeReason(withShortPath(failure, store.state.paths)), whole: describe(failure) };
  }
  if (about.code === 'noInstanceRole')
    return {
      short: vscode.l10n.t('No RAM role on this instance'),
      whole: sentences(...noUri()),
    };
  const first = frontRunner(store.state);
  if (!first) return { short: '', whole: '' };
  return {
    short: shortRemark(sourceName(first.winner), {
      isSdk: first.tools.some((tool) => sdks.includes(tool)),
      isInUse: targetOf(settled(active.state)) !== undefined,
    }),
    whole: frontRunnerSentence(first.winner, first.tools),
  };
}

/** The side bar is narrow, and what is wrong follows the path. */
function withShortPath(failure: Failure, { cli, ini }: AlibabaPaths): Failure {
  if (!('path' in failure)) return failure;
  const places = new Map<string | undefined, AlibabaFile>([
    [ini.named, 'named'],
    [ini['credentials.ini'], 'credentials.ini'],
    [ini.credentials, 'credentials'],
    [cli, 'cli'],
  ]);
  const file = places.get(failure.path);
  return file ? { ...failure, path: filePlace(file) } : failure;
}

/** What Rolecall uses comes first in terminals, but notebooks and other programs do not get it. */
function shortRemark(
  winner: string,
  { isSdk, isInUse }: { readonly isSdk: boolean; readonly isInUse: boolean },
): string {
  const t = vscode.l10n.t;
  if (isInUse)
    return isSdk
      ? t('SDKs use {0} outside of terminals, not the instance’s role', winner)
      : t('Tools use {0} outside of terminals, not the instance’s role', winner);
  return isSdk
    ? t('SDKs use {0} here, not the instance’s role', winner)
    : t('Tools use {0} here, not the instance’s role', winner);
}

/** That tools do not get to the role of the instance. */
export function frontRunnerSentence(winner: AlibabaSource, tools: Parameters<typeof toolNames>[0]): string {
  return vscode.l10n.t(
    'The instance has a RAM role, but these tools look elsewhere first and use {0}: {1}.',
    sourceName(winner),
    toolNames(tools),
  );
}
