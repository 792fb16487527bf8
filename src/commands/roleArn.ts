import * as vscode from 'vscode';
import { roleArnPattern, sessionNamePattern } from '../plan/rules.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { settled } from '../session/activeState.ts';
import type { CommandParts } from './parts.ts';
import { sourceItems } from './profileQuestions.ts';
import { askSteps, type ChoiceItem, type Question } from './steps.ts';

type RoleArnParts = Pick<CommandParts, 'store' | 'active' | 'views' | 'defaultSessionName'>;

/** Asks for a role that is in no file: its ARN, whose credentials assume it, and under which name. */
export async function enterRoleArn({
  store,
  active,
  views,
  defaultSessionName,
}: RoleArnParts): Promise<Target | undefined> {
  const { profiles } = await store.ready();
  const sources = sourceItems(profiles, views);
  const inForce = settled(active.state);
  const answers = await askSteps(vscode.l10n.t('Assume Role'), () => [
    () => askArn(),
    () => askSource(sources, inForce.kind === 'none' ? '' : targetName(inForce.target)),
    () => askSessionName(defaultSessionName),
  ]);
  if (!answers) return undefined;
  const { roleArn = '', sourceProfile = '', sessionName = '' } = answers;
  return { kind: 'role', roleArn, sourceProfile, sessionName };
}

function askArn(): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'roleArn',
    prompt: t('ARN of the role'),
    placeholder: 'arn:aws:iam::123456789012:role/Developer',
    validate: (text) =>
      roleArnPattern.test(text)
        ? undefined
        : t('A role ARN looks like {0}.', 'arn:aws:iam::123456789012:role/Developer'),
  };
}

function askSource(items: readonly ChoiceItem[], value: string): Question {
  return {
    kind: 'choice',
    name: 'sourceProfile',
    prompt: vscode.l10n.t('Profile whose credentials are used to assume the role'),
    items,
    value,
  };
}

function askSessionName(value: string): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'sessionName',
    prompt: t('Session name, shown in CloudTrail'),
    value,
    validate: (text) =>
      sessionNamePattern.test(text)
        ? undefined
        : t('Use 2 to 64 characters: letters, digits and any of {0}.', '_ + = , . @ -'),
  };
}
