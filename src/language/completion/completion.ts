import type { Span } from '../../config/syntax.ts';
import type { BlockKind } from './blockAt.ts';

/** What can be written at the cursor. Completions are in the order in which they are offered. */
export interface Completion {
  readonly label: string;
  /** What the completion stands for, which VS Code's edge describes. */
  readonly about: CompletionSubject;
  readonly replace: Span;
  /** With `isSnippet`, a snippet of VS Code: `${1:name}` is a place to fill in, and `$`, `}`, `\` are escaped. */
  readonly insert: string;
  readonly isSnippet?: true;
  /** By what it is found, apart from the label. */
  readonly alsoFoundBy?: string;
  /** Whether there is more to complete after it. */
  readonly opensNext?: true;
}

export type CompletionSubject =
  | { readonly kind: 'sectionKind'; readonly section: BlockKind | 'default' }
  /** A section that is referred to, and that this file does not have. `isDefined`: the other file has it. */
  | { readonly kind: 'missing'; readonly section: BlockKind; readonly isDefined?: true }
  | { readonly kind: 'snippet'; readonly snippet: SnippetName }
  /** `parent`: the key whose block it is in. */
  | { readonly kind: 'key'; readonly key: string; readonly parent?: string }
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'profile' | 'sso-session' | 'services'; readonly name: string }
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'permissionSet'; readonly account: string | undefined }
  /** `isDefault`: what AWS's tools use without the key. */
  | { readonly kind: 'value'; readonly isDefault?: true }
  /** A value that the files have elsewhere. */
  | { readonly kind: 'writtenElsewhere' };

/** A kind of profile, or of a section that profiles use. */
export type SnippetName =
  | 'role'
  | 'roleWithMfa'
  | 'identityCenter'
  | 'signIn'
  | 'process'
  | 'webIdentity'
  | 'machineRole'
  | 'login'
  | 'accessKeys'
  | 'temporaryKeys'
  | 'services';

/** What the product knows apart from the texts. */
export interface Known {
  readonly signIns: readonly KnownSignIn[];
}

/** What a sign-in to IAM Identity Center has listed. */
export interface KnownSignIn {
  /** The name of the `[sso-session]`; undefined for a sign-in of profiles in the legacy format. */
  readonly session: string | undefined;
  readonly startUrl: string;
  readonly accounts: readonly KnownAccount[];
}

export interface KnownAccount {
  readonly id: string;
  /** Its name, or the ID if that is not known. */
  readonly name: string;
  /** The permission sets; undefined if they have not been listed. */
  readonly roles: readonly string[] | undefined;
}

/** A text within a snippet. */
export function escapeSnippet(text: string): string {
  return text.replaceAll(/[$}\\]/gu, String.raw`\$&`);
}
