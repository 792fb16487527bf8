import type { AlibabaSource, AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';

/**
 * The steps that lead to credentials of Alibaba Cloud, as a flat list that begins with the source. Like a plan for AWS,
 * it is a plain value without secret keys or tokens.
 */
export interface AlibabaPlan {
  readonly target: AlibabaTarget;
  readonly steps: readonly AlibabaStep[];
  /** The region for terminals, and whether the environment of VS Code sets it or the profile. */
  readonly region: { readonly name: string; readonly from: 'profile' | 'environment' } | undefined;
  /** Where STS is called with the credentials at the end of the plan. */
  readonly sts: AlibabaEndpoint;
  readonly notes: readonly AlibabaNote[];
  /** Sessions are not limited as those of AWS are. */
  readonly access?: undefined;
}

/** An address of Alibaba Cloud. `url` is without a path; `host` is for messages. */
export interface AlibabaEndpoint {
  readonly url: string;
  readonly host: string;
}

export type AlibabaStep = AlibabaSourceStep | RamRoleStep;

/**
 * Where the first credentials come from. `profile`: as in `alibabaName`. `source`: the entry that has the secret, which
 * `stepSecrets.ts` finds by it.
 */
export type AlibabaSourceStep =
  | RamKeysStep
  | CredentialsUriStep
  | CredentialsFileStep
  | EcsRamRoleStep
  | OidcRoleStep
  | ExternalStep
  | CliSignInStep;

/** Keys in a file or in the environment of VS Code; `temporary` if they have a security token. */
export interface RamKeysStep {
  readonly kind: 'ramKeys';
  readonly profile: string;
  readonly source: AlibabaSource;
  readonly accessKeyId: string;
  readonly place: RamKeysPlace;
  readonly temporary: boolean;
}

export type RamKeysPlace = 'ramEnvironment' | 'ini' | 'cli';

/** The service at a credentials URI. */
export interface CredentialsUriStep {
  readonly kind: 'credentialsUri';
  readonly profile: string;
  readonly source: AlibabaSource;
  /** The whole URI is the secret: this is its host. */
  readonly host: string;
  /** A hash of the URI, so that another URI makes another plan. */
  readonly digest: string;
}

/** The file of a PAI DSW instance. */
export interface CredentialsFileStep {
  readonly kind: 'credentialsFile';
  readonly profile: string;
  readonly path: string;
}

/** The metadata service of an ECS instance. */
export interface EcsRamRoleStep {
  readonly kind: 'ecsRamRole';
  readonly profile: string;
  /** `http://100.100.100.200`, unless configured differently. */
  readonly endpoint: string;
  /** Undefined: the one that the service names. */
  readonly roleName: string | undefined;
  /** Whether a service that issues no token may be queried without one. */
  readonly mayUseV1: boolean;
}

/** `AssumeRoleWithOIDC`. */
export interface OidcRoleStep {
  readonly kind: 'oidcRole';
  readonly profile: string;
  readonly roleArn: string;
  readonly providerArn: string;
  readonly tokenFile: string;
  readonly sessionName: string;
  /** Undefined: the default of Alibaba Cloud, one hour. */
  readonly durationSeconds: number | undefined;
  readonly policy: string | undefined;
  readonly sts: AlibabaEndpoint;
}

/** A program that prints credentials: `process_command` of a CLI profile in the mode `External`. */
export interface ExternalStep {
  readonly kind: 'external';
  readonly profile: string;
  readonly source: AlibabaSource;
  /** As written. May contain secrets: run and compare it, but never show it. */
  readonly command: string;
}

/** Credentials by the token that a sign-in with the Alibaba Cloud CLI has left in its file. */
export interface CliSignInStep {
  readonly kind: 'cloudSso' | 'oauth';
  readonly profile: string;
  readonly source: AlibabaSource;
  /** A hash of the token, so that another sign-in makes another plan. */
  readonly digest: string;
  /** Where the token is exchanged for credentials. */
  readonly endpoint: AlibabaEndpoint;
  /** For CloudSSO: the account and the access configuration. */
  readonly account: string | undefined;
  readonly accessConfiguration: string | undefined;
}

/** `AssumeRole`. */
export interface RamRoleStep {
  readonly kind: 'ramRole';
  readonly profile: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Undefined: the default of Alibaba Cloud, one hour. */
  readonly durationSeconds: number | undefined;
  readonly externalId: string | undefined;
  readonly policy: string | undefined;
  readonly sts: AlibabaEndpoint;
}

/** Where a plan does something that a user might not expect. */
export type AlibabaNote =
  /** Tools of this kind cannot read the profile. */
  | { readonly code: 'unreadableBy'; readonly tools: readonly AlibabaTool[] }
  /** Readers ignore this key. */
  | { readonly code: 'ignoredKey'; readonly key: string; readonly tools: readonly AlibabaTool[] };

/** What reads credentials of Alibaba Cloud: an SDK by its language, the `aliyun` CLI, or the Terraform provider. */
export type AlibabaTool = 'node' | 'python' | 'go' | 'java' | 'cli' | 'terraform';

export function isAlibabaSource(step: AlibabaStep): step is AlibabaSourceStep {
  return step.kind !== 'ramRole';
}
