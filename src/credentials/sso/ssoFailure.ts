import { type Failure, type FailureCode, FailureError } from '../../base/failure.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { regions } from '../../plan/regions.ts';
import { awsFailure } from '../sdk/awsFailure.ts';

/** What the SDK threw, where Identity Center has codes of its own; else as for any call to AWS. */
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
  return isAstray(failure, session)
    ? new FailureError({ code: 'noSuchRegion', profile, region: session.region }, { cause: error })
    : failure;
}

/** Each region has a host of its own: where that is not known, and the region neither, the region is wrong. */
function isAstray(error: Error, { region, oidcUrl, portalUrl }: SsoSession): boolean {
  if (!(error instanceof FailureError) || error.failure.code !== 'network') return false;
  const isUnknown = error.failure.reason === 'ENOTFOUND' && !regions.some(([code]) => code === region);
  return isUnknown && oidcUrl === undefined && portalUrl === undefined;
}

/** Whether nobody has answered yet for a device code. */
export function isPending(error: unknown): boolean {
  return nameOf(error) === 'AuthorizationPendingException';
}

/** Whether Identity Center is asked too often about a device code. */
export function isSlowDown(error: unknown): boolean {
  return nameOf(error) === 'SlowDownException';
}

/** Whether it is worth asking for the same once more, a little later: what is between us and AWS may pass. */
export function mayPass(error: unknown, session: SsoSession): boolean {
  const failure = ssoFailure(error, '', session, 'oidc');
  return failure instanceof FailureError && passing.has(failure.failure.code);
}

const passing: ReadonlySet<FailureCode> = new Set(['network', 'throttled', 'serviceFault', 'notAws']);

/** Whether a refresh token was refused for good. All else may pass: no network, too many calls, a fault at AWS. */
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

/** Whether the portal does not take the token. */
export function isUnauthorized(error: unknown): boolean {
  return nameOf(error) === 'UnauthorizedException';
}

/** Whether the portal takes the token, but has no such account or role for the person. */
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

function ssoHost({ region, oidcUrl, portalUrl }: SsoSession, service: 'oidc' | 'portal'): string {
  const url = service === 'oidc' ? oidcUrl : portalUrl;
  if (url !== undefined) return URL.canParse(url) ? new URL(url).host : 'IAM Identity Center';
  return `${service === 'oidc' ? 'oidc' : 'portal.sso'}.${region}.amazonaws.com`;
}
