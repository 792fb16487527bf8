import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import type { SessionPolicy } from '../../plan/plan.ts';
import { serviceHost } from '../../plan/endpoints/regions.ts';
import type { Tag } from '../../profiles/sessionTags.ts';
import type { RevealedCredentials } from '../credentials.ts';

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
  readonly sessionPolicy?: SessionPolicy;
}

export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number | undefined;
  readonly token: string;
  readonly sessionPolicy?: SessionPolicy;
}

export interface FederationRequest {
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly sessionPolicy: SessionPolicy;
}

/** STS at one endpoint with one set of credentials. Rejects with what the SDK throws; see `awsFailure.ts`. */
export interface Sts {
  /** The offset to add to this machine's clock to get AWS's, in milliseconds, as of the last response. */
  clockOffsetMs(): number;
  /** Whether this machine's clock was set, or the machine slept, since the last response. */
  hasClockMoved(): boolean;
  getCallerIdentity(signal: AbortSignal): Promise<Identity>;
  /** Without a code, the session is worth no more than the keys. */
  getSessionToken(
    mfa: MfaCode | undefined,
    durationSeconds: number,
    signal: AbortSignal,
  ): Promise<RevealedCredentials>;
  assumeRole(request: AssumeRoleRequest, signal: AbortSignal): Promise<RevealedCredentials>;
  /** Needs long-term keys. */
  getFederationToken(request: FederationRequest, signal: AbortSignal): Promise<RevealedCredentials>;
}

/** The host name to show when STS cannot be reached. Never includes a password from an endpoint URL. */
export function stsHost(endpoint: StsEndpoint): string {
  const { url } = endpoint;
  if (url !== undefined) return URL.canParse(url) ? new URL(url).host : 'STS';
  return serviceHost('sts', endpoint);
}
