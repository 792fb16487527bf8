import type { RevealedCredentials } from '../credentials.ts';

/** The federation endpoint of the console, which exchanges credentials for a token that signs a browser in. */
export interface FederationEndpoint {
  readonly url: string;
  /** The file with the trusted certificate authorities that replace the built-in ones. */
  readonly caBundle: string | undefined;
}

export interface SigninTokenRequest {
  /** Temporary credentials of a role or a federated user. */
  readonly credentials: RevealedCredentials;
  /** How long the console session lasts, in seconds. Undefined: as long as the credentials. */
  readonly sessionSeconds: number | undefined;
}

/** The host name to show when the endpoint cannot be reached. Never includes a password from its URL. */
export function federationHost({ url }: FederationEndpoint): string {
  return URL.canParse(url) ? new URL(url).host : 'AWS Sign-In';
}
