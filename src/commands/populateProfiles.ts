import * as vscode from 'vscode';
import {
  type Assignment,
  assignmentKey,
  assignmentsOf,
  clashes,
  defaultTemplate,
  placeholderNames,
  populationOf,
  type PopulationWish,
  profileName,
  profilesOn,
  unknownPlaceholder,
  vanished,
} from '../identityCenter/populate.ts';
import { escapeIcons } from '../plainText.ts';
import type { ProfileSet } from '../profiles/profiles.ts';
import type { TreeNode } from '../views/tree.ts';
import { noRegion } from './answeredChanges.ts';
import { type IdentityCenterParts, refreshAccounts } from './identityCenter.ts';
import { carryOut, confirmChange } from './makeChange.ts';
import { askRegion, likelyRegion, nameComplaint, taken } from './profileQuestions.ts';
import { chooseSignIn } from './chooseSignIn.ts';
import { type Answers, type Ask, askSteps, type ChoiceItem, chosenOf } from './steps.ts';

/** So many are chosen one by one; of more, a person chooses the names of roles, and then accounts. */
const fewEnough = 200;

/** Writes profiles for many roles at once, and takes out those whose roles are gone. */
export async function populateProfiles(
  node: TreeNode | undefined,
  parts: IdentityCenterParts,
): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await chooseSignIn('populate', node, parts);
  if (!chosen) return;
  const { session } = chosen;
  const listing = await refreshAccounts(chosen, parts);
  const { profiles } = await parts.store.ready();
  const there = profilesOn(profiles, session);
  const fresh = assignmentsOf(listing).filter((each) => !there.has(keyOf(each)));
  const gone = vanished(profiles, session, listing);
  if (fresh.length === 0 && gone.length === 0)
    return void vscode.window.showInformationMessage(
      there.size === 1
        ? t('There is a profile for the only role already.')
        : t('There is a profile for each of the {0} roles already.', there.size),
    );
  const title = t('Add Profiles from IAM Identity Center');
  const wishOf = (answers: Answers): PopulationWish => {
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
  const changeOf = (answers: Answers) => populationOf(profiles, wishOf(answers));
  const answers = await askSteps(title, (so) => [
    ...(fresh.length > fewEnough ? [askRoleNames(fresh), askAccounts(fresh)] : []),
    ...(fresh.length > 0 && fresh.length <= fewEnough ? [askAssignments(fresh)] : []),
    ...(gone.length > 0 ? [askRemoved(gone)] : []),
    ...(isUndecided(so) || wantedOf(fresh, so).length > 0
      ? [askTemplate(profiles, wishOf), () => askRegion(likelyRegion(profiles) || session.region), askPlace]
      : []),
    confirmChange(parts, { title, changeOf }),
  ]);
  if (!answers) return;
  const { added, removed } = changeOf(answers);
  const said = [addedWords(added.length), removedWords(removed.length)].filter(Boolean).join(' ');
  await carryOut(parts, changeOf(answers), { said });
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

/** Whether what is chosen cannot be told yet. */
function isUndecided({ assignments, accounts }: Answers): boolean {
  return assignments === undefined && accounts === undefined;
}

function wantedOf(fresh: readonly Assignment[], answers: Answers): readonly Assignment[] {
  const [keys, roles, accounts] = ['assignments', 'roles', 'accounts'].map(
    (name) => new Set(chosenOf(answers[name])),
  );
  return fresh.length > fewEnough
    ? fresh.filter(({ account, roleName }) => roles?.has(roleName) && accounts?.has(account.id))
    : fresh.filter((each) => keys?.has(keyOf(each)));
}

function askRoleNames(fresh: readonly Assignment[]): Ask {
  const t = vscode.l10n.t;
  const counts = new Map<string, number>();
  for (const { roleName } of fresh) counts.set(roleName, (counts.get(roleName) ?? 0) + 1);
  const items = [...counts].map(([name, count]): ChoiceItem => ({
    label: escapeIcons(name),
    description: count === 1 ? t('in 1 account') : t('in {0} accounts', count),
    answer: name,
  }));
  const prompt = t('Which roles should have a profile?');
  return () => ({ kind: 'choices', name: 'roles', prompt, items, picked: [] });
}

/** The accounts in which the roles that were chosen have no profile. */
function askAccounts(fresh: readonly Assignment[]): Ask {
  return (so) => {
    const roles = new Set(chosenOf(so['roles']));
    const accounts = new Map(
      fresh.filter(({ roleName }) => roles.has(roleName)).map(({ account }) => [account.id, account]),
    );
    const items = [...accounts.values()].map(({ id, name, email }): ChoiceItem => ({
      label: escapeIcons(name),
      description: [id, escapeIcons(email)].filter(Boolean).join(' · '),
      answer: id,
    }));
    const prompt = vscode.l10n.t('In which accounts?');
    return { kind: 'choices', name: 'accounts', prompt, items, picked: [...accounts.keys()] };
  };
}

function askAssignments(fresh: readonly Assignment[]): Ask {
  const items: ChoiceItem[] = fresh.map((each) => ({
    label: escapeIcons(`${each.account.name} / ${each.roleName}`),
    description: each.account.id,
    answer: keyOf(each),
  }));
  return () => ({
    kind: 'choices',
    name: 'assignments',
    prompt: vscode.l10n.t('Which roles should have a profile?'),
    items,
    picked: fresh.map(keyOf),
  });
}

function askRemoved(gone: readonly string[]): Ask {
  return () => ({
    kind: 'choices',
    name: 'removed',
    prompt: vscode.l10n.t('You no longer have the roles of these profiles. Which should go?'),
    items: gone.map((name) => ({ label: escapeIcons(name), answer: name })),
    picked: [],
  });
}

function askTemplate(profiles: ProfileSet, wishOf: (answers: Answers) => PopulationWish): Ask {
  const t = vscode.l10n.t;
  return (so) => {
    const { session, assignments } = wishOf(so);
    const [first] = assignments;
    return {
      kind: 'text',
      name: 'template',
      prompt: t(
        'Names of the profiles, with any of {0}',
        placeholderNames.map((name) => `{${name}}`).join(' '),
      ),
      value: defaultTemplate,
      validate: (template) => {
        const unknown = unknownPlaceholder(template);
        if (unknown !== undefined) return t('{0} stands for nothing.', unknown);
        const bad = first && nameComplaint(profileName(template, first, session));
        return bad ?? clashOf(profiles, { ...wishOf(so), template });
      },
    };
  };
}

function clashOf(profiles: ProfileSet, wish: PopulationWish): string | undefined {
  const [clash] = clashes(profiles, wish);
  if (clash === undefined) return undefined;
  return profiles.profiles.has(clash)
    ? taken(clash)
    : vscode.l10n.t('Two profiles would be called “{0}”.', clash);
}

const askPlace: Ask = () => {
  const t = vscode.l10n.t;
  return {
    kind: 'choice',
    name: 'place',
    prompt: t('Where should they go?'),
    items: [
      {
        label: t('In a marked block'),
        description: t('between two comments, apart from yours'),
        answer: 'block',
      },
      { label: t('At the end of the file'), description: t('beside the other profiles'), answer: 'end' },
    ],
  };
};
