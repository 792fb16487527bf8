import { Cancelled, FailureError } from '../../base/failure.ts';
import { awsFailure } from '../sdk/awsFailure.ts';
import { type FederationEndpoint, federationHost, type SigninTokenRequest } from '../sdk/federation.ts';
import { getSigninToken } from '../sdk/open.ts';

/** Gets a token for a link that opens the console, for the target with this name. */
export type GetSigninToken = (
  profile: string,
  endpoint: FederationEndpoint,
  request: SigninTokenRequest,
  signal: AbortSignal,
) => Promise<string>;

/** Rejects with `FailureError` or `Cancelled`. */
export const fetchSigninToken: GetSigninToken = async (profile, endpoint, request, signal) => {
  const host = federationHost(endpoint);
  try {
    const token = await getSigninToken(endpoint, request, signal);
    if (token === undefined) throw new FailureError({ code: 'consoleRefused', profile, host });
    return token;
  } catch (error) {
    // The bundle of the SDK has an error of its own for this.
    if (signal.aborted) throw new Cancelled();
    throw awsFailure(error, {
      profile,
      action: 'getSigninToken',
      signer: undefined,
      region: '',
      host,
      mfaSerial: undefined,
    });
  }
};
