import { Refusal } from '../sts/refusals.ts';

/**
 * The errors of AWS Sign-In, by their OAuth `error` code. The SDKs read the name of the exception from a header.
 *
 * @see https://docs.aws.amazon.com/signin/latest/APIReference/API_dataplane-signin_CreateOAuth2Token.html
 */
export class SigninRefusal extends Refusal {
  readonly error: string;

  constructor(status: number, exception: string, error: string, message: string) {
    super(status, exception, message);
    this.error = error;
  }
}

export const invalidRequest = (message: string): SigninRefusal =>
  new SigninRefusal(400, 'ValidationException', 'INVALID_REQUEST', message);
export const tokenExpired = (): SigninRefusal => denied(401, 'TOKEN_EXPIRED', 'The session has expired.');
export const codeExpired = (): SigninRefusal =>
  denied(401, 'AUTHCODE_EXPIRED', 'The authorization code has expired.');
export const passwordChanged = (): SigninRefusal =>
  denied(403, 'USER_CREDENTIALS_CHANGED', 'The credentials of the user have changed.');
export const notPermitted = (message: string): SigninRefusal =>
  denied(403, 'INSUFFICIENT_PERMISSIONS', message);
export const tooManyRequests = (): SigninRefusal =>
  new SigninRefusal(429, 'TooManyRequestsError', 'INVALID_REQUEST', 'Too many requests.');
export const serverError = (status: number): SigninRefusal =>
  new SigninRefusal(status, 'InternalServerException', 'server_error', 'An internal error occurred.');

function denied(status: number, error: string, message: string): SigninRefusal {
  return new SigninRefusal(status, 'AccessDeniedException', error, message);
}
