import * as vscode from 'vscode';
import { defaultTemplate, profileName, profileValues } from '../../identityCenter/populate.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { noRegion } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange, useAfter } from '../change/confirmChange.ts';
import { askName, askRegion, suggestedRegion } from '../change/profileQuestions.ts';
import type { IdentityCenterContext } from '../context.ts';
import type { Answers } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { chooseSignIn } from './chooseSignIn.ts';

/** Saves a role of a sign-in as a profile. */
export async function saveAssignment(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const t = vscode.l10n.t;
  if (node?.kind !== 'assignment') return;
  const chosen = await chooseSignIn('use', node, context);
  if (!chosen) return;
  const { session } = chosen;
  const { accountId, roleName } = node;
  const { accounts } = await context.views.portal.get();
  const account = accounts.accountOf(session, accountId) ?? {
    id: accountId,
    name: accountId,
    email: '',
    roles: [],
  };
  const { profiles } = await context.store.ready();
  const title = t('Save as Profile');
  const changeOf = ({ name = '', region }: Answers): ProfileChange => ({
    kind: 'add',
    name,
    config: profileValues(session, accountId, roleName, region === noRegion ? undefined : region),
    credentials: [],
  });
  const answers = await runWizard(title, () => [
    () => askName(profiles, profileName(defaultTemplate, { account, roleName }, session)),
    () => askRegion(suggestedRegion(profiles, undefined, session.region)),
    confirmChange(context, { title, changeOf, offersUse: true }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  await applyChange(context, changeOf(answers), {
    message: t('Profile “{0}” was added.', name),
    ...useAfter(answers, name, context),
  });
}
