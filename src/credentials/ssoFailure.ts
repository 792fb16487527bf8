import { FailureError } from '../failure.ts';
import { sessionLabel } from '../plan/identityCenter.ts';
import type { SsoSession } from '../plan/plan.ts';
import { regions } from '../plan/regions.ts';
import { awsFailure } from './awsFailure.ts';

/** What the SDK threw, where Identity Center has codes of its own; else as for any call to AWS. */
export function ssoFailure(
  error: unknown,
  profile: string,
  session: SsoSession,
  service: 'oidc' | 'portal',
): Error {
  const named = error instanceof Error ? ownFailure(error.name, profile, session) : undefined;
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

function ownFailure(
  name: string,
  profile: string,
  session: SsoSession,
): ConstructorParameters<typeof FailureError>[0] | undefined {
  switch (name) {
    case 'InvalidGrantException':
      return { code: 'signInNeeded', profile, session: sessionLabel(session), why: 'expired' };
    case 'UnauthorizedException':
      return { code: 'signInNeeded', profile, session: sessionLabel(session), why: 'ended' };
    case 'AccessDeniedException':
      return { code: 'signInDenied', profile, session: sessionLabel(session) };
    case 'ExpiredTokenException':
      return { code: 'signInTimedOut', profile, session: sessionLabel(session) };
    case 'InvalidRequestException':
      return { code: 'startUrlRefused', profile, startUrl: session.startUrl, region: session.region };
    default:
      return undefined;
  }
}

function ssoHost({ region, oidcUrl, portalUrl }: SsoSession, service: 'oidc' | 'portal'): string {
  const url = service === 'oidc' ? oidcUrl : portalUrl;
  if (url !== undefined) return URL.canParse(url) ? new URL(url).host : 'IAM Identity Center';
  return `${service === 'oidc' ? 'oidc' : 'portal.sso'}.${region}.amazonaws.com`;
}
