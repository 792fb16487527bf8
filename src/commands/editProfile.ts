import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { escapeIcons } from '../plainText.ts';
import { referencesTo } from '../profiles/changes.ts';
import { type ProfileSet, type Target, valueOf } from '../profiles/profiles.ts';
import type { TreeNode } from '../views/tree.ts';
import { nameOfCopy, otherRegion } from './answeredChanges.ts';
import { carryOut, type ChangeParts, confirmChange } from './makeChange.ts';
import type { CommandParts } from './parts.ts';
import { askName, askRegion, profileItems } from './profileQuestions.ts';
import { askSteps } from './steps.ts';

type EditParts = ChangeParts & Pick<CommandParts, 'views' | 'active'>;

export type ProfileEdit = 'duplicate' | 'rename' | 'delete' | 'setRegion';

/** Changes a profile that is there: the one of the row in the tree, or one that the person chooses. */
export async function editProfile(edit: ProfileEdit, parts: EditParts, node?: TreeNode): Promise<void> {
  const { profiles } = await parts.store.ready();
  const title = titleOf(edit);
  const name = node?.kind === 'profile' ? node.name : await chooseProfile(title, profiles, parts);
  if (name !== undefined) await parts.perform(name, () => edits[edit](title, name, profiles, parts));
}

type Edit = (title: string, name: string, profiles: ProfileSet, parts: EditParts) => Promise<void>;

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
  { active, views }: EditParts,
): Promise<string | undefined> {
  const { state } = active;
  const answers = await askSteps(title, () => [
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

async function duplicate(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const answers = await askSteps(titleFor(title, name), () => [
    () => askName(profiles, nameOfCopy(name, profiles)),
  ]);
  if (!answers) return;
  const to = answers['name'] ?? '';
  const said = vscode.l10n.t('Profile “{0}” was duplicated as “{1}”.', name, to);
  const follow = () => vscode.commands.executeCommand(commandIds.revealInFile, { kind: 'profile', name: to });
  const buttons = [{ title: vscode.l10n.t('Reveal in File'), follow }];
  await carryOut(parts, { kind: 'duplicate', name, to }, { said, buttons: () => buttons });
}

/** The window goes on using a profile under its new name. */
async function rename(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const fullTitle = titleFor(title, name);
  const answers = await askSteps(fullTitle, () => [
    () => askName(profiles, name),
    confirmChange(parts, {
      title: fullTitle,
      changeOf: (so) => ({ kind: 'rename', name, to: so['name'] ?? '' }),
    }),
  ]);
  if (!answers) return;
  const to = answers['name'] ?? '';
  const said = vscode.l10n.t('Profile “{0}” was renamed to “{1}”.', name, to);
  const follow = (from: string, now: string) => () =>
    parts.active.isUsing(profileTarget(from)) && parts.active.use(profileTarget(now));
  const told = { said, done: follow(name, to), undone: follow(to, name) };
  await carryOut(parts, { kind: 'rename', name, to }, told);
}

function profileTarget(name: string): Target {
  return { kind: 'profile', name };
}

async function remove(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const t = vscode.l10n.t;
  const fullTitle = titleFor(title, name);
  const change = { kind: 'remove', name } as const;
  const answers = await askSteps(fullTitle, () => [
    confirmChange(parts, {
      title: fullTitle,
      changeOf: () => change,
      yes: (paths) => t('Delete “{0}” from {1}', escapeIcons(name), paths),
      warning: warningFor(name, profiles, parts),
    }),
  ]);
  if (answers) await carryOut(parts, change, { said: t('Profile “{0}” was deleted.', name) });
}

/** Who does not work any more without the profile. */
function warningFor(name: string, profiles: ProfileSet, { active }: EditParts): string | undefined {
  const t = vscode.l10n.t;
  const names = referencesTo(profiles, name);
  const shown = names.slice(0, 5).map(escapeIcons).join(', ');
  const more = names.length > 5 ? `${shown}, … (${names.length})` : shown;
  const warnings = [
    ...(active.isUsing(profileTarget(name)) ? [t('This window uses it.')] : []),
    ...(names.length > 0 ? [t('No longer works without it: {0}', more)] : []),
  ];
  return warnings.length > 0 ? `$(warning) ${warnings.join(' ')}` : undefined;
}

async function setRegion(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const now = valueOf(profiles.profiles.get(name), 'region') ?? '';
  const answers = await askSteps(titleFor(title, name), () => [() => askRegion(now)]);
  if (!answers) return;
  const change = otherRegion(name, answers);
  const region = change.values[0]?.[1];
  const said =
    region === undefined
      ? vscode.l10n.t('Profile “{0}” has no region of its own now.', name)
      : vscode.l10n.t('The region of profile “{0}” is now {1}.', name, region);
  await carryOut(parts, change, { said });
}

function titleFor(title: string, name: string): string {
  return `${title}: ${name}`;
}
