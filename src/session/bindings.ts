/** What the settings say of `rolecall.profile`. */
export interface BindingSettings {
  /** By the person, for all their windows. */
  readonly user: string | undefined;
  /** By the workspace as a whole. */
  readonly workspace: string | undefined;
  /** By each of its folders. */
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

/** Which profiles a window and its folders are bound to. */
export interface Bindings {
  readonly window: string | undefined;
  /** Those among several that have a profile of their own. */
  readonly folders: readonly BoundFolder[];
  /** What a workspace asks for that may not decide, since nobody trusts it. */
  readonly offered: string | undefined;
}

/** A single folder speaks for the window. Of a workspace that is not trusted, nothing counts. */
export function bindingsOf({ user, workspace, folders, isTrusted }: BindingSettings): Bindings {
  const single = folders.length === 1 ? folders[0]?.profile : undefined;
  const asked = single ?? workspace;
  if (!isTrusted) return { window: user, folders: [], offered: asked };
  const own = folders.filter((folder): folder is BoundFolder => folder.profile !== undefined);
  return { window: asked ?? user, folders: folders.length > 1 ? own : [], offered: undefined };
}
