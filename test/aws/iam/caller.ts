import type { MfaDevice } from '../world.ts';
import type { PolicyDocument } from './policies.ts';

/** The signer of a request, as STS sees it. */
export type Caller = {
  readonly kind: CallerKind;
  readonly accountId: string;
  /** As `GetCallerIdentity` returns it: the ARN of the user, the federated user, or the role session. */
  readonly arn: string;
  readonly userId: string;
  /** As a trust policy names it: the ARN of the user or of the session's role. */
  readonly principalArn: string;
  /** `aws:MultiFactorAuthPresent`: true in a user's session that was created with MFA, never true in a role session. */
  readonly mfaPresent: boolean;
  /** The devices of the user. A role has none. */
  readonly devices: readonly MfaDevice[];
  /** `aws:TokenIssueTime`, in milliseconds since the epoch. Undefined for long-term keys. */
  readonly tokenIssueTime?: number;
} & SessionScope;

/** What the request for a session added to the rights and the name of its principal. */
export type SessionScope = {
  /** The session may do what these allow together, and no more. Undefined means that none were passed. */
  readonly sessionPolicies?: readonly PolicyDocument[];
  /** The session tags, also those that were inherited. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The keys of tags that the next session of a chain inherits. */
  readonly transitiveTagKeys?: readonly string[];
  /** Stays the same in all sessions of a chain. */
  readonly sourceIdentity?: string;
};

/**
 * `user` signs with a long-term key, `userSession` with keys from `GetSessionToken` or a sign-in, `roleSession` with
 * keys from `AssumeRole`, `federatedUser` with keys from `GetFederationToken`. A root user has only a `userSession`.
 */
export type CallerKind = 'user' | 'userSession' | 'roleSession' | 'federatedUser';
