import * as vscode from 'vscode';
import { FailureError } from '../failure.ts';
import { withoutLinks } from '../plainText.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { pickProfile } from '../views/picker.ts';
import type { TreeNode } from '../views/tree.ts';
import { chosenTarget } from './chooseTarget.ts';
import type { CommandParts } from './parts.ts';

/** The choice to be bound no more. */
const nothing = Symbol('nothing');

type BindParts = Pick<CommandParts, 'store' | 'views' | 'perform'>;

/** Where a binding is written. */
interface Place {
  readonly name: string;
  readonly resource: vscode.Uri | undefined;
  readonly level: vscode.ConfigurationTarget;
}

/** Writes into the settings of a folder which profile it uses, or takes that out again. Rejects with `FailureError`. */
export async function bindProfile(node: TreeNode | undefined, parts: BindParts): Promise<void> {
  const place = await choosePlace();
  if (!place) return;
  const before = boundAt(place);
  const chosen = node?.kind === 'profile' ? node.name : await chooseProfile(before, parts);
  if (chosen === undefined) return;
  const profile = chosen === nothing ? undefined : chosen;
  await write(place, profile);
  void offerUndo(place, profile, before, parts);
}

async function offerUndo(
  place: Place,
  profile: string | undefined,
  before: string | undefined,
  { perform }: BindParts,
): Promise<void> {
  const t = vscode.l10n.t;
  const undo = { title: t('Undo') };
  const sentence = profile
    ? t('{0} is bound to AWS profile {1}, by rolecall.profile in its settings.', place.name, profile)
    : t('{0} is not bound to an AWS profile any more.', place.name);
  const pressed = await vscode.window.showInformationMessage(withoutLinks(sentence), undo);
  if (pressed) await perform(place.name, () => write(place, before));
}

/** The folder that is open; of several one, or all of them. */
async function choosePlace(): Promise<Place | undefined> {
  const t = vscode.l10n.t;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (!first) {
    void vscode.window.showInformationMessage(
      t('Open a folder first: a binding is written into its settings.'),
    );
    return undefined;
  }
  if (!vscode.workspace.workspaceFile) return { name: first.name, resource: first.uri, level: Workspace };
  const items = folders.map(({ name, uri }) => ({ label: name, resource: uri, level: WorkspaceFolder }));
  const whole = {
    label: t('The whole workspace'),
    description: t('folders without a binding of their own'),
    resource: undefined,
    level: Workspace,
  };
  const placeHolder = t('What is to be bound to a profile?');
  const chosen = await vscode.window.showQuickPick([...items, whole], { placeHolder });
  return chosen && { ...chosen, name: chosen.label };
}

function boundAt({ resource, level }: Place): string | undefined {
  const found = configuration(resource).inspect<string>('profile');
  const isFolder = level === vscode.ConfigurationTarget.WorkspaceFolder;
  return (isFolder ? found?.workspaceFolderValue : found?.workspaceValue) || undefined;
}

/** Undefined: the person left, or went to look at a profile that does not work. */
async function chooseProfile(
  bound: string | undefined,
  parts: BindParts,
): Promise<string | typeof nothing | undefined> {
  const { views } = parts;
  const target: Target | undefined = bound === undefined ? undefined : { kind: 'profile', name: bound };
  const choice = await pickProfile('bind', { ...views, bound: { ...views.bound, target } });
  if (choice?.kind === 'command') return choice.id === 'unbind' ? nothing : undefined;
  const chosen = await chosenTarget(choice, parts);
  return chosen && targetName(chosen);
}

/** VS Code says only in words why it could not write, such as that the file has unsaved changes. */
async function write({ name, resource, level }: Place, profile: string | undefined): Promise<void> {
  try {
    await configuration(resource).update('profile', profile, level);
  } catch (error) {
    throw new FailureError({ code: 'settingsUnwritable', place: name, detail: (error as Error).message });
  }
}

function configuration(resource: vscode.Uri | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall', resource ?? null);
}
