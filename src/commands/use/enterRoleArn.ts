import * as vscode from 'vscode';
import { anyRoleArnPattern, keys, roleArnPattern, sessionNamePattern } from '../../profiles/keys.ts';
import { type ProfileSet, type Target, targetName, valueOf } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import { sourceItems } from '../change/profileQuestions.ts';
import type { CommandContext } from '../context.ts';
import { type ChoiceItem, type Question, runWizard } from '../wizard.ts';

type RoleArnContext = Pick<CommandContext, 'store' | 'active' | 'views' | 'defaultSessionName'>;

/** Asks for a role that is not in the files: its ARN, its source profile, and its session name. */
export async function enterRoleArn({
  store,
  active,
  views,
  defaultSessionName,
}: RoleArnContext): Promise<Target | undefined> {
  const { profiles } = await store.ready();
  const sources = sourceItems(profiles, views);
  const inUse = settled(active.state);
  const answers = await runWizard(vscode.l10n.t('Assume Role'), () => [
    () => askArn(hasOwnServer(profiles) ? anyRoleArnPattern : roleArnPattern),
    () => askSource(sources, inUse.kind === 'none' ? '' : targetName(inUse.target)),
    () => askSessionName(defaultSessionName),
  ]);
  if (!answers) return undefined;
  const { roleArn = '', sourceProfile = '', sessionName = '' } = answers;
  return { kind: 'role', roleArn, sourceProfile, sessionName };
}

/** Whether a profile may use a server that is not AWS, which has role ARNs of its own. */
function hasOwnServer({ profiles }: ProfileSet): boolean {
  return [...profiles.values()].some(
    (profile) => valueOf(profile, keys.endpointUrl) ?? valueOf(profile, keys.services),
  );
}

function askArn(pattern: RegExp): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'roleArn',
    prompt: t('Role ARN'),
    placeholder: 'arn:aws:iam::123456789012:role/Developer',
    validate: (text) =>
      pattern.test(text)
        ? undefined
        : t('Enter a role ARN like {0}.', 'arn:aws:iam::123456789012:role/Developer'),
  };
}

function askSource(items: readonly ChoiceItem[], value: string): Question {
  return {
    kind: 'choice',
    name: 'sourceProfile',
    prompt: vscode.l10n.t('Choose the source profile that can assume the role'),
    items,
    value,
  };
}

function askSessionName(value: string): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'sessionName',
    prompt: t('Session name (shown in CloudTrail)'),
    value,
    validate: (text) =>
      sessionNamePattern.test(text)
        ? undefined
        : t('Use 2 to 64 characters: letters, digits, and any of {0}.', '_ + = , . @ -'),
  };
}
