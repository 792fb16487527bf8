/** The values of the `rolecall.profile` setting. */
export interface BindingSettings {
  /** The user's setting for all their windows. */
  readonly user: string | undefined;
  /** The setting of the workspace. */
  readonly workspace: string | undefined;
  /** The settings of the workspace's folders. */
  readonly folders: readonly FolderSetting[];
  readonly isTrusted: boolean;
}

export interface FolderSetting {
  readonly uri: string;
  readonly name: string;
  readonly profile: string | undefined;
}

export interface BoundFolder extends FolderSetting {
  readonly profile: string;
}

/** The profiles that a window and its folders are bound to. */
export interface Bindings {
  readonly window: string | undefined;
  /** The folders of a multi-root workspace that have their own profile. */
  readonly folders: readonly BoundFolder[];
  /** The profile that an untrusted workspace requests. It is only offered to the user. */
  readonly offered: string | undefined;
}

/** The profile of a single folder applies to the window. Settings of an untrusted workspace are not applied. */
export function bindingsOf({ user, workspace, folders, isTrusted }: BindingSettings): Bindings {
  const single = folders.length === 1 ? folders[0]?.profile : undefined;
  const requested = single ?? workspace;
  if (!isTrusted) return { window: user, folders: [], offered: requested };
  const own = folders.filter((folder): folder is BoundFolder => folder.profile !== undefined);
  return { window: requested ?? user, folders: folders.length > 1 ? own : [], offered: undefined };
}
