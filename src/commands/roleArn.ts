import * as vscode from 'vscode';
import { escapeIcons } from '../plainText.ts';
import { isPlan } from '../plan/plan.ts';
import { roleArnPattern, sessionNamePattern } from '../plan/rules.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { settled } from '../session/active.ts';
import { summarize, whereabouts } from '../views/words.ts';
import type { CommandParts } from './parts.ts';
import { askSteps, type Question } from './steps.ts';

type RoleArnParts = Pick<CommandParts, 'store' | 'active' | 'views' | 'defaultSessionName'>;

/** Asks for a role that is in no file: its ARN, whose credentials assume it, and under which name. */
export async function enterRoleArn({
  store,
  active,
  views,
  defaultSessionName,
}: RoleArnParts): Promise<Target | undefined> {
  const { profiles } = await store.ready();
  const sources = usableProfiles([...profiles.profiles.keys()], views.planOf);
  const inForce = settled(active.state);
  const answers = await askSteps(vscode.l10n.t('Assume Role'), [
    (so) => askArn(so[0] ?? ''),
    (so) => askSource(sources, so[1] ?? (inForce.kind === 'none' ? '' : targetName(inForce.target))),
    (so) => askSessionName(so[2] ?? defaultSessionName),
  ]);
  if (!answers) return undefined;
  const [roleArn, sourceProfile, sessionName] = answers as [string, string, string];
  return { kind: 'role', roleArn, sourceProfile, sessionName };
}

function usableProfiles(
  names: readonly string[],
  planOf: RoleArnParts['views']['planOf'],
): vscode.QuickPickItem[] {
  const plans = names.map((name) => ({ name, planned: planOf({ kind: 'profile', name }) }));
  return plans.flatMap(({ name, planned }) =>
    isPlan(planned)
      ? [
          {
            label: name,
            description: escapeIcons([summarize(planned), whereabouts(planned)].filter(Boolean).join(' · ')),
          },
        ]
      : [],
  );
}

function askArn(value: string): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    prompt: t('ARN of the role'),
    placeholder: 'arn:aws:iam::123456789012:role/Developer',
    value,
    validate: (text) =>
      roleArnPattern.test(text)
        ? undefined
        : t('A role ARN looks like {0}.', 'arn:aws:iam::123456789012:role/Developer'),
  };
}

function askSource(items: readonly vscode.QuickPickItem[], value: string): Question {
  return {
    kind: 'choice',
    prompt: vscode.l10n.t('Profile whose credentials are used to assume the role'),
    items,
    value,
  };
}

function askSessionName(value: string): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    prompt: t('Session name, shown in CloudTrail'),
    value,
    validate: (text) =>
      sessionNamePattern.test(text)
        ? undefined
        : t('Use 2 to 64 characters: letters, digits and any of {0}.', '_ + = , . @ -'),
  };
}
