import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { referencesTo } from '../../profiles/changes.ts';
import type { ProfileSet, Target } from '../../profiles/profiles.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { nameOfCopy, otherRegion } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange } from '../change/confirmChange.ts';
import { askName, askRegion, profileItems, suggestedRegion } from '../change/profileQuestions.ts';
import { buttonsAfterDeletion } from '../consoleSignIn/signOutOfConsole.ts';
import type { ChangeContext, CommandContext } from '../context.ts';
import { runWizard } from '../wizard.ts';

type EditContext = ChangeContext & Pick<CommandContext, 'views' | 'active' | 'consoleSignIns'>;

export type ProfileEdit = 'duplicate' | 'rename' | 'delete' | 'setRegion';

/** Changes an existing profile: the row of the tree, or a profile that the user chooses. */
export async function editProfile(edit: ProfileEdit, context: EditContext, node?: TreeNode): Promise<void> {
  const { profiles } = await context.store.ready();
  const title = titleOf(edit);
  const name = node?.kind === 'profile' ? node.name : await chooseProfile(title, profiles, context);
  if (name !== undefined) await context.attempt(name, () => edits[edit](title, name, profiles, context));
}

type Edit = (title: string, name: string, profiles: ProfileSet, context: EditContext) => Promise<void>;

const edits: Readonly<Record<ProfileEdit, Edit>> = { duplicate, rename, delete: remove, setRegion };

function titleOf(edit: ProfileEdit): string {
  const t = vscode.l10n.t;
  switch (edit) {
    case 'duplicate':
      return t('Duplicate Profile');
    case 'rename':
      return t('Rename Profile');
    case 'delete':
      return t('Delete Profile');
    case 'setRegion':
      return t('Set Region');
  }
}

async function chooseProfile(
  title: string,
  profiles: ProfileSet,
  { active, views }: EditContext,
): Promise<string | undefined> {
  const { state } = active;
  const answers = await runWizard(title, () => [
    () => ({
      kind: 'choice',
      name: 'profile',
      prompt: vscode.l10n.t('Choose a profile'),
      value: state.kind !== 'none' && state.target.kind === 'profile' ? state.target.name : '',
      items: profileItems(profiles, views),
    }),
  ]);
  return answers?.['profile'];
}

async function duplicate(
  title: string,
  name: string,
  profiles: ProfileSet,
  context: EditContext,
): Promise<void> {
  const fullTitle = titleFor(title, name);
  const answers = await runWizard(fullTitle, () => [
    () => askName(profiles, nameOfCopy(name, profiles)),
    confirmChange(context, {
      title: fullTitle,
      changeOf: (soFar) => ({ kind: 'duplicate', name, to: soFar['name'] ?? '' }),
    }),
  ]);
  if (!answers) return;
  const to = answers['name'] ?? '';
  const message = vscode.l10n.t('Profile “{0}” was duplicated as “{1}”.', name, to);
  const follow = () => context.run(commandIds.revealInFile, { kind: 'profile', name: to });
  const buttons = [{ title: vscode.l10n.t('Reveal in File'), follow }];
  await applyChange(context, { kind: 'duplicate', name, to }, { message, buttons: () => buttons });
}

/** The window continues to use the profile under its new name. */
async function rename(
  title: string,
  name: string,
  profiles: ProfileSet,
  context: EditContext,
): Promise<void> {
  const fullTitle = titleFor(title, name);
  const answers = await runWizard(fullTitle, () => [
    () => askName(profiles, name),
    confirmChange(context, {
      title: fullTitle,
      changeOf: (soFar) => ({ kind: 'rename', name, to: soFar['name'] ?? '' }),
    }),
  ]);
  if (!answers) return;
  const to = answers['name'] ?? '';
  const message = vscode.l10n.t('Profile “{0}” was renamed to “{1}”.', name, to);
  const follow = (from: string, now: string) => () =>
    context.active.isUsing(profileTarget(from)) && context.active.use(profileTarget(now));
  const outcome = { message, onDone: follow(name, to), onUndone: follow(to, name) };
  await applyChange(context, { kind: 'rename', name, to }, outcome);
}

function profileTarget(name: string): Target {
  return { kind: 'profile', name };
}

async function remove(
  title: string,
  name: string,
  profiles: ProfileSet,
  context: EditContext,
): Promise<void> {
  const t = vscode.l10n.t;
  const fullTitle = titleFor(title, name);
  const change = { kind: 'remove', name } as const;
  const answers = await runWizard(fullTitle, () => [
    confirmChange(context, {
      title: fullTitle,
      changeOf: () => change,
      yes: (paths) => t('Delete “{0}” from {1}', name, paths),
      warning: warningFor(name, profiles, context),
    }),
  ]);
  if (!answers) return;
  const buttons = await buttonsAfterDeletion(name, context);
  await applyChange(context, change, { message: t('Profile “{0}” was deleted.', name), buttons });
}

/** Warns about what will no longer work without the profile. */
function warningFor(name: string, profiles: ProfileSet, { active }: EditContext): string | undefined {
  const t = vscode.l10n.t;
  const names = referencesTo(profiles, name);
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? `${shown}, … (${names.length})` : shown;
  const warnings = [
    ...(active.isUsing(profileTarget(name)) ? [t('This window uses this profile.')] : []),
    ...(names.length > 0 ? [t('Profiles that depend on it: {0}', more)] : []),
  ];
  return warnings.length > 0 ? warnings.join(' ') : undefined;
}

async function setRegion(
  title: string,
  name: string,
  profiles: ProfileSet,
  context: EditContext,
): Promise<void> {
  const fullTitle = titleFor(title, name);
  const answers = await runWizard(fullTitle, () => [
    () => askRegion(suggestedRegion(profiles, name)),
    confirmChange(context, { title: fullTitle, changeOf: (soFar) => otherRegion(name, soFar) }),
  ]);
  if (!answers) return;
  const change = otherRegion(name, answers);
  const region = change.values[0]?.[1];
  const message =
    region === undefined
      ? vscode.l10n.t('Profile “{0}” no longer sets a region.', name)
      : vscode.l10n.t('The region of profile “{0}” is now {1}.', name, region);
  await applyChange(context, change, { message });
}

function titleFor(title: string, name: string): string {
  return `${title}: ${name}`;
}
