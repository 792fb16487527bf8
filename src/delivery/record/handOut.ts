import type { Recipient } from '../handover/recipient.ts';

/** What was handed out. Contains no secret and no access key ID. */
export interface HandedSession {
  /** Undefined: AWS. */
  readonly cloud?: 'alibaba';
  /** Undefined for all profiles. */
  readonly profile: string | undefined;
  /** The account ID, if the plan contains it. */
  readonly account: string | undefined;
  /** The ARN of the role session, or `Role@123456789012`. Undefined if the credentials are those of no role. */
  readonly session: string | undefined;
  /** Milliseconds since the epoch. Undefined if it is unknown, or if there is none. */
  readonly expiration: number | undefined;
  /** Whether these are long-term access keys, which do not expire. */
  readonly isLongTerm?: boolean;
  /** The policies that limit the credentials, by name (`policyNames`). None: everything is allowed. */
  readonly access?: readonly string[];
}

/**
 * The user revoked the access, all sessions were forgotten, the window stopped using the profile, the policy forbids
 * the access, or the recipient has closed.
 */
export type EndReason = 'revoked' | 'forgotten' | 'stopped' | 'policy' | 'closed';

/** Something was handed out, or the access that it gave has ended. */
export interface HandOut extends HandedSession {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly recipient: Recipient;
  /** `keys`: the credentials themselves; `access`: a way to get them; `unknown`: perhaps something, perhaps nothing. */
  readonly what: 'keys' | 'access' | 'unknown';
  /** The recipient has the mode `live`: its programs use the profile that is in use when they start. */
  readonly isFollowing?: true;
  readonly ended?: EndReason;
}
