import type { RevealedCredentials } from '../credentials.ts';

/** The OIDC client registration of this extension, created for each sign-in. */
export interface SsoClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since the epoch. */
  readonly registrationExpiresAt: number;
}

export interface SsoTokens {
  readonly accessToken: string;
  /** Milliseconds from now. */
  readonly lifeMs: number;
  readonly refreshToken: string | undefined;
}

/** The code that the user enters or confirms on an Identity Center page. */
export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
  /** Milliseconds from now. */
  readonly lifeMs: number;
  readonly intervalMs: number;
}

export type Grant =
  | { readonly by: 'device'; readonly deviceCode: string }
  | {
      readonly by: 'code';
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
    }
  | { readonly by: 'refresh'; readonly refreshToken: string };

export interface PortalAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/**
 * The Identity Center APIs for one sign-in. Calls are not signed. Rejects with what the SDK throws; see
 * `ssoFailure.ts`.
 */
export interface IdentityCenter {
  /** `redirectUri` is set for a sign-in with a browser redirect, and undefined for a device code. */
  registerClient(redirectUri: string | undefined, signal: AbortSignal): Promise<SsoClient>;
  /** The authorization page of the OIDC service, without its query. The SDK does not provide it. */
  readonly authorizeUrl: string;
  startDevice(client: SsoClient, signal: AbortSignal): Promise<DeviceCode>;
  createToken(
    client: Pick<SsoClient, 'clientId' | 'clientSecret'>,
    grant: Grant,
    signal: AbortSignal,
  ): Promise<SsoTokens>;
  /** The expiration is by this machine's clock. */
  roleCredentials(
    accessToken: string,
    role: { readonly accountId: string; readonly roleName: string },
    signal: AbortSignal,
  ): Promise<RevealedCredentials>;
  /** Lists the accounts in which the user has a role, page by page. Slows down when Identity Center throttles. */
  accounts(accessToken: string, signal: AbortSignal): AsyncGenerator<readonly PortalAccount[]>;
  /** Lists the names of the permission sets that are assigned to the user in an account. */
  roles(accessToken: string, accountId: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Ends the sign-in and everything that depends on it. */
  logout(accessToken: string, signal: AbortSignal): Promise<void>;
}
