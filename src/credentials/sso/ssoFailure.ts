import { type Failure, type FailureCode, FailureError } from '../../base/failure.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { regions, serviceHost } from '../../plan/endpoints/regions.ts';
import { awsFailure } from '../sdk/awsFailure.ts';

/** Converts an SDK error to a failure: Identity Center's own codes first, then as for any AWS call. */
export function ssoFailure(
  error: unknown,
  profile: string,
  session: SsoSession,
  service: 'oidc' | 'portal',
): Error {
  const named = (service === 'oidc' ? oidcFailure : portalFailure)(nameOf(error), profile, session);
  if (named) return new FailureError(named, { cause: error });
  const failure = awsFailure(error, {
    profile,
    action: service === 'oidc' ? 'sso-oauth:CreateToken' : 'sso:GetRoleCredentials',
    signer: undefined,
    region: session.region,
    host: ssoHost(session, service),
    mfaSerial: undefined,
  });
  return isUnknownRegion(failure, session)
    ? new FailureError({ code: 'noSuchRegion', profile, region: session.region }, { cause: error })
    : failure;
}

/** Each region has its own host name. If neither the host name nor the region is known, the region is wrong. */
function isUnknownRegion(error: Error, { region, oidcUrl, portalUrl }: SsoSession): boolean {
  if (!(error instanceof FailureError) || error.failure.code !== 'network') return false;
  const isUnknown = error.failure.reason === 'ENOTFOUND' && !regions.some(([code]) => code === region);
  return isUnknown && oidcUrl === undefined && portalUrl === undefined;
}

/** Whether the device code has not been approved yet. */
export function isPending(error: unknown): boolean {
  return nameOf(error) === 'AuthorizationPendingException';
}

/** Whether the polling interval for a device code must be extended. */
export function isSlowDown(error: unknown): boolean {
  return nameOf(error) === 'SlowDownException';
}

/** Whether a retry is worthwhile: problems between this machine and AWS may be temporary. */
export function isTransient(error: unknown, session: SsoSession): boolean {
  const failure = ssoFailure(error, '', session, 'oidc');
  return failure instanceof FailureError && transientCodes.has(failure.failure.code);
}

const transientCodes: ReadonlySet<FailureCode> = new Set(['network', 'throttled', 'serviceFault', 'notAws']);

/**
 * Whether a refresh token was rejected for good. Other failures may be temporary: no network, throttling, an AWS
 * outage.
 */
export function isRefusal(error: unknown): boolean {
  return [
    'InvalidGrantException',
    'InvalidClientException',
    'UnauthorizedClientException',
    'ExpiredTokenException',
    'AccessDeniedException',
    'InvalidRequestException',
  ].includes(nameOf(error));
}

/** Whether the portal rejects the token. */
export function isUnauthorized(error: unknown): boolean {
  return nameOf(error) === 'UnauthorizedException';
}

/** Whether the portal accepts the token, but the user has no such account or role. */
export function isNoAccess(error: unknown): boolean {
  return ['ForbiddenException', 'ResourceNotFoundException'].includes(nameOf(error));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function oidcFailure(name: string, profile: string, session: SsoSession): Failure | undefined {
  const label = sessionLabel(session);
  switch (name) {
    case 'InvalidGrantException':
      return { code: 'signInNeeded', profile, session: label, why: 'expired' };
    case 'AccessDeniedException':
      return { code: 'signInDenied', profile, session: label };
    case 'ExpiredTokenException':
      return { code: 'signInTimedOut', profile, session: label };
    case 'InvalidRequestException':
      return { code: 'startUrlRefused', profile, startUrl: session.startUrl, region: session.region };
    default:
      return undefined;
  }
}

function portalFailure(name: string, profile: string, session: SsoSession): Failure | undefined {
  return name === 'UnauthorizedException'
    ? { code: 'signInNeeded', profile, session: sessionLabel(session), why: 'ended' }
    : undefined;
}

function ssoHost(session: SsoSession, service: 'oidc' | 'portal'): string {
  const url = service === 'oidc' ? session.oidcUrl : session.portalUrl;
  if (url !== undefined) return URL.canParse(url) ? new URL(url).host : 'IAM Identity Center';
  return serviceHost(service === 'oidc' ? 'oidc' : 'portal.sso', session);
}
