import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { openSettings } from '../../display/openSettings.ts';
import { showInformation } from '../../display/toasts.ts';
import { isPlan } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { readRules, simpleRule } from '../../session/consent/guardRules.ts';
import { remarked } from '../../session/consent/productionPatterns.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseAny } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { writeUserSetting } from '../userSetting.ts';

type MarkContext = Pick<CommandContext, 'views' | 'attempt'>;

/**
 * What a pattern is written for: a profile by its name, anything else by its account, because a role of a sign-in may
 * be in any of thousands of accounts.
 */
interface Subject {
  readonly label: string;
  readonly text: string;
  /** Whether it is production with these patterns and those of the policy. */
  readonly matches: (patterns: readonly string[]) => boolean;
}

/**
 * Writes to `rolecall.production` that a profile or account is production, or is not. Without a row, the user chooses
 * the profile, also while another one is in use.
 */
export async function markProduction(
  isWanted: boolean,
  { views, attempt }: MarkContext,
  node?: TreeNode,
): Promise<void> {
  const subject = await chooseSubject(isWanted, views, node);
  if (!subject) return;
  const { label, text, matches } = subject;
  if (!isWanted && matches([])) throw new FailureError({ code: 'productionByPolicy', profile: label });
  const t = vscode.l10n.t;
  const before = ownValue('production');
  const patterns = [configuration().get<readonly string[]>('production') ?? []].flat();
  await writeUserSetting('production', remarked(patterns, text, isWanted, matches));
  const sentence = isWanted
    ? t('{0} is now production (rolecall.production in your settings).', label)
    : t('{0} is no longer production (rolecall.production in your settings).', label);
  void offerUndo(sentence, 'production', () => attempt(label, () => writeUserSetting('production', before)));
}

/** Turns on the questions about production (`rolecall.guard`), or opens the setting if there are rules already. */
export async function guardProduction({ attempt }: Pick<CommandContext, 'attempt'>): Promise<void> {
  const t = vscode.l10n.t;
  const before = ownValue('guard');
  if (readRules(configuration().get('guard')).length > 0) return openSettings('rolecall.guard');
  await writeUserSetting('guard', [simpleRule]);
  const sentence = t(
    'Production is guarded: Rolecall asks before it uses a production profile, and before it renews its session.',
  );
  void offerUndo(sentence, 'guard', () =>
    attempt(t('Guard Production'), () => writeUserSetting('guard', before)),
  );
}

async function chooseSubject(
  isWanted: boolean,
  views: MarkContext['views'],
  node: TreeNode | undefined,
): Promise<Subject | undefined> {
  if (node?.kind === 'account') return accountSubject(node.accountId, views);
  const target =
    targetOfNode(node) ?? (await chooseAny(isWanted ? 'treatAsProduction' : 'notProduction', views));
  return target && subjectOf(target, views);
}

function subjectOf(target: Target, views: MarkContext['views']): Subject {
  const planned = views.planOf(target);
  const account = isPlan(planned) ? accountOf(planned) : undefined;
  if (target.kind !== 'profile' && account !== undefined) return accountSubject(account, views);
  const label = targetName(target);
  return { label, text: label, matches: (patterns) => views.production.wouldBe(planned, patterns) };
}

function accountSubject(id: string, { accountNames, production }: MarkContext['views']): Subject {
  const { name } = accountNames.ofId(id);
  const t = vscode.l10n.t;
  const label = name === undefined ? t('Account {0}', id) : t('Account {0} ({1})', name, id);
  return { label, text: id, matches: (patterns) => production.wouldBeAccount(id, patterns) };
}

async function offerUndo(sentence: string, key: Key, onUndo: () => Promise<unknown>): Promise<void> {
  const t = vscode.l10n.t;
  const [undo, open] = [{ title: t('Undo') }, { title: t('Open Settings') }];
  const chosen = await showInformation(sentence, undo, open);
  if (chosen === undo) await onUndo();
  else if (chosen) openSettings(`rolecall.${key}`);
}

type Key = 'production' | 'guard';

function ownValue(key: Key): unknown {
  return configuration().inspect(key)?.globalValue;
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall');
}
