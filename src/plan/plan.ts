import type { Failure } from '../base/failure.ts';
import type { FileRole, Target } from '../profiles/profiles.ts';
import type { CodeProgram } from './mfaProgram.ts';
import type { Note } from './notes.ts';
import type { Tag } from './tags.ts';

/**
 * What will happen, before it happens: a flat list of steps, the source of the first credentials first. A plan is a
 * value without secrets. The runner performs it; picker, tree, tooltip and log print it.
 */
export interface Plan {
  readonly target: Target;
  readonly steps: readonly Step[];
  /** The region that terminals get, and the profile that says so (`undefined`: VS Code's environment). */
  readonly region: { readonly name: string; readonly from: string | undefined } | undefined;
  /** Where STS is asked about the credentials at the end of the plan. */
  readonly sts: StsEndpoint;
  /** The `AWS_ENDPOINT_URL…` variables by which programs reach the endpoints that the profile configures. */
  readonly endpointVariables: ReadonlyMap<string, string>;
  readonly notes: readonly Note[];
}

/** A profile that cannot work as it stands, and why. */
export interface Unplannable {
  readonly target: Target;
  readonly failure: Failure;
}

export type Planned = Plan | Unplannable;

export function isPlan(planned: Planned): planned is Plan {
  return 'steps' in planned;
}

/** Where the first credentials come from. */
export type SourceStep =
  | KeysStep
  | EnvironmentStep
  | ProcessStep
  | WebIdentityStep
  | ContainerStep
  | InstanceStep
  | LoginStep
  | IdentityCenterStep;

/** A call to STS that turns the credentials so far into others. */
export type SessionStep = MfaSessionStep | AssumeRoleStep;

export type Step = SourceStep | SessionStep;

/** Access keys written in a profile; `temporary` when a session token belongs to them. */
export interface KeysStep {
  readonly kind: 'keys';
  readonly profile: string;
  readonly accessKeyId: string;
  /** Where the id is written. */
  readonly file: FileRole;
  readonly temporary: boolean;
}

/** Access keys in the environment that VS Code was started with. */
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
  /** As written. It may hold secrets: it is run and compared, and never shown. */
  readonly command: string;
}

/** `AssumeRoleWithWebIdentity` with the token of somebody else. */
export interface WebIdentityStep {
  readonly kind: 'webIdentity';
  readonly profile: string;
  readonly token: TokenSource;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Undefined: what AWS gives by default, one hour. */
  readonly durationSeconds: number | undefined;
  readonly sts: StsEndpoint;
}

/** A file in which somebody keeps the token fresh, or a program that prints it; its command is never shown. */
export type TokenSource =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'program'; readonly command: string };

/** The role of the container that VS Code runs in, from an address in its environment. */
export interface ContainerStep {
  readonly kind: 'container';
  readonly profile: string;
  /** Of the address, which may be a secret as a whole. */
  readonly host: string;
}

/** The role of the EC2 instance that VS Code runs on, from its metadata service. */
export interface InstanceStep {
  readonly kind: 'instance';
  readonly profile: string;
  /** `http://169.254.169.254`, unless the person has another. */
  readonly endpoint: string;
  /** Whether the service may be asked without a token where it gives none. */
  readonly mayUseV1: boolean;
}

/** What `aws login` left in the CLI's own cache: `login_session`. */
export interface LoginStep {
  readonly kind: 'login';
  readonly profile: string;
  /** The ARN of whoever signed in. */
  readonly session: string;
}

/** A role in an account, for whoever is signed in to IAM Identity Center. */
export interface IdentityCenterStep {
  readonly kind: 'identityCenter';
  readonly profile: string;
  readonly session: SsoSession;
  readonly accountId: string;
  /** Of the permission set. */
  readonly roleName: string;
}

/** Where people sign in: an `[sso-session]`, or what an older profile says itself. */
export interface SsoSession {
  /** Undefined for an older profile: then the start URL stands for it. */
  readonly name: string | undefined;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
  /** Endpoints of the person's own instead of AWS's. */
  readonly oidcUrl: string | undefined;
  readonly portalUrl: string | undefined;
  /** The file with the authorities to believe instead of the built-in ones. */
  readonly caBundle: string | undefined;
}

/** `GetSessionToken` with a code of the MFA device: one code for everything that follows. */
export interface MfaSessionStep {
  readonly kind: 'mfaSession';
  readonly profile: string;
  readonly mfaSerial: string;
  readonly codeProgram: CodeProgram | undefined;
  readonly durationSeconds: number;
  readonly sts: StsEndpoint;
}

/** `AssumeRole`; with `mfaSerial`, straight from long-term keys and with a code of the device. */
export interface AssumeRoleStep {
  readonly kind: 'assumeRole';
  readonly profile: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  /** Undefined: what AWS gives by default, one hour. */
  readonly durationSeconds: number | undefined;
  readonly mfaSerial: string | undefined;
  readonly codeProgram: CodeProgram | undefined;
  readonly sts: StsEndpoint;
}

export interface StsEndpoint {
  readonly region: string;
  /** An endpoint of the person's own instead of AWS's. */
  readonly url: string | undefined;
  readonly fips: boolean;
  readonly dualstack: boolean;
  /** `sts_regional_endpoints = legacy`: sts.amazonaws.com for the regions that existed before regional endpoints. */
  readonly legacyGlobal: boolean;
  /** The file with the authorities to believe instead of the built-in ones. */
  readonly caBundle: string | undefined;
}

/** Whether the step's credentials are those of a role that the files name. */
export function isRole({ kind }: Step): boolean {
  return kind === 'assumeRole' || kind === 'webIdentity';
}

export function isSource(step: Step): step is SourceStep {
  return step.kind !== 'mfaSession' && step.kind !== 'assumeRole';
}

/**
 * Whether the source yields temporary credentials for sure. Of a program nobody knows before it has run: whoever asks
 * it for a code or for more than an hour is taken to know that it prints long-term keys.
 */
export function isTemporary(source: {
  readonly kind: SourceStep['kind'];
  readonly temporary?: boolean;
}): boolean {
  return source.temporary ?? source.kind !== 'process';
}

/**
 * Whether what the step yields is kept until it ends. What is kept elsewhere on this machine is read anew each time: keys,
 * the role of a container or an instance, whose service renews it, and what the CLI has of a sign-in.
 */
export function isKept({ kind }: Step): boolean {
  return !['keys', 'environment', 'container', 'instance', 'login'].includes(kind);
}

/** Whether carrying out this step takes a person. A program that gives the code may want a touch or a password. */
export function needsPerson(step: Step): boolean {
  return step.kind === 'mfaSession' || (step.kind === 'assumeRole' && step.mfaSerial !== undefined);
}

/** The account that the credentials at the end of the plan belong to, where its steps tell. */
export function accountOf(plan: Plan): string | undefined {
  for (const step of plan.steps.toReversed()) {
    const account = step.kind === 'identityCenter' ? step.accountId : arnOf(step)?.split(':')[4];
    if (account) return account;
  }
  return undefined;
}

function arnOf(step: Step): string | undefined {
  if ('roleArn' in step) return step.roleArn;
  return step.kind === 'mfaSession' ? step.mfaSerial : step.kind === 'login' ? step.session : undefined;
}
