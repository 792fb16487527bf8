/**
 * An IAM Identity Center instance, given as data: whom it knows, and which roles they have in which accounts. A person's
 * roles need not be in the world: Identity Center makes them, as `AWSReservedSSO_…`.
 */
export type Directory = {
  readonly startUrl: string;
  readonly region: string;
  readonly people: readonly Person[];
  /** How long a sign-in lasts until a person has to sign in again, in seconds: eight hours unless set. */
  readonly sessionSeconds?: number;
};

export type Person = {
  /** As in the ARN of their sessions. */
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
