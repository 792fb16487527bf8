import * as vscode from 'vscode';
import { showInformation } from '../../display/toasts.ts';
import {
  type Assignment,
  assignmentKey,
  assignmentsOf,
  clashes,
  defaultTemplate,
  newNames,
  placeholderNames,
  populationOf,
  type PopulationOptions,
  profilesOn,
  unknownPlaceholder,
  vanished,
} from '../../identityCenter/populate.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { noRegion } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange } from '../change/confirmChange.ts';
import { askRegion, nameComplaint, suggestedRegion, taken } from '../change/profileQuestions.ts';
import type { IdentityCenterContext } from '../context.ts';
import { type Answers, type ChoiceItem, chosenOf, type WizardStep } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { chooseSignIn } from './chooseSignIn.ts';
import { refreshAccounts } from './refreshAccounts.ts';

/**
 * Up to this many roles can be chosen one by one. If there are more, the user chooses role names, and then accounts.
 */
const maxPickedSingly = 200;

/** Writes profiles for many roles at once, and removes profiles whose roles are gone. */
export async function populateProfiles(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await chooseSignIn('populate', node, context);
  if (!chosen) return;
  const { session } = chosen;
  const listing = await refreshAccounts(chosen, context);
  const { profiles } = await context.store.ready();
  const existing = profilesOn(profiles, session);
  const fresh = assignmentsOf(listing).filter((each) => !existing.has(keyOf(each)));
  const gone = vanished(profiles, session, listing);
  if (fresh.length === 0 && gone.length === 0)
    return void showInformation(
      existing.size === 1
        ? t('Your only role already has a profile.')
        : t('All {0} roles already have a profile.', existing.size),
    );
  const title = t('Add Profiles from IAM Identity Center');
  const optionsOf = (answers: Answers): PopulationOptions => {
    const region = answers['region'];
    return {
      session,
      assignments: wantedOf(fresh, answers),
      template: answers['template'] ?? defaultTemplate,
      region: region === noRegion ? undefined : region,
      inBlock: answers['place'] !== 'end',
      removed: chosenOf(answers['removed']),
    };
  };
  const changeOf = (answers: Answers) => populationOf(profiles, optionsOf(answers));
  const answers = await runWizard(title, (soFar) => [
    ...(fresh.length > maxPickedSingly ? [askRoleNames(fresh), askAccounts(fresh)] : []),
    ...(fresh.length > 0 && fresh.length <= maxPickedSingly ? [askAssignments(fresh)] : []),
    ...(gone.length > 0 ? [askRemoved(gone)] : []),
    ...(isUndecided(soFar) || wantedOf(fresh, soFar).length > 0
      ? [
          askTemplate(profiles, optionsOf),
          () => askRegion(suggestedRegion(profiles, undefined, session.region)),
          askPlace,
        ]
      : []),
    confirmChange(context, { title, changeOf }),
  ]);
  if (!answers) return;
  const { added, removed } = changeOf(answers);
  const message = [addedWords(added.length), removedWords(removed.length)].filter(Boolean).join(' ');
  await applyChange(context, changeOf(answers), { message });
}

function addedWords(count: number): string {
  const t = vscode.l10n.t;
  if (count === 0) return '';
  return count === 1 ? t('1 profile was added.') : t('{0} profiles were added.', count);
}

function removedWords(count: number): string {
  const t = vscode.l10n.t;
  if (count === 0) return '';
  return count === 1 ? t('1 profile was removed.') : t('{0} profiles were removed.', count);
}

function keyOf({ account, roleName }: Assignment): string {
  return assignmentKey(account.id, roleName);
}

/** Whether the user has not chosen any roles yet. */
function isUndecided({ assignments, accounts }: Answers): boolean {
  return assignments === undefined && accounts === undefined;
}

function wantedOf(fresh: readonly Assignment[], answers: Answers): readonly Assignment[] {
  const [keys, roles, accounts] = ['assignments', 'roles', 'accounts'].map(
    (name) => new Set(chosenOf(answers[name])),
  );
  return fresh.length > maxPickedSingly
    ? fresh.filter(({ account, roleName }) => roles?.has(roleName) && accounts?.has(account.id))
    : fresh.filter((each) => keys?.has(keyOf(each)));
}

