import type { Failure } from '../base/failure.ts';
import type { Access } from '../profiles/access/access.ts';
import type { FileRole, Target } from '../profiles/profiles.ts';
import type { Tag } from '../profiles/sessionTags.ts';
import type { SigninEndpoint } from './endpoints/signinEndpoint.ts';
import type { StsEndpoint } from './endpoints/stsEndpoint.ts';
import type { CodeProgram } from './mfaProgram.ts';
import type { Note } from './notes/notes.ts';

/**
 * The steps that lead to a target's credentials, as a flat list that begins with the source. A plan is a plain value
 * without secret keys or tokens. The runner executes it; picker, tree, tooltip and log show it.
 */
export interface Plan {
  readonly target: Target;
  readonly steps: readonly Step[];
  /** The region for terminals, and the profile that sets it (`undefined`: VS Code's environment). */
  readonly region: { readonly name: string; readonly from: string | undefined } | undefined;
  /** The endpoint for STS calls with the credentials at the end of the plan. */
  readonly sts: StsEndpoint;
  /** Where the console is opened with the credentials at the end of the plan. */
  readonly signin: SigninEndpoint;
  /** The `AWS_ENDPOINT_URL…` variables that make programs use the endpoints that the profile configures. */
  readonly endpointVariables: ReadonlyMap<string, string>;
  readonly notes: readonly Note[];
  /** Undefined: everything that the role or user may do. */
  readonly access?: Access;
}

/** A target that cannot work, and why. */
export interface Unplannable<T = Target> {
  readonly target: T;
  readonly failure: Failure;
}

/** A plan of AWS, unless another kind is named. */
export type Planned<P extends { readonly target: unknown } = Plan> = P | Unplannable<P['target']>;

export function isPlan<P extends { readonly target: unknown } = Plan>(planned: Planned<P>): planned is P {
  return 'steps' in planned;
}

export function isUnplannable<T>(planned: object | Unplannable<T>): planned is Unplannable<T> {
  return 'failure' in planned;
}

/** The source of the first credentials. */
export type SourceStep =
  | KeysStep
  | EnvironmentStep
  | ProcessStep
  | WebIdentityStep
  | ContainerStep
  | InstanceStep
  | LoginStep
  | IdentityCenterStep;

/** An STS call that exchanges the credentials of the previous step for new ones. */
export type SessionStep = MfaSessionStep | AssumeRoleStep | FederationStep;

export type Step = SourceStep | SessionStep;

/** Access keys in a profile; `temporary` if they have a session token. */
export interface KeysStep {
  readonly kind: 'keys';
  readonly profile: string;
  readonly accessKeyId: string;
  /** The file that contains the access key ID. */
  readonly file: FileRole;
  readonly temporary: boolean;
}

/** Access keys in the environment of VS Code. */
export interface EnvironmentStep {
  readonly kind: 'environment';
  readonly profile: string;
  readonly accessKeyId: string;
  readonly temporary: boolean;
}

/** A program that prints credentials: `credential_process`. */
export interface ProcessStep {
  readonly kind: 'process';
  readonly profile: string;
  /** As written. May contain secrets: run and compare it, but never show it. */
  readonly command: string;
}

/** `AssumeRoleWithWebIdentity` with the token of an external identity provider. */
export interface WebIdentityStep {
  readonly kind: 'webIdentity';
  readonly profile: string;
  readonly token: TokenSource;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Undefined: the default of AWS, one hour. */
  readonly durationSeconds: number | undefined;
  readonly sts: StsEndpoint;
  readonly sessionPolicy?: SessionPolicy;
}

/** A file that is kept up to date with the token, or a program that prints the token. Never show its command. */
export type TokenSource =
  /** `key`: the variable that names the file, unless a profile does. */
  | { readonly kind: 'file'; readonly path: string; readonly key?: 'AWS_WEB_IDENTITY_TOKEN_FILE' }
  | { readonly kind: 'program'; readonly command: string };

/** The role of the container in which VS Code runs, from a URL in its environment. */
export interface ContainerStep {
  readonly kind: 'container';
  readonly profile: string;
  /** The host of the URL. The whole URL may be a secret. */
  readonly host: string;
}

