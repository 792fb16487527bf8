/**
 * An IAM Identity Center instance as data: its users and their roles in each account. The roles need not exist in the
 * world, because Identity Center creates them as `AWSReservedSSO_…`.
 */
export type Directory = {
  readonly startUrl: string;
  readonly region: string;
  readonly people: readonly Person[];
  /** The duration of a sign-in in seconds. Default: 28,800 (eight hours). */
  readonly sessionSeconds?: number;
};

export type Person = {
  /** As in the ARN of the user's sessions. */
  readonly name: string;
  readonly accounts: readonly AssignedAccount[];
};

export type AssignedAccount = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Names of permission sets. */
  readonly roles: readonly string[];
};
