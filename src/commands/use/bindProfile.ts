import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { pickOne } from '../../display/quickPick.ts';
import { showInformation } from '../../display/toasts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { pickProfile } from '../../views/picker/picker.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { chosenTarget } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';

/** The choice to remove the binding. */
const unbound = Symbol('unbound');

type BindContext = Pick<CommandContext, 'store' | 'views' | 'attempt' | 'bound'>;

/** The settings that contain a binding. */
interface BindingScope {
  readonly name: string;
  readonly resource: vscode.Uri | undefined;
  readonly level: vscode.ConfigurationTarget;
}

/** Writes the profile of a folder to its settings, or removes it from them. Rejects with `FailureError`. */
export async function bindProfile(context: BindContext, node?: TreeNode): Promise<void> {
  const scope = await chooseScope();
  if (!scope) return;
  const before = boundAt(scope);
  const chosen = node?.kind === 'profile' ? node.name : await chooseProfile(before, context);
  if (chosen === undefined) return;
  const profile = chosen === unbound ? undefined : chosen;
  const wasFollowed = await write(scope, profile, context);
  // Undo restores the setting, but it is no consent to a binding that was not followed.
  const undo = (): Promise<unknown> => (wasFollowed ? write(scope, before, context) : update(scope, before));
  void offerUndo(scope, profile, () => context.attempt(scope.name, undo));
}

async function offerUndo(
  scope: BindingScope,
  profile: string | undefined,
  onUndo: () => Promise<unknown>,
): Promise<void> {
  const t = vscode.l10n.t;
  const undo = { title: t('Undo') };
  const sentence = profile
    ? t('{0} is now bound to AWS profile {1} (rolecall.profile in its settings).', scope.name, profile)
    : t('{0} is no longer bound to an AWS profile.', scope.name);
  const pressed = await showInformation(sentence, undo);
  if (pressed) await onUndo();
}

/** The open folder. If there are several, the user chooses one of them or all. */
async function chooseScope(): Promise<BindingScope | undefined> {
  const t = vscode.l10n.t;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (!first) {
    void showInformation(
      t('Open a folder first. Rolecall saves the bound profile in the folder’s settings.'),
    );
    return undefined;
  }
  if (!vscode.workspace.workspaceFile) return { name: first.name, resource: first.uri, level: Workspace };
  const items = folders.map(({ name, uri }) => ({ label: name, resource: uri, level: WorkspaceFolder }));
  const whole = {
    label: t('The whole workspace'),
    description: t('folders that have no profile of their own'),
    resource: undefined,
    level: Workspace,
  };
  const placeholder = t('Choose the folder to bind to a profile');
  const chosen = await pickOne([...items, whole], { placeholder });
  return chosen && { ...chosen, name: chosen.label };
}

function boundAt({ resource, level }: BindingScope): string | undefined {
  const found = configuration(resource).inspect<string>('profile');
  const isFolder = level === vscode.ConfigurationTarget.WorkspaceFolder;
  return (isFolder ? found?.workspaceFolderValue : found?.workspaceValue) || undefined;
}

/** Undefined if the user cancels, or opens a profile that does not work. */
async function chooseProfile(
  bound: string | undefined,
  context: BindContext,
): Promise<string | typeof unbound | undefined> {
  const { views } = context;
  const target: Target | undefined = bound === undefined ? undefined : { kind: 'profile', name: bound };
  const choice = await pickProfile('bind', { ...views, bound: { ...views.bound, target } });
  if (choice?.kind === 'unbind') return unbound;
  const chosen = await chosenTarget(choice, context);
  return chosen && targetName(chosen);
}

/** Returns whether the previous binding was followed. */
async function write(
  scope: BindingScope,
  profile: string | undefined,
  { bound }: BindContext,
): Promise<boolean> {
  const wasFollowed = bound.choose(scope.resource?.toString(), profile, boundAt(scope));
  await update(scope, profile);
  return wasFollowed;
}

/** VS Code gives the reason for a failed write, such as unsaved changes in the file, only as text. */
async function update({ name, resource, level }: BindingScope, profile: string | undefined): Promise<void> {
  try {
    await configuration(resource).update('profile', profile, level);
  } catch (error) {
    throw new FailureError({ code: 'settingsUnwritable', place: name, detail: (error as Error).message });
  }
}

function configuration(resource: vscode.Uri | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall', resource ?? null);
}