/** The role of the EC2 instance on which VS Code runs, from the instance metadata service. */
export interface InstanceStep {
  readonly kind: 'instance';
  readonly profile: string;
  /** `http://169.254.169.254`, unless configured differently. */
  readonly endpoint: string;
  /** Whether a service that issues no token may be queried without one (IMDSv1). */
  readonly mayUseV1: boolean;
}

/** The credentials of a sign-in with the AWS console, which the CLI's `aws login` makes, too: `login_session`. */
export interface LoginStep {
  readonly kind: 'login';
  readonly profile: string;
  /** The ARN of the signed-in identity. */
  readonly session: string;
  /** Where the sign-in is renewed, unless its file names another region. */
  readonly signin: SigninEndpoint;
}

/** A permission set in an account, with an IAM Identity Center sign-in. */
export interface IdentityCenterStep {
  readonly kind: 'identityCenter';
  readonly profile: string;
  readonly session: SsoSession;
  readonly accountId: string;
  /** The name of the permission set. */
  readonly roleName: string;
}

/** An Identity Center sign-in: an `[sso-session]`, or the keys of a legacy profile. */
export interface SsoSession {
  /** Undefined for a legacy profile, which is identified by its start URL. */
  readonly name: string | undefined;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
  /** Custom endpoints instead of AWS's. */
  readonly oidcUrl: string | undefined;
  readonly portalUrl: string | undefined;
  readonly fips: boolean;
  readonly dualstack: boolean;
  /** The file with the trusted certificate authorities that replace the built-in ones. */
  readonly caBundle: string | undefined;
}

/** `GetSessionToken` with a code of the MFA device. One code serves all following steps. */
export interface MfaSessionStep {
  readonly kind: 'mfaSession';
  readonly profile: string;
  readonly mfaSerial: string;
  readonly codeProgram: CodeProgram | undefined;
  readonly durationSeconds: number;
  readonly sts: StsEndpoint;
}

/** `AssumeRole`; with `mfaSerial`, directly from long-term keys and with a code of the device. */
export interface AssumeRoleStep {
  readonly kind: 'assumeRole';
  readonly profile: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  /** Undefined: the default of AWS, one hour. */
  readonly durationSeconds: number | undefined;
  readonly mfaSerial: string | undefined;
  readonly codeProgram: CodeProgram | undefined;
  readonly sts: StsEndpoint;
  readonly sessionPolicy?: SessionPolicy;
  /** The settings whose tags or source identity this step has. */
  readonly markedBy?: readonly ('rolecall.agents.sessionTags' | 'rolecall.agents.sourceIdentity')[];
}

/** `GetFederationToken`: a session of an IAM user with less than the user may do, and without MFA. */
export interface FederationStep {
  readonly kind: 'federationToken';
  /** AWS takes no code here. */
  readonly mfaSerial?: undefined;
  readonly profile: string;
  /** The name of the federated user, which appears in CloudTrail. */
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly sts: StsEndpoint;
  readonly sessionPolicy: SessionPolicy;
}

/** The policies that limit a session. AWS unites them. */
export interface SessionPolicy {
  readonly arns: readonly string[];
  /** JSON. */
  readonly document: string | undefined;
}

/** Whether the step assumes a role with STS. */
export function isRole({ kind }: Step): boolean {
  return kind === 'assumeRole' || kind === 'webIdentity';
}

export function isSource(step: Step): step is SourceStep {
  return step.kind !== 'mfaSession' && step.kind !== 'assumeRole' && step.kind !== 'federationToken';
}

/**
 * Whether the source is certain to yield temporary credentials. For a program this is unknown before it runs. A profile
 * that combines one with an MFA device or a duration of more than an hour is taken to mean that the program prints
 * long-term keys.
 */
export function isTemporary(source: {
  readonly kind: SourceStep['kind'];
  readonly temporary?: boolean;
}): boolean {
  return source.temporary ?? source.kind !== 'process';
}

/**
 * Whether this step needs the user. Even a program that prints the code may require a touch or a password, so it never
 * runs in the background.
 */
export function needsPerson(step: {
  readonly kind: string;
  readonly mfaSerial?: string | undefined;
}): boolean {
  return step.kind === 'mfaSession' || (step.kind === 'assumeRole' && step.mfaSerial !== undefined);
}
