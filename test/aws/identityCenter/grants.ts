import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Directory, Person } from './directory.ts';
import {
  accessDenied,
  authorizationPending,
  expiredCode,
  invalidClient,
  invalidGrant,
  invalidRequest,
  slowDown,
  unauthorizedClient,
} from './refusals.ts';

export type Client = {
  readonly id: string;
  readonly secret: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  readonly redirectUris: readonly string[];
};

/** A user's sign-in. It can have tokens of several clients, which all end with it. */
export type SignIn = { readonly person: Person; readonly endsAt: number; ended: boolean };

export type AccessToken = {
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly signIn: SignIn;
};

export type Tokens = {
  readonly accessToken: string;
  /** Only for clients that registered for the refresh grant and a scope. */
  readonly refreshToken: string | undefined;
  readonly expiresIn: number;
};

/** A secret that a client got or sent, for tests that look for it. */
export type IssuedSecret = {
  readonly kind: 'client secret' | 'device code' | 'authorization code' | 'access token' | 'refresh token';
  readonly text: string;
};

type DeviceCode = {
  readonly client: Client;
  readonly userCode: string;
  readonly expiresAt: number;
  lastPoll: number;
  intervalMs: number;
  answer: SignIn | 'denied' | undefined;
};

type Code = {
  readonly client: Client;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
  readonly signIn: SignIn;
};

const registrationMs = 90 * 86_400_000;
const deviceCodeMs = 600_000;
const codeMs = 60_000;
const accessTokenMs = 3_600_000;
export const pollSeconds = 1;

/** Issues and checks tokens. Codes and refresh tokens work once, and only for the client that they were issued to. */
export class Grants {
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #clients = new Map<string, Client>();
  readonly #deviceCodes = new Map<string, DeviceCode>();
  readonly #codes = new Map<string, Code>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<string, { readonly client: Client; readonly signIn: SignIn }>();
  /** All secrets so far, also those that are no longer valid. */
  readonly issued: IssuedSecret[] = [];

  constructor(clock: Clock, directory: Directory) {
    this.#clock = clock;
    this.#directory = directory;
  }

  register(requested: Pick<Client, 'scopes' | 'grantTypes' | 'redirectUris'>): Client {
    if (requested.grantTypes.includes('authorization_code') && requested.redirectUris.length === 0)
      throw invalidRequest('redirectUris are required for the authorization_code grant.');
    if (!requested.redirectUris.every(isLoopback)) throw invalidRequest('A redirect URI is not allowed.');
    const client = {
      ...requested,
      id: random(16),
      secret: this.#secret('client secret', 32),
      expiresAt: this.#clock.now() + registrationMs,
    };
    this.#clients.set(client.id, client);
    return client;
  }

  client(id: string, secret: string): Client {
    const client = this.#clients.get(id);
    if (!client || client.secret !== secret || client.expiresAt <= this.#clock.now()) throw invalidClient();
    return client;
  }

  /** Looks up a client without its secret, as the sign-in page does. */
  publicClient(id: string): Client | undefined {
    return this.#clients.get(id);
  }

  startDevice(client: Client, startUrl: string): { readonly deviceCode: string; readonly userCode: string } {
    requireGrant(client, deviceGrant);
    if (startUrl !== this.#directory.startUrl) throw invalidRequest('The start URL is unknown.');
    const deviceCode = this.#secret('device code', 32);
    const userCode = [letters(4), letters(4)].join('-');
    this.#deviceCodes.set(deviceCode, {
      client,
      userCode,
      expiresAt: this.#clock.now() + deviceCodeMs,
      lastPoll: 0,
      intervalMs: pollSeconds * 1000,
      answer: undefined,
    });
    return { deviceCode, userCode };
  }

  /** Whether a client is waiting for the user to answer this code. */
  isWaiting(userCode: string): boolean {
    return this.#deviceOf(userCode) !== undefined;
  }

  answerDevice(userCode: string, person: Person | undefined): void {
    const device = this.#deviceOf(userCode);
    if (device) device.answer = person ? this.#signIn(person) : 'denied';
  }

  authorize(client: Client, redirectUri: string, challenge: string, person: Person): string {
    const code = this.#secret('authorization code', 24);
    const expiresAt = this.#clock.now() + codeMs;
    this.#codes.set(code, { client, redirectUri, challenge, expiresAt, signIn: this.#signIn(person) });
    return code;
  }

