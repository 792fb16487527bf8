import * as vscode from 'vscode';
import { isPlan, type Planned } from '../plan/plan.ts';
import { roleArnPattern, sessionNamePattern } from '../plan/rules.ts';
import type { Target } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';
import { summarize, whereabouts } from '../views/words.ts';
import { askSteps, type Question } from './steps.ts';

export interface RoleArnParts {
  readonly ready: () => Promise<StoreState>;
  readonly planOf: (target: Target) => Planned;
  readonly activeTarget: () => Target | undefined;
  readonly defaultSessionName: string;
}

/** Asks for a role that is in no file: its ARN, whose credentials assume it, and under which name. */
export async function enterRoleArn(parts: RoleArnParts): Promise<Target | undefined> {
  const { profiles } = await parts.ready();
  const sources = usableProfiles([...profiles.profiles.keys()], parts.planOf);
  const answers = await askSteps(vscode.l10n.t('Assume Role'), [
    (so) => askArn(so[0] ?? ''),
    (so) => askSource(sources, so[1] ?? parts.activeTarget()),
    (so) => askSessionName(so[2] ?? parts.defaultSessionName),
  ]);
  if (!answers) return undefined;
  const [roleArn, sourceProfile, sessionName] = answers as [string, string, string];
  return { kind: 'role', roleArn, sourceProfile, sessionName };
}

function usableProfiles(names: readonly string[], planOf: RoleArnParts['planOf']): vscode.QuickPickItem[] {
  const plans = names.map((name) => ({ name, planned: planOf({ kind: 'profile', name }) }));
  return plans.flatMap(({ name, planned }) =>
    isPlan(planned)
      ? [{ label: name, description: [summarize(planned), whereabouts(planned)].filter(Boolean).join(' · ') }]
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

function askSource(items: readonly vscode.QuickPickItem[], value: string | Target | undefined): Question {
  const name = typeof value === 'string' ? value : value?.kind === 'profile' ? value.name : '';
  return {
    kind: 'choice',
    prompt: vscode.l10n.t('Profile whose credentials are used to assume the role'),
    items,
    value: name,
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