function askRoleNames(fresh: readonly Assignment[]): WizardStep {
  const t = vscode.l10n.t;
  const counts = new Map<string, number>();
  for (const { roleName } of fresh) counts.set(roleName, (counts.get(roleName) ?? 0) + 1);
  const items = [...counts].map(([name, count]): ChoiceItem => ({
    label: name,
    description: count === 1 ? t('in 1 account') : t('in {0} accounts', count),
    answer: name,
  }));
  const prompt = t('Choose the roles to add profiles for');
  return () => ({ kind: 'choices', name: 'roles', prompt, items, picked: [] });
}

/** The accounts in which the chosen roles have no profile. */
function askAccounts(fresh: readonly Assignment[]): WizardStep {
  return (soFar) => {
    const roles = new Set(chosenOf(soFar['roles']));
    const accounts = new Map(
      fresh.filter(({ roleName }) => roles.has(roleName)).map(({ account }) => [account.id, account]),
    );
    const items = [...accounts.values()].map(({ id, name, email }): ChoiceItem => ({
      label: name,
      description: [id, email],
      answer: id,
    }));
    const prompt = vscode.l10n.t('Choose the accounts');
    return { kind: 'choices', name: 'accounts', prompt, items, picked: [...accounts.keys()] };
  };
}

function askAssignments(fresh: readonly Assignment[]): WizardStep {
  const items: ChoiceItem[] = fresh.map((each) => ({
    label: `${each.account.name} / ${each.roleName}`,
    description: each.account.id,
    answer: keyOf(each),
  }));
  return () => ({
    kind: 'choices',
    name: 'assignments',
    prompt: vscode.l10n.t('Choose the roles to add profiles for'),
    items,
    picked: fresh.map(keyOf),
  });
}

function askRemoved(gone: readonly string[]): WizardStep {
  return () => ({
    kind: 'choices',
    name: 'removed',
    prompt: vscode.l10n.t('Choose the profiles to remove: you no longer have access to their roles'),
    items: gone.map((name) => ({ label: name })),
    picked: [],
  });
}

function askTemplate(profiles: ProfileSet, optionsOf: (answers: Answers) => PopulationOptions): WizardStep {
  const t = vscode.l10n.t;
  return (soFar) => ({
    kind: 'text',
    name: 'template',
    prompt: t(
      'Template for profile names. Available placeholders: {0}',
      placeholderNames.map((name) => `{${name}}`).join(' '),
    ),
    value: defaultTemplate,
    validate: (template) => {
      const unknown = unknownPlaceholder(template);
      if (unknown !== undefined) return t('{0} is not a valid placeholder.', unknown);
      const options = { ...optionsOf(soFar), template };
      return badNameOf(profiles, options) ?? clashOf(profiles, options);
    },
  });
}

function badNameOf(profiles: ProfileSet, options: PopulationOptions): string | undefined {
  for (const { name, assignment } of newNames(profiles, options)) {
    const complaint = nameComplaint(name);
    if (complaint === undefined) continue;
    const { account } = assignment;
    return vscode.l10n.t('“{0}” for account {1} ({2}): {3}', name, account.name, account.id, complaint);
  }
  return undefined;
}

function clashOf(profiles: ProfileSet, options: PopulationOptions): string | undefined {
  const [clash] = clashes(profiles, options);
  if (clash === undefined) return undefined;
  return profiles.profiles.has(clash)
    ? taken(clash)
    : vscode.l10n.t('Two profiles would get the name “{0}”. Use more placeholders.', clash);
}

const askPlace: WizardStep = () => {
  const t = vscode.l10n.t;
  return {
    kind: 'choice',
    name: 'place',
    prompt: t('Choose where to add the profiles'),
    items: [
      {
        label: t('In a marked block'),
        description: t('between two comments, separate from your other profiles'),
        answer: 'block',
      },
      { label: t('At the end of the file'), description: t('with your other profiles'), answer: 'end' },
    ],
  };
};
