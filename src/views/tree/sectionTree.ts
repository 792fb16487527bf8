import { isLegacySso } from '../../plan/adHocProfile.ts';
import { maxHops } from '../../plan/sourceChain.ts';
import { keys } from '../../profiles/keys.ts';
import { type Named, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { nodeKey, type TreeGroup, type TreeNode } from './treeNodes.ts';

export interface SectionTree {
  readonly roots: TreeNode[];
  readonly children: ReadonlyMap<string, TreeNode[]>;
  /** Whether a row has others below it, and whether those are shown initially. */
  readonly below: (node: TreeNode) => Below;
}

export type Below = 'none' | 'open' | 'closed';

/** A role below its source, or all profiles of a file or an account together. */
export type TreeGrouping = 'source' | 'file' | 'account';

/**
 * The limits for rows that are expanded initially: the children of one row, and all profiles. VS Code requests the
 * children of every expanded row before it draws the first one.
 */
const maxChildren = 50;
const maxProfiles = 500;

/**
 * Arranges the sections by their text alone, so that ten thousand of them need no planning until they are shown. The
 * sign-ins are last: their accounts may be thousands of rows.
 */
export function buildSectionTree(set: ProfileSet, by: TreeGrouping = 'source'): SectionTree {
  const { profiles } = set;
  const roots: TreeNode[] = [];
  const children = new Map<string, TreeNode[]>();
  const add = (parent: TreeNode | undefined, node: TreeNode): void => {
    if (!parent) return void roots.push(node);
    const siblings = children.get(nodeKey(parent));
    if (siblings) siblings.push(node);
    else children.set(nodeKey(parent), [node]);
  };
  for (const group of by === 'source' ? [] : groupsOf(profiles.values(), by)) {
    const node = { kind: 'group', group: group.group } as const;
    roots.push(node);
    for (const { name } of group.members) add(node, { kind: 'profile', name });
  }
  if (by === 'source')
    for (const profile of profiles.values())
      add(parentOf(profile, set), { kind: 'profile', name: profile.name });
  roots.push(...signInsOf(set));
  const below = (node: TreeNode): Below => {
    const count = children.get(nodeKey(node))?.length ?? 0;
    if (count === 0) return 'none';
    return count <= maxChildren && profiles.size <= maxProfiles ? 'open' : 'closed';
  };
  return { roots, children, below };
}

function signInsOf({ profiles, ssoSessions }: ProfileSet): readonly TreeNode[] {
  const names = new Set(ssoSessions.keys());
  for (const profile of profiles.values())
    if (isLegacySso(profile)) names.add(valueOf(profile, keys.ssoStartUrl) ?? '');
  return [...names].map((name) => ({ kind: 'ssoSession', name }));
}

function parentOf(profile: Named, { profiles, ssoSessions }: ProfileSet): TreeNode | undefined {
  const source = valueOf(profile, keys.sourceProfile);
  if (source && valueOf(profile, keys.roleArn)) {
    return profiles.has(source) && !isInLoop(profile, profiles)
      ? { kind: 'profile', name: source }
      : undefined;
  }
  const session = isLegacySso(profile)
    ? valueOf(profile, keys.ssoStartUrl)
    : valueOf(profile, keys.ssoSession);
  return session && (isLegacySso(profile) || ssoSessions.has(session))
    ? { kind: 'ssoSession', name: session }
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

interface GroupOfProfiles {
  readonly group: TreeGroup;
  readonly members: readonly Named[];
}

/** Files in the order in which AWS's tools read them; accounts in the order of the files, and last what has none. */
function groupsOf(profiles: Iterable<Named>, by: 'file' | 'account'): readonly GroupOfProfiles[] {
  if (by === 'file') {
    const groups = Map.groupBy(profiles, fileOf);
    return (['config', 'both', 'credentials'] as const).flatMap((file) => {
      const members = groups.get(file);
      return members ? [{ group: { by, file }, members }] : [];
    });
  }
  const groups = Map.groupBy(profiles, accountOf);
  const rest = groups.get(undefined);
  groups.delete(undefined);
  const known = [...groups].map(([account, members]) => ({ group: { by, account }, members }));
  return rest ? [...known, { group: { by, account: undefined }, members: rest }] : known;
}

function fileOf({ locations }: Named): 'config' | 'credentials' | 'both' {
  const files = new Set(locations.map(({ file }) => file));
  return files.size > 1 ? 'both' : (locations[0]?.file ?? 'config');
}

/** The account of the role or user, as far as the profile itself says. */
function accountOf(profile: Named): string | undefined {
  const arn = valueOf(profile, keys.roleArn) ?? valueOf(profile, keys.mfaSerial);
  const stated = accountKeys.map((key) => valueOf(profile, key));
  return [arn?.split(':')[4], ...stated].find((id) => id !== undefined && /^\d{12}$/u.test(id));
}

const accountKeys = [keys.ssoAccountId, keys.grantedSsoAccountId, keys.awsAccountId] as const;
