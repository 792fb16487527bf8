import { isOlder } from '../../plan/adHocProfile.ts';
import { mostHops } from '../../plan/sourceChain.ts';
import { type Named, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { nodeKey, type TreeNode } from './treeNodes.ts';

export interface SectionTree {
  readonly roots: TreeNode[];
  readonly children: ReadonlyMap<string, TreeNode[]>;
  /** Whether there is something below a row, and is shown from the first. */
  readonly below: (node: TreeNode) => Below;
}

export type Below = 'none' | 'open' | 'closed';

/** Below one row, and in all. VS Code asks for every row that is open before it draws the first. */
const mostChildren = 50;
const mostProfiles = 500;

/** Arranges the sections from their text alone, so that ten thousand of them cost no planning until they are seen. */
export function buildSectionTree({ profiles, ssoSessions }: ProfileSet): SectionTree {
  const signIns = new Set(ssoSessions.keys());
  for (const profile of profiles.values())
    if (isOlder(profile)) signIns.add(valueOf(profile, 'sso_start_url') ?? '');
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
    return count <= mostChildren && profiles.size <= mostProfiles ? 'open' : 'closed';
  };
  return { roots, children, below };
}

function parentKey(
  profile: Named,
  profiles: ReadonlyMap<string, Named>,
  ssoSessions: ReadonlyMap<string, Named>,
): string | undefined {
  const source = valueOf(profile, 'source_profile');
  if (source && valueOf(profile, 'role_arn')) {
    return profiles.has(source) && !isInLoop(profile, profiles)
      ? nodeKey({ kind: 'profile', name: source })
      : undefined;
  }
  const session = isOlder(profile) ? valueOf(profile, 'sso_start_url') : valueOf(profile, 'sso_session');
  return session && (isOlder(profile) || ssoSessions.has(session))
    ? nodeKey({ kind: 'ssoSession', name: session })
    : undefined;
}

/** Whether following `source_profile` leads back to the profile: then nothing may hide it under itself. */
function isInLoop(profile: Named, profiles: ReadonlyMap<string, Named>): boolean {
  const seen = new Set<string>();
  for (let at: Named | undefined = profile; at && !seen.has(at.name) && seen.size <= mostHops;) {
    seen.add(at.name);
    const source: string | undefined = valueOf(at, 'source_profile');
    if (source === profile.name) return true;
    at = source === undefined ? undefined : profiles.get(source);
  }
  return false;
}
