import { isLegacySso } from '../../plan/adHocProfile.ts';
import { maxHops } from '../../plan/sourceChain.ts';
import { keys } from '../../profiles/keys.ts';
import { type Named, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { nodeKey, type TreeNode } from './treeNodes.ts';

export interface SectionTree {
  readonly roots: TreeNode[];
  readonly children: ReadonlyMap<string, TreeNode[]>;
  /** Whether a row has others below it, and whether those are shown initially. */
  readonly below: (node: TreeNode) => Below;
}

export type Below = 'none' | 'open' | 'closed';

/**
 * The limits for rows that are expanded initially: the children of one row, and all profiles. VS Code requests the
 * children of every expanded row before it draws the first one.
 */
const maxChildren = 50;
const maxProfiles = 500;

/** Arranges the sections by their text alone, so that ten thousand of them need no planning until they are shown. */
export function buildSectionTree({ profiles, ssoSessions }: ProfileSet): SectionTree {
  const signIns = new Set(ssoSessions.keys());
  for (const profile of profiles.values())
    if (isLegacySso(profile)) signIns.add(valueOf(profile, keys.ssoStartUrl) ?? '');
  const roots: TreeNode[] = [...signIns].map((name) => ({ kind: 'ssoSession', name }));
  const children = new Map<string, TreeNode[]>();
  for (const profile of profiles.values()) {
    const node: TreeNode = { kind: 'profile', name: profile.name };
    const parent = parentKey(profile, profiles, ssoSessions);
    if (parent === undefined) roots.push(node);
    else if (children.has(parent)) children.get(parent)?.push(node);
    else children.set(parent, [node]);
  }
  const below = (node: TreeNode): Below => {
    const count = children.get(nodeKey(node))?.length ?? 0;
    if (count === 0) return 'none';
    return count <= maxChildren && profiles.size <= maxProfiles ? 'open' : 'closed';
  };
  return { roots, children, below };
}

function parentKey(
  profile: Named,
  profiles: ReadonlyMap<string, Named>,
  ssoSessions: ReadonlyMap<string, Named>,
): string | undefined {
  const source = valueOf(profile, keys.sourceProfile);
  if (source && valueOf(profile, keys.roleArn)) {
    return profiles.has(source) && !isInLoop(profile, profiles)
      ? nodeKey({ kind: 'profile', name: source })
      : undefined;
  }
  const session = isLegacySso(profile)
    ? valueOf(profile, keys.ssoStartUrl)
    : valueOf(profile, keys.ssoSession);
  return session && (isLegacySso(profile) || ssoSessions.has(session))
    ? nodeKey({ kind: 'ssoSession', name: session })
    : undefined;
}

/** Whether following `source_profile` leads back to the profile. Such a profile must not be hidden below itself. */
function isInLoop(profile: Named, profiles: ReadonlyMap<string, Named>): boolean {
  const seen = new Set<string>();
  for (let at: Named | undefined = profile; at && !seen.has(at.name) && seen.size <= maxHops;) {
    seen.add(at.name);
    const source: string | undefined = valueOf(at, keys.sourceProfile);
    if (source === profile.name) return true;
    at = source === undefined ? undefined : profiles.get(source);
  }
  return false;
}
