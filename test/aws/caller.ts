import type { MfaDevice } from './world.ts';

/** Who signed a request, as far as STS cares. */
export type Caller = {
  readonly kind: CallerKind;
  readonly accountId: string;
  /** As `GetCallerIdentity` shows it: of the user, or of the session of a role. */
  readonly arn: string;
  readonly userId: string;
  /** What a trust policy names: of the user, or of the role behind the session. */
  readonly principalArn: string;
  /** `aws:MultiFactorAuthPresent`, carried by a user's session that was made with MFA. A role's session never has it. */
  readonly mfaPresent: boolean;
  /** Those of the user. A role has none. */
  readonly devices: readonly MfaDevice[];
  /** `aws:TokenIssueTime`, in milliseconds since the epoch. Long-term keys have none. */
  readonly tokenIssueTime?: number;
};

/** `user` signs with a long-term key, `userSession` with what `GetSessionToken` gave, `roleSession` with `AssumeRole`'s. */
export type CallerKind = 'user' | 'userSession' | 'roleSession';
