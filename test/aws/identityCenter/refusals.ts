import { Refusal } from '../sts/refusals.ts';

/**
 * The errors of the OIDC service, by their OAuth `error` code. The SDKs read the name of the exception from a header.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
 */
export class OidcRefusal extends Refusal {
  readonly error: string;

  constructor(status: number, exception: string, error: string, message: string) {
    super(status, exception, message);
    this.error = error;
  }
}

export const authorizationPending = (): OidcRefusal =>
  new OidcRefusal(
    400,
    'AuthorizationPendingException',
    'authorization_pending',
    'The authorization request is still pending.',
  );
export const slowDown = (): OidcRefusal =>
  new OidcRefusal(400, 'SlowDownException', 'slow_down', 'The client polls too often.');
export const expiredCode = (): OidcRefusal =>
  new OidcRefusal(400, 'ExpiredTokenException', 'expired_token', 'The device code has expired.');
export const accessDenied = (): OidcRefusal =>
  new OidcRefusal(400, 'AccessDeniedException', 'access_denied', 'The user denied access.');
export const invalidGrant = (): OidcRefusal =>
  new OidcRefusal(400, 'InvalidGrantException', 'invalid_grant', 'Invalid grant provided');
export const invalidClient = (): OidcRefusal =>
  new OidcRefusal(401, 'InvalidClientException', 'invalid_client', 'Invalid client provided');
export const invalidRequest = (message: string): OidcRefusal =>
  new OidcRefusal(400, 'InvalidRequestException', 'invalid_request', message);
export const unauthorizedClient = (): OidcRefusal =>
  new OidcRefusal(
    400,
    'UnauthorizedClientException',
    'unauthorized_client',
    'The client is not registered for this grant.',
  );
export const unsupportedGrant = (): OidcRefusal =>
  new OidcRefusal(
    400,
    'UnsupportedGrantTypeException',
    'unsupported_grant_type',
    'The grant type is none of ours.',
  );

/** The access portal's error for a token that is missing, expired, signed out, or of the wrong kind. */
export const unauthorized = (): Refusal =>
  new Refusal(401, 'UnauthorizedException', 'Session token not found or invalid');
export const noAccess = (): Refusal => new Refusal(403, 'ForbiddenException', 'No access');
export const tooManyRequests = (): Refusal =>
  new Refusal(429, 'TooManyRequestsException', 'HTTP 429 Unknown Code');
