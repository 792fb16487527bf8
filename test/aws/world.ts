/**
 * What exists in the local AWS, given as data.
 *
 * Two things are simpler than in AWS. Every user and role is allowed by its own policies to call `sts:AssumeRole` on
 * everything, so a role's trust alone decides. And a trust policy is the few questions below, not a policy language.
 */
export type World = {
  readonly accounts: readonly Account[];
};

export type Account = {
  readonly id: string;
  readonly users?: readonly User[];
  readonly roles?: readonly Role[];
  readonly oidcProviders?: readonly OidcProvider[];
  /** Regions in which the account's administrator has switched STS off. */
  readonly stsInactiveIn?: readonly string[];
};

/** An OpenID Connect provider that an account takes tokens from. The provider itself lives outside AWS. */
export type OidcProvider = {
  /** The `iss` of its tokens: a URL that begins with `https://`. */
  readonly issuer: string;
  /** The audiences whose tokens are taken. */
  readonly clientIds: readonly string[];
};

export type User = {
  readonly name: string;
  readonly keys?: readonly AccessKey[];
  readonly devices?: readonly MfaDevice[];
};

/** A long-term access key. AWS allows a user two, so that one can replace the other. */
export type AccessKey = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly status?: KeyStatus;
};

export type KeyStatus = 'Active' | 'Inactive';

/** A virtual MFA device. What an authenticator app calls the secret, AWS calls the seed. */
export type MfaDevice = {
  readonly serialNumber: string;
  readonly base32Seed: string;
};

export type Role = {
  readonly name: string;
  /** Begins and ends with a slash. Part of the role's ARN, absent from the ARN of its sessions. */
  readonly path?: string;
  readonly trust: Trust;
  /** Seconds, 3,600 unless set, as IAM's `MaxSessionDuration`. */
  readonly maxSessionDuration?: number;
};

export type Trust = {
  /**
   * ARNs of users, of roles, of OpenID Connect providers, or of an account (`…:root`), which stands for everybody in it;
   * or services, as `ec2.amazonaws.com`.
   */
  readonly principals: readonly string[];
  /** `sts:ExternalId`. */
  readonly externalId?: string;
  /** `aws:MultiFactorAuthPresent`. */
  readonly mfaPresent?: boolean;
  /** `NumericLessThan` on `aws:MultiFactorAuthAge`, in seconds. */
  readonly mfaAgeBelow?: number;
  /** The provider's `…:aud`. */
  readonly audience?: string;
  /** The provider's `…:sub`. */
  readonly subject?: string;
};
