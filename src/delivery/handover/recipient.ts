import type { Forbiddable } from '../../base/policy.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';

/**
 * Who gets credentials, or a way to get them. Names come from the recipient itself, from files, or from the user, so
 * they are claims, and several recipients may have the same one. The `id` of a terminal, task, or debug session is its
 * own in the window.
 */
export type Recipient =
  /** New terminals and tasks of the window, or of one of its folders (by URI). */
  | { readonly kind: 'newTerminals'; readonly folder: string | undefined }
  /** `injected`: an open terminal, whose shell loads the variables. */
  | {
      readonly kind: 'terminal';
      readonly name: string;
      readonly how: 'opened' | 'dedicated' | 'injected';
      readonly id: number;
    }
  | { readonly kind: 'task'; readonly name: string; readonly id: number }
  | { readonly kind: 'debugSession'; readonly name: string; readonly id: number }
  /** All programs that extensions of this window start. */
  | { readonly kind: 'extensionHost' }
  /** A program that asks through the live mirror. `agent`: as in `Requester`. */
  | {
      readonly kind: 'program';
      readonly name: string | undefined;
      readonly pid: number | undefined;
      readonly agent?: string;
    }
  | { readonly kind: 'extension'; readonly id: string }
  /** A program that asks the credential endpoint. `address`: a profile, or undefined for that of the window. */
  | { readonly kind: 'endpoint'; readonly address: string | undefined; readonly program: string | undefined }
  /** Whoever reads the clipboard, with the format of the credentials. */
  | { readonly kind: 'clipboard'; readonly format: string }
  /** The same, with an address of the endpoint and its token. */
  | { readonly kind: 'copiedEndpoint'; readonly address: string | undefined }
  | { readonly kind: 'file'; readonly path: string }
  /** A profile in the credentials file. */
  | { readonly kind: 'credentialsFile'; readonly profile: string }
  /** A browser, which is signed in to the AWS console. */
  | { readonly kind: 'console' }
  /** A file of the AWS CLI's cache, which all programs read that share it. */
  | { readonly kind: 'cliCache'; readonly path: string };

export type RecipientKind = Recipient['kind'];

/** What forbids giving keys to each kind of recipient. */
const forbids: Readonly<Record<RecipientKind, Forbiddable | undefined>> = {
  newTerminals: 'environmentMode',
  terminal: 'environmentMode',
  task: 'environmentMode',
  debugSession: 'environmentMode',
  extensionHost: 'environmentMode',
  program: undefined,
  extension: undefined,
  endpoint: 'endpoint',
  clipboard: 'copy',
  copiedEndpoint: 'endpoint',
  file: 'export',
  credentialsFile: 'write',
  console: undefined,
  cliCache: 'write',
};

/** The entry of `rolecall.policy.forbid` that forbids giving keys to a recipient, if any could. */
export function forbiddenAs({ kind }: Recipient): Forbiddable | undefined {
  return forbids[kind];
}

/** Whether a recipient loses its access when all sessions are forgotten. */
export function endsWithSessions({ kind }: Recipient): boolean {
  return (
    kind === 'endpoint' || kind === 'copiedEndpoint' || kind === 'credentialsFile' || kind === 'cliCache'
  );
}

/** Whether a recipient gets credentials at an address of the endpoint. */
export function isAtEndpoint(recipient: Recipient): recipient is AtEndpoint {
  return recipient.kind === 'endpoint' || recipient.kind === 'copiedEndpoint';
}

type AtEndpoint = Extract<Recipient, { readonly kind: 'endpoint' | 'copiedEndpoint' }>;

/** Whether a recipient loses its access when an address of the endpoint is revoked. */
export function isAtAddress(recipient: Recipient, target: Target | undefined): boolean {
  return isAtAddressNamed(recipient, addressName(target));
}

/** The same by the name of the address. */
export function isAtAddressNamed(recipient: Recipient, name: string | undefined): boolean {
  return isAtEndpoint(recipient) && recipient.address === name;
}

/** The name of an address: that of its profile, or undefined if it follows the window. */
export function addressName(target: Target | undefined): string | undefined {
  return target && targetName(target);
}
