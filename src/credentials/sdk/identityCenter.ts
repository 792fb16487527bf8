import type { RevealedCredentials } from '../credentials.ts';

/** This program, as an Identity Center knows it: registered once for each sign-in. */
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

/** What a person types, or finds typed already, at a page of Identity Center. */
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

/** IAM Identity Center behind one sign-in. Nothing is signed. Rejects with what the SDK throws; see `ssoFailure.ts`. */
export interface IdentityCenter {
  /** `redirectUri`: for a sign-in that comes back by itself; undefined for one with a device code. */
  registerClient(redirectUri: string | undefined, signal: AbortSignal): Promise<SsoClient>;
  /** The page at which a person says yes, for the query of `openid` (no SDK has it). */
  readonly authorizeUrl: string;
  startDevice(client: SsoClient, signal: AbortSignal): Promise<DeviceCode>;
  createToken(
    client: Pick<SsoClient, 'clientId' | 'clientSecret'>,
    grant: Grant,
    signal: AbortSignal,
  ): Promise<SsoTokens>;
  /** Their expiration is by this machine's clock. */
  roleCredentials(
    accessToken: string,
    role: { readonly accountId: string; readonly roleName: string },
    signal: AbortSignal,
  ): Promise<RevealedCredentials>;
  /** The accounts in which the person has a role, a page at a time. Waits where Identity Center says that it is too much. */
  accounts(accessToken: string, signal: AbortSignal): AsyncGenerator<readonly PortalAccount[]>;
  /** The names of the permission sets that the person has in an account. */
  roles(accessToken: string, accountId: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Ends the sign-in, for all that stand on it. */
  logout(accessToken: string, signal: AbortSignal): Promise<void>;
}
