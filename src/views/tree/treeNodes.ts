import type { Target } from '../../profiles/profiles.ts';

/** A row of the tree. The commands in its menu get it as their argument. `signIn` is as in a `Target`. */
export type TreeNode =
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
  /** Explains why there are no rows, and offers a remedy. */
  | {
      readonly kind: 'hint';
      readonly signIn: string;
      /** Whether signing in helps. */
      readonly takesSignIn: boolean;
      readonly text: string;
    };

/** The target of a row; undefined for a row that only contains others. */
export function targetOfNode(node: TreeNode | undefined): Target | undefined {
  return node?.kind === 'profile' || node?.kind === 'assignment' ? node : undefined;
}

/** Equal for nodes that represent the same thing. */
export function nodeKey(node: TreeNode): string {
  switch (node.kind) {
    case 'profile':
    case 'ssoSession':
      return `${node.kind} ${node.name}`;
    case 'account':
      return `${node.kind} ${node.signIn} ${node.accountId}`;
    case 'assignment':
      return `${node.kind} ${node.signIn} ${node.accountId} ${node.roleName}`;
    default:
      return `${node.kind} ${node.signIn}`;
  }
}
