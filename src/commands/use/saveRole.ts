import * as vscode from 'vscode';
import { roleValues } from '../../plan/adHocProfile.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { nameComplaint } from '../../profiles/profileNames.ts';
import { applyChange, confirmChange, useAfter } from '../change/confirmChange.ts';
import { askName } from '../change/profileQuestions.ts';
import type { ChangeContext } from '../context.ts';
import type { Answers } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import type { RoleTarget } from './roleQuestions.ts';

/** Saves a role without a profile as a profile. */
export async function saveRole(context: ChangeContext, role: RoleTarget): Promise<void> {
  const t = vscode.l10n.t;
  const { profiles } = await context.store.ready();
  const title = t('Save as Profile');
  const changeOf = ({ name = '' }: Answers): ProfileChange => ({
    kind: 'add',
    name,
    config: roleValues(role).flatMap(([key, value]) => (value ? [[key, value] as const] : [])),
    credentials: [],
  });
  const answers = await runWizard(title, () => [
    () => askName(profiles, suggestedName(role)),
    confirmChange(context, { title, changeOf, offersUse: true }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  await applyChange(context, changeOf(answers), {
    message: t('Profile “{0}” was added.', name),
    ...useAfter(answers, name, context),
  });
}

/** The name of the role, if that can be a profile's. */
function suggestedName({ roleArn }: RoleTarget): string {
  const name = roleArn.split('/').at(-1) ?? '';
  return nameComplaint(name) === undefined ? name : '';
}
