import * as vscode from 'vscode';
import type { Disposable } from '../base/event.ts';
import { FailureError } from '../base/failure.ts';
import type { Target } from '../profiles/profiles.ts';
import { targetOf } from '../session/activeState.ts';
import type { NavigationContext } from './navigationContext.ts';

type RenameContext = Pick<NavigationContext, 'store' | 'active' | 'bound' | 'attempt'>;

interface Rename {
  readonly from: string;
  readonly to: string;
  /** Whether the settings have the new name. */
  isFollowed: boolean;
}

/** How many renames can still be undone in their settings. */
const mostRemembered = 20;

/**
 * Follows a rename in the settings, and in what the window uses. The user may look at a rename first, cancel it, save
 * it later, or undo it, and VS Code reports none of that. So the settings change when the files on disk have.
 */
export class RenamedProfiles implements Disposable {
  readonly #listening: Disposable;
  #renames: readonly Rename[] = [];

  constructor(context: RenameContext) {
    this.#listening = context.store.onDidChange(({ profiles: { profiles } }) => {
      for (const rename of this.#renames) {
        const [before, after] = rename.isFollowed ? [rename.to, rename.from] : [rename.from, rename.to];
        if (profiles.has(before) || !profiles.has(after)) continue;
        rename.isFollowed = !rename.isFollowed;
        void context.attempt(after, () => followRename(context, before, after));
      }
    });
  }

  follow(from: string, to: string): void {
    const others = this.#renames.filter((each) => each.from !== from || each.to !== to);
    this.#renames = [...others, { from, to, isFollowed: false }].slice(-mostRemembered);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

/** The settings that name the profile, and the window that uses it, go on with the new name. */
async function followRename({ active, bound }: RenameContext, from: string, to: string): Promise<void> {
  const isInUse = active.isUsing(profileTarget(from));
  const followed = new Set(
    bound.folders.filter(({ state }) => isProfile(targetOf(state), from)).map(({ uri }) => uri),
  );
  for (const { name, resource, level } of placesNaming(from)) {
    // The user has agreed to the binding under the old name.
    const uri = resource?.toString();
    if (uri === undefined ? isInUse : followed.has(uri) || isInUse) bound.choose(uri, to, from);
    try {
      await settings(resource).update('profile', to, level);
    } catch (error) {
      throw new FailureError(
        { code: 'settingsUnwritable', place: name, detail: (error as Error).message },
        { cause: error },
      );
    }
  }
  if (isInUse && active.isUsing(profileTarget(from))) await active.use(profileTarget(to));
}

interface SettingsPlace {
  readonly name: string;
  readonly resource: vscode.Uri | undefined;
  readonly level: vscode.ConfigurationTarget;
}

/** The settings of the user, the workspace, and each folder that have the name. */
function placesNaming(profile: string): readonly SettingsPlace[] {
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const whole = settings(undefined).inspect<unknown>('profile');
  const ofFolders = folders.map((folder) => ({
    name: folder.name,
    resource: folder.uri,
    level: WorkspaceFolder,
    value: settings(folder.uri).inspect<unknown>('profile')?.workspaceFolderValue,
  }));
  const places = [
    { name: vscode.l10n.t('the user'), resource: undefined, level: Global, value: whole?.globalValue },
    {
      name: vscode.workspace.name ?? '',
      resource: undefined,
      level: Workspace,
      value: whole?.workspaceValue,
    },
    // The settings of the only folder are those of the workspace.
    ...(vscode.workspace.workspaceFile ? ofFolders : []),
  ];
  return places.filter(({ value }) => typeof value === 'string' && value.trim() === profile);
}

function settings(resource: vscode.Uri | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall', resource ?? null);
}

function profileTarget(name: string): Target {
  return { kind: 'profile', name };
}

function isProfile(target: Target | undefined, name: string): boolean {
  return target?.kind === 'profile' && target.name === name;
}
