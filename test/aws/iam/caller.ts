import type { MfaDevice } from '../world.ts';

/** The signer of a request, as STS sees it. */
export type Caller = {
  readonly kind: CallerKind;
  readonly accountId: string;
  /** As `GetCallerIdentity` returns it: the ARN of the user or of the role session. */
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
};

/**
 * `user` signs with a long-term key, `userSession` with keys from `GetSessionToken`, `roleSession` with keys from
 * `AssumeRole`.
 */
export type CallerKind = 'user' | 'userSession' | 'roleSession';
