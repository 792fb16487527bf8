import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';
import { showInStatusBar } from '../display/toasts.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import { factsOf } from '../views/targetFacts.ts';
import { targetOfNode, type TreeNode } from '../views/tree/treeNodes.ts';
import { chooseAny } from './chooseTarget.ts';
import type { CommandContext } from './context.ts';
import { showInfo } from './notifications.ts';

type CopyContext = Pick<CommandContext, 'active' | 'views'>;

/** None of these is a secret. */
export type CopiedFact = 'name' | 'arn' | 'accountId';

/** How long the status bar shows what was copied. Milliseconds. */
const shownMs = 5000;

/** Copies a fact about a row, about what is in use, or about a profile that the user chooses. */
export const copyFact =
  (fact: CopiedFact) =>
  async (context: CopyContext, node?: TreeNode): Promise<void> => {
    if (node?.kind === 'account') return copy(accountFact(fact, node.accountId, context));
    const { active, views } = context;
    const target =
      targetOfNode(node) ?? targetOf(settled(active.state)) ?? (await chooseAny('credentials', views));
    if (!target) return;
    const text = factOf(fact, target, context);
    if (text === undefined) showUnknown(fact, target, context);
    else await copy(text);
  };

function accountFact(fact: CopiedFact, id: string, { views }: CopyContext): string {
  return fact === 'name' ? (views.accountNames.ofId(id).name ?? id) : id;
}

/** What the files say, or AWS about the credentials in use. */
function factOf(fact: CopiedFact, target: Target, { active, views }: CopyContext): string | undefined {
  const facts = factsOf(views.planOf(target), views);
  if (fact === 'name') return targetName(target);
  const state = settled(active.state);
  const verdict =
    state.kind === 'ready' && active.isUsing(target) ? views.identities.of(state.session) : undefined;
  const identity = verdict?.kind === 'accepted' ? verdict.identity : undefined;
  return fact === 'arn' ? (facts.arn ?? identity?.arn) : (facts.accountId ?? identity?.account);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  showInStatusBar('check', vscode.l10n.t('Copied: {0}', text), shownMs);
}

function showUnknown(fact: CopiedFact, target: Target, { active }: CopyContext): void {
  const t = vscode.l10n.t;
  const name = targetName(target);
  const message =
    fact === 'arn'
      ? t('Your AWS files do not say which ARN {0} has. AWS says it once the profile is in use.', name)
      : t('Your AWS files do not say which account {0} is in. AWS says it once the profile is in use.', name);
  showInfo(message, active.isUsing(target) ? [{ title: t('Verify AWS Identity'), follow: verify }] : []);
}

function verify(): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.verifyIdentity);
}
