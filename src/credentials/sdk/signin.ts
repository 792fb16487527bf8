import type { RevealedCredentials } from '../credentials.ts';

/** What AWS Sign-In exchanges for keys. `clientId` names the kind of sign-in. */
export type LoginGrant =
  | {
      readonly by: 'code';
      readonly clientId: string;
      readonly code: string;
      readonly codeVerifier: string;
      readonly redirectUri: string;
    }
  | { readonly by: 'refresh'; readonly clientId: string; readonly refreshToken: string };

export interface IssuedLogin {
  readonly keys: Omit<RevealedCredentials, 'expiration'> & { readonly sessionToken: string };
  /** Milliseconds from now. */
  readonly lifeMs: number;
  readonly tokenType: string;
  readonly refreshToken: string;
  /** A JWT that names the identity; only for a code. */
  readonly idToken: string | undefined;
}

/** AWS Sign-In with the key of one sign-in. Calls are not signed. Rejects with what the SDK throws. */
export interface Signin {
  createToken(grant: LoginGrant, signal: AbortSignal): Promise<IssuedLogin>;
}
