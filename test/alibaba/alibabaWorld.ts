/**
 * The content of the local Alibaba Cloud as data.
 *
 * Trust policies consist of the few conditions below instead of a policy language. Unlike in the local AWS, a principal
 * without policies may do nothing.
 */
export type AlibabaWorld = {
  readonly accounts: readonly AlibabaAccount[];
  /** What people may use by signing in to CloudSSO. Default: nothing. */
  readonly cloudSso?: readonly AccessConfiguration[];
};

export type AlibabaAccount = {
  /** 16 digits. */
  readonly id: string;
  /** The keys of the account itself, which may assume no role. Default: none. */
  readonly rootKeys?: readonly RamAccessKey[];
  readonly users?: readonly RamUser[];
  readonly roles?: readonly RamRole[];
  readonly oidcProviders?: readonly RamOidcProvider[];
};

export type RamUser = {
  readonly name: string;
  /** Default: none. Such a user has only a password for the console. */
  readonly keys?: readonly RamAccessKey[];
  /** Default: none. */
  readonly policies?: readonly RamPolicyName[];
};

/** The system policies that decide about `sts:AssumeRole`. */
export type RamPolicyName = 'AliyunSTSAssumeRoleAccess' | 'AdministratorAccess' | 'ReadOnlyAccess';

/** A long-term key. */
export type RamAccessKey = {
  /** Begins with `LTAI`. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Default: `Active`. */
  readonly status?: 'Active' | 'Inactive';
};

export type RamRole = {
  readonly name: string;
  readonly trust: RamTrust;
  /** Seconds, as in RAM's `MaxSessionDuration`: 3,600 to 43,200. Default: 3,600. */
  readonly maxSessionDuration?: number;
  /** Default: none. */
  readonly policies?: readonly RamPolicyName[];
};

export type RamTrust = {
  /** ARNs of users, roles, or accounts: `acs:ram::<account>:root` includes all principals of the account. */
  readonly ram?: readonly string[];
  /** Services, such as `pai.aliyuncs.com` and `ecs.aliyuncs.com`. */
  readonly service?: readonly string[];
  /** ARNs of OIDC providers. */
  readonly federated?: readonly string[];
  /** `sts:ExternalId`, for principals in `ram`. */
  readonly externalId?: string;
  /** `oidc:aud`. */
  readonly audience?: string;
  /** `oidc:sub`. */
  readonly subject?: string;
};

/** An OIDC provider in RAM, such as that of an ACK cluster with RRSA. */
export type RamOidcProvider = {
  readonly name: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The audiences whose tokens RAM accepts. */
  readonly clientIds: readonly string[];
};

export type AccessConfiguration = {
  readonly accountId: string;
  /** Begins with `ac-`. */
  readonly id: string;
  readonly name: string;
};