  byDevice(client: Client, deviceCode: string): Tokens {
    const device = this.#deviceCodes.get(deviceCode);
    if (!device || device.client !== client) throw invalidGrant();
    if (device.expiresAt <= this.#clock.now()) throw expiredCode();
    // This uses the machine's clock, because `advance` does not make a client poll less often.
    const isTooSoon = Date.now() - device.lastPoll < device.intervalMs * 0.9;
    device.lastPoll = Date.now();
    if (isTooSoon) {
      device.intervalMs += 5000;
      throw slowDown();
    }
    if (device.answer === 'denied') throw accessDenied();
    if (!device.answer) throw authorizationPending();
    this.#deviceCodes.delete(deviceCode);
    return this.#issue(client, device.answer);
  }

  byCode(client: Client, code: string, redirectUri: string, verifier: string): Tokens {
    requireGrant(client, 'authorization_code');
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    const isValid = found && found.client === client && found.expiresAt > this.#clock.now();
    if (!isValid || found.redirectUri !== redirectUri) throw invalidGrant();
    if (createHash('sha256').update(verifier).digest('base64url') !== found.challenge) throw invalidGrant();
    return this.#issue(client, found.signIn);
  }

  byRefreshToken(client: Client, refreshToken: string): Tokens {
    requireGrant(client, 'refresh_token');
    const found = this.#refreshTokens.get(refreshToken);
    this.#refreshTokens.delete(refreshToken);
    if (!found || found.client !== client || this.#isOver(found.signIn)) throw invalidGrant();
    return this.#issue(client, found.signIn);
  }

  /** Undefined if the token is invalid or expired, or if its sign-in has ended. */
  accessToken(token: string): AccessToken | undefined {
    const found = this.#accessTokens.get(token);
    return found && found.expiresAt > this.#clock.now() && !this.#isOver(found.signIn) ? found : undefined;
  }

  signOut(token: string): void {
    const found = this.#accessTokens.get(token);
    if (found) found.signIn.ended = true;
  }

  /** Ends all sign-ins, as an administrator can. */
  endAll(): void {
    for (const { signIn } of this.#accessTokens.values()) signIn.ended = true;
  }

  #signIn(person: Person): SignIn {
    const seconds = this.#directory.sessionSeconds ?? 8 * 3600;
    return { person, endsAt: this.#clock.now() + seconds * 1000, ended: false };
  }

  #isOver({ ended, endsAt }: SignIn): boolean {
    return ended || endsAt <= this.#clock.now();
  }

  #issue(client: Client, signIn: SignIn): Tokens {
    const now = this.#clock.now();
    const expiresAt = Math.min(now + accessTokenMs, signIn.endsAt);
    const accessToken = this.#secret('access token', 48);
    this.#accessTokens.set(accessToken, { scopes: client.scopes, expiresAt, signIn });
    const mayRefresh = grantsOf(client).includes('refresh_token') && client.scopes.length > 0;
    const refreshToken = mayRefresh ? this.#secret('refresh token', 48) : undefined;
    if (refreshToken) this.#refreshTokens.set(refreshToken, { client, signIn });
    return {
      accessToken,
      refreshToken,
      expiresIn: Math.floor((expiresAt - now) / 1000),
    };
  }

  #secret(kind: IssuedSecret['kind'], bytes: number): string {
    const text = random(bytes);
    this.issued.push({ kind, text });
    return text;
  }

  #deviceOf(userCode: string): DeviceCode | undefined {
    const now = this.#clock.now();
    return [...this.#deviceCodes.values()].find(
      (device) => device.userCode === userCode && device.expiresAt > now && !device.answer,
    );
  }
}

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** A client that registers without grant types, as the CLI did before 2.22, gets the device code and refresh grants. */
function grantsOf({ grantTypes }: Client): readonly string[] {
  return grantTypes.length > 0 ? grantTypes : [deviceGrant, 'refresh_token'];
}

function requireGrant(client: Client, grant: string): void {
  const granted = grantsOf(client);
  if (!granted.includes(grant)) throw unauthorizedClient();
}

function isLoopback(uri: string): boolean {
  return /^http:\/\/127\.0\.0\.1\/[\w/-]*$/u.test(uri);
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function letters(count: number): string {
  const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
  return [...randomBytes(count)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
