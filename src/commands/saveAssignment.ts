import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { defaultTemplate, profileName, profileValues } from '../identityCenter/populate.ts';
import type { ProfileChange } from '../profiles/changes.ts';
import type { TreeNode } from '../views/tree.ts';
import { noRegion } from './answeredChanges.ts';
import type { IdentityCenterParts } from './identityCenter.ts';
import { carryOut, confirmChange } from './makeChange.ts';
import { askName, askRegion, likelyRegion } from './profileQuestions.ts';
import { chooseSignIn } from './chooseSignIn.ts';
import { type Answers, askSteps } from './steps.ts';

/** Writes a role that a sign-in leads to as a profile of its own. */
export async function saveAssignment(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const t = vscode.l10n.t;
  if (node?.kind !== 'assignment') return;
  const chosen = await chooseSignIn('use', node, parts);
  if (!chosen) return;
  const { session } = chosen;
  const { accountId, roleName } = node;
  const { accounts } = await parts.views.reach.get();
  const account = accounts.accountOf(session, accountId) ?? {
    id: accountId,
    name: accountId,
    email: '',
    roles: [],
  };
  const { profiles } = await parts.store.ready();
  const title = t('Save as Profile');
  const changeOf = ({ name = '', region }: Answers): ProfileChange => ({
    kind: 'add',
    name,
    config: profileValues(session, accountId, roleName, region === noRegion ? undefined : region),
    credentials: [],
  });
  const answers = await askSteps(title, () => [
    () => askName(profiles, profileName(defaultTemplate, { account, roleName }, session)),
    () => askRegion(likelyRegion(profiles) || session.region),
    confirmChange(parts, { title, changeOf }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const follow = () => vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
  await carryOut(parts, changeOf(answers), {
    said: t('Profile “{0}” was added.', name),
    buttons: () => [{ title: t('Use It'), follow }],
  });
}
