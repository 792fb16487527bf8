import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { escapeIcons } from '../plainText.ts';
import { referencesTo } from '../profiles/changes.ts';
import { type ProfileSet, type Target, valueOf } from '../profiles/profiles.ts';
import type { TreeNode } from '../views/tree.ts';
import { carryOut, type ChangeParts, confirmChange } from './makeChange.ts';
import type { CommandParts } from './parts.ts';
import { askName, askRegion, noRegion, profileItems } from './profileQuestions.ts';
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
    () => askName(profiles, freeName(name, profiles)),
  ]);
  if (!answers) return;
  const to = answers['name'] ?? '';
  const said = vscode.l10n.t('Profile “{0}” was duplicated as “{1}”.', name, to);
  const follow = () => vscode.commands.executeCommand(commandIds.revealInFile, { kind: 'profile', name: to });
  const buttons = [{ title: vscode.l10n.t('Reveal in File'), follow }];
  await carryOut(parts, { kind: 'duplicate', name, to }, { said, buttons });
}

function freeName(name: string, { profiles }: ProfileSet): string {
  for (let i = 1; ; i++) {
    const free = i === 1 ? `${name}-copy` : `${name}-copy-${i}`;
    if (!profiles.has(free)) return free;
  }
}

/** The window goes on using a profile under its new name. */
async function rename(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const fullTitle = titleFor(title, name);
  const answers = await askSteps(fullTitle, () => [
    () => askName(profiles, name),
    confirmChange(parts, fullTitle, (so) => ({ kind: 'rename', name, to: so['name'] ?? '' })),
  ]);
  if (!answers) return;
  const to = answers['name'] ?? '';
  const said = vscode.l10n.t('Profile “{0}” was renamed to “{1}”.', name, to);
  const wasActive = parts.active.isUsing(profileTarget(name));
  const goOnAs = (now: string) => parts.active.use(profileTarget(now));
  const undone = () => parts.active.isUsing(profileTarget(to)) && goOnAs(name);
  const renamed = await carryOut(parts, { kind: 'rename', name, to }, { said, undone });
  if (renamed && wasActive) await goOnAs(to);
}

function profileTarget(name: string): Target {
  return { kind: 'profile', name };
}

async function remove(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const fullTitle = titleFor(title, name);
  const change = { kind: 'remove', name } as const;
  const left = referencesTo(profiles, name);
  const answers = await askSteps(fullTitle, () => [
    confirmChange(parts, fullTitle, () => change, left.length > 0 ? warningFor(left) : undefined),
  ]);
  if (answers) await carryOut(parts, change, { said: vscode.l10n.t('Profile “{0}” was deleted.', name) });
}

/** Those who stand on a profile do not work without it. */
function warningFor(names: readonly string[]): string {
  const shown = escapeIcons(names.slice(0, 5).join(', '));
  return vscode.l10n.t(
    '$(warning) No longer works without it: {0}',
    names.length > 5 ? `${shown}, …` : shown,
  );
}

async function setRegion(title: string, name: string, profiles: ProfileSet, parts: EditParts): Promise<void> {
  const now = valueOf(profiles.profiles.get(name), 'region') ?? '';
  const answers = await askSteps(titleFor(title, name), () => [() => askRegion(now)]);
  if (!answers) return;
  const region = answers['region'] === noRegion ? undefined : answers['region'];
  const said =
    region === undefined
      ? vscode.l10n.t('Profile “{0}” has no region of its own now.', name)
      : vscode.l10n.t('The region of profile “{0}” is now {1}.', name, region);
  await carryOut(parts, { kind: 'set', name, values: [['region', region]] }, { said });
}

function titleFor(title: string, name: string): string {
  return `${title}: ${name}`;
}
