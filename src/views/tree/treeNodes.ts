import { alibabaKey } from '../../profiles/alibaba/alibabaTarget.ts';
import { type FileRole, type Target, targetKey } from '../../profiles/profiles.ts';
import type { AlibabaNode } from '../alibabaRows.ts';

/** A row of the tree. The commands in its menu get it as their argument. `signIn` is as in a `Target`. */
export type TreeNode =
  /** What the window uses, at the top. */
  | { readonly kind: 'inUse'; readonly target: Target }
  /** What terminals use although nothing is chosen, at the top. */
  | { readonly kind: 'ambient' }
  /** A way to a first profile, while the files have none but something is in use. */
  | { readonly kind: 'wayIn'; readonly command: WayIn }
  /** The profiles of a file, or of an account. */
  | { readonly kind: 'group'; readonly group: TreeGroup }
  | { readonly kind: 'profile'; readonly name: string }
  /** An `[sso-session]`, or the start URL of profiles in the legacy format. */
  | { readonly kind: 'ssoSession'; readonly name: string }
  | { readonly kind: 'accounts'; readonly signIn: string }
  | { readonly kind: 'account'; readonly signIn: string; readonly accountId: string }
  | {
      readonly kind: 'assignment';
      readonly signIn: string;
      readonly accountId: string;
      readonly roleName: string;
    }
  /** Explains why there are no rows, and may offer a remedy. */
  | {
      readonly kind: 'hint';
      readonly signIn: string;
      /** Undefined if there is nothing to do. */
      readonly remedy: 'signIn' | 'list' | undefined;
      readonly text: string;
      /** Why, if there is more to say than the text. */
      readonly reason?: string;
    }
  | AlibabaNode;

export const waysIn = [
  'signInWithConsole',
  'signIn',
  'addProfile',
  'addCopiedCredentials',
  'getStarted',
] as const;
export type WayIn = (typeof waysIn)[number];

export type TreeGroup =
  | { readonly by: 'file'; readonly file: FileRole | 'both' }
  /** `account` is undefined for profiles of which the files state no account. */
  | { readonly by: 'account'; readonly account: string | undefined };

/** The target of a row; undefined for a row that only contains others. */
export function targetOfNode(node: TreeNode | undefined): Target | undefined {
  if (node?.kind === 'inUse') return node.target;
  return node?.kind === 'profile' || node?.kind === 'assignment' ? node : undefined;
}

/** The row that commands get: for what is in use, that of the profile or role itself. */
export function ownRow(node: TreeNode): TreeNode {
  if (node.kind !== 'inUse') return node;
  const { target } = node;
  return target.kind === 'profile' || target.kind === 'assignment' ? target : node;
}

/** Equal for nodes that represent the same thing. */
export function nodeKey(node: TreeNode): string {
  switch (node.kind) {
    case 'inUse':
      return `${node.kind} ${targetKey(node.target)}`;
    case 'ambient':
      return node.kind;
    case 'wayIn':
      return `${node.kind} ${node.command}`;
    case 'group':
      return `${node.kind} ${JSON.stringify(node.group)}`;
    case 'profile':
    case 'ssoSession':
      return `${node.kind} ${node.name}`;
    case 'account':
      return `${node.kind} ${node.signIn} ${node.accountId}`;
    case 'assignment':
      return `${node.kind} ${node.signIn} ${node.accountId} ${node.roleName}`;
    case 'hint':
      return `${node.kind} ${node.signIn} ${node.reason ?? node.text}`;
    case 'accounts':
      return `${node.kind} ${node.signIn}`;
    case 'alibabaCloud':
      return node.kind;
    case 'alibabaGroup':
      return `${node.kind} ${node.file}`;
    case 'alibabaProfile':
      return `${node.kind} ${alibabaKey(node.target)}`;
    case 'alibabaRemark':
      return `${node.kind} ${JSON.stringify(node.about)}`;
  }
}
