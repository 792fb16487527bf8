import type { PolicyDocument } from './iam/policies.ts';

/**
 * The content of the local AWS as data.
 *
 * Two rules are simpler than in AWS. A user or role without policies may do everything, so that for `sts:AssumeRole`
 * only a role's trust decides. And a trust policy consists of the few conditions below instead of a policy language.
 */
export type World = {
  readonly accounts: readonly Account[];
  /** The `PackedPolicySize` of all sessions that get policies or tags, in percent. Default: an estimate. */
  readonly packedPolicySize?: number;
};

export type Account = {
  readonly id: string;
  /** The first part of all ARNs in it: `aws-cn` or `aws-us-gov`. Default: `aws`. */
  readonly partition?: string;
  readonly users?: readonly User[];
  readonly roles?: readonly Role[];
  readonly oidcProviders?: readonly OidcProvider[];
  /** Customer managed policies. Every account also has those that AWS manages. */
  readonly policies?: readonly ManagedPolicy[];
  readonly buckets?: readonly Bucket[];
  /** Regions in which the account's administrator has deactivated STS. */
  readonly stsInactiveIn?: readonly string[];
};

export type ManagedPolicy = {
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path?: string;
  readonly document: PolicyDocument;
};

/** A bucket of Amazon S3. It has no bucket policy, so only principals of its account can use it. */
export type Bucket = {
  readonly name: string;
  /** The text of each object by key. */
  readonly objects?: Readonly<Record<string, string>>;
};

/** An OpenID Connect provider whose tokens an account accepts. The provider itself is outside AWS. */
export type OidcProvider = {
  /** The `iss` of its tokens: a URL that begins with `https://`. */
  readonly issuer: string;
  /** The audiences whose tokens are accepted. */
  readonly clientIds: readonly string[];
};

export type User = {
  readonly name: string;
  /** Default: none. Such a user has only a password for the console. */
  readonly keys?: readonly AccessKey[];
  readonly devices?: readonly MfaDevice[];
  /** Default: a policy that allows everything. */
  readonly policies?: readonly PolicyDocument[];
};

/** A long-term access key. AWS allows two for each user, so that one can replace the other. */
export type AccessKey = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly status?: KeyStatus;
};

export type KeyStatus = 'Active' | 'Inactive';

/** A virtual MFA device. AWS calls the secret of an authenticator app the seed. */
export type MfaDevice = {
  readonly serialNumber: string;
  readonly base32Seed: string;
};

export type Role = {
  readonly name: string;
  /** Begins and ends with a slash. It is part of the role's ARN but not of the ARNs of its sessions. */
  readonly path?: string;
  readonly trust: Trust;
  /** Seconds, as in IAM's `MaxSessionDuration`. Default: 3,600. */
  readonly maxSessionDuration?: number;
  /** Default: a policy that allows everything. */
  readonly policies?: readonly PolicyDocument[];
};

export type Trust = {
  /**
   * ARNs of users, roles, OpenID Connect providers, or accounts (`…:root`, which includes all principals in it); or
   * services, such as `ec2.amazonaws.com`.
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
  /** Whether the principals may `sts:TagSession`. Default: false. */
  readonly allowsTagging?: boolean;
  /** Whether the principals may `sts:SetSourceIdentity`. Default: false. */
  readonly allowsSourceIdentity?: boolean;
};
