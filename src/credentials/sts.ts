import type { StsEndpoint } from '../plan/plan.ts';
import type { Tag } from '../plan/tags.ts';
import { readCaBundle } from './caBundle.ts';
import type { Credentials, RevealedCredentials } from './credentials.ts';

export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

export interface MfaCode {
  readonly serial: string;
  /** Six digits. */
  readonly code: string;
}

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly durationSeconds: number | undefined;
  readonly mfa: MfaCode | undefined;
}

export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number | undefined;
  readonly token: string;
}

/** STS at one endpoint, signed with one set of credentials. Rejects with what the SDK throws; see `awsFailure.ts`. */
export interface Sts {
  /** What must be added to this machine's clock to get AWS's, in milliseconds, as of the last answer. */
  clockOffsetMs(): number;
  getCallerIdentity(signal: AbortSignal): Promise<Identity>;
  getSessionToken(mfa: MfaCode, durationSeconds: number, signal: AbortSignal): Promise<RevealedCredentials>;
  assumeRole(request: AssumeRoleRequest, signal: AbortSignal): Promise<RevealedCredentials>;
}

/**
 * Opens STS. The SDK is read from its own bundle when this is first called, and not before. The CA bundle is read each
 * time: a connection is made with the certificates that are in it now. Rejects with `UnreadableCaBundle`.
 */
export async function openSts(endpoint: StsEndpoint, credentials: Credentials): Promise<Sts> {
  const authorities = await authoritiesOf(endpoint);
  const { createSts } = await import('./aws.ts');
  return createSts(endpoint, credentials, authorities);
}

async function authoritiesOf({ caBundle }: StsEndpoint): Promise<string | undefined> {
  return caBundle === undefined ? undefined : readCaBundle(caBundle);
}

/** The call that is signed with nothing: the token speaks for itself. Its expiration is by this machine's clock. */
export async function assumeRoleWithWebIdentity(
  endpoint: StsEndpoint,
  request: WebIdentityRequest,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  const authorities = await authoritiesOf(endpoint);
  const sdk = await import('./aws.ts');
  return sdk.assumeRoleWithWebIdentity(endpoint, request, signal, authorities);
}

/** The host to name when it cannot be reached; never the password that somebody put into an endpoint's address. */
export function stsHost({ url, region }: StsEndpoint): string {
  if (url !== undefined) return URL.canParse(url) ? new URL(url).host : 'STS';
  return `sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
