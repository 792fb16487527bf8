import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { ownerOf } from '../iam/arns.ts';
import { authorize } from '../iam/authorize.ts';
import type { Caller } from '../iam/caller.ts';
import type { Iam } from '../iam/iam.ts';
import type { Session, Sessions } from '../iam/sessions.ts';
import { Refusal } from '../sts/refusals.ts';
import { signedInCaller } from './identities.ts';
import {
  codeExpired,
  invalidRequest,
  notPermitted,
  passwordChanged,
  tokenExpired,
} from './signinRefusals.ts';

/** The two clients that AWS knows for command line tools, by the last part of their ARN. */
export type ClientKind = 'same-device' | 'cross-device';

/** The part of a request for tokens that must be the same in all requests of a sign-in. */
export type Requester = {
  readonly client: ClientKind;
  readonly region: string | undefined;
  /** The thumbprint of the key that signed the DPoP proof. */
  readonly key: string;
};

export type Tokens = {
  readonly session: Session;
  readonly refreshToken: string;
};

/** A secret that a client got, for tests that look for it. */
export type SigninSecret = {
  readonly kind: 'authorization code' | 'refresh token' | 'sign-in token';
  readonly text: string;
};

/** How a sign-in ended before its time. */
type Ending = 'ended' | 'passwordChanged';

type SignIn = {
  /** The identity that signed in, as in `login_session`. */
  readonly arn: string;
  readonly client: ClientKind;
  readonly region: string | undefined;
  readonly endsAt: number;
  ending: Ending | undefined;
};

type Code = {
  readonly signIn: SignIn;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
  isUsed: boolean;
};

type RefreshToken = {
  readonly signIn: SignIn;
  readonly key: string;
  /** The answer to its first use, and when that was. */
  used: { readonly at: number; readonly tokens: Tokens } | undefined;
};

const codeMs = 600_000;
const signInMs = 12 * 3_600_000;
const sessionSeconds = 900;
/** A refresh token that was used is good for the same answer until then. AWS does not document the time. */
const repeatMs = 60_000;

/** The parts of the local AWS that sign-ins need. */
export type SigninStores = { readonly iam: Iam; readonly sessions: Sessions; readonly clock: Clock };

/** Issues and checks authorization codes and refresh tokens. */
export class SignIns {
  readonly #stores: SigninStores;
  readonly #all: SignIn[] = [];
  readonly #codes = new Map<string, Code>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  /** All secrets so far, also those that are no longer valid. */
  readonly issued: SigninSecret[] = [];

  constructor(stores: SigninStores) {
    this.#stores = stores;
  }

  /** Signs in. Returns the authorization code, or throws a refusal if the user's policies do not allow it. */
  authorize(
    arn: string,
    request: Pick<Requester, 'client' | 'region'> & Pick<Code, 'redirectUri' | 'challenge'>,
  ): string {
    const { client, region, redirectUri, challenge } = request;
    const now = this.#stores.clock.now();
    const signIn: SignIn = { arn, client, region, endsAt: now + signInMs, ending: undefined };
    this.#permittedCaller(signIn, 'signin:AuthorizeOAuth2Access');
    this.#all.push(signIn);
    const code = this.secret('authorization code', 48);
    this.#codes.set(code, { signIn, redirectUri, challenge, expiresAt: now + codeMs, isUsed: false });
    return code;
  }

  /** The tokens and the identity for a code. Even a request that fails uses up the code. */
  byCode(
    requester: Requester,
    text: string,
    redirectUri: string,
    verifier: string,
  ): Tokens & { readonly arn: string } {
    const code = this.#codes.get(text);
    if (!code) throw invalidRequest('The authorization code is not valid.');
    if (code.isUsed || code.expiresAt <= this.#stores.clock.now()) throw codeExpired();
    code.isUsed = true;
    requireSame(code.signIn, requester);
    if (code.redirectUri !== redirectUri)
      throw invalidRequest('The redirect URI is not the one of the code.');
    if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
      throw invalidRequest('The code verifier does not fit the code challenge.');
    return { ...this.#issue(code.signIn, requester.key), arn: code.signIn.arn };
  }

  byRefreshToken(requester: Requester, text: string): Tokens {
    const token = this.#refreshTokens.get(text);
    if (!token) throw invalidRequest('The refresh token is not valid.');
    requireSame(token.signIn, requester);
    if (token.key !== requester.key) throw invalidRequest('The refresh token belongs to another key.');
    const now = this.#stores.clock.now();
    if (token.used && now >= token.used.at + repeatMs) throw tokenExpired();
    this.#requireCurrent(token.signIn);
    token.used ??= { at: now, tokens: this.#issue(token.signIn, token.key) };
    return token.used.tokens;
  }

  /** Ends all sign-ins, or those of one identity. The credentials so far stay valid until they expire. */
  end(ending: Ending, arn?: string): void {
    for (const signIn of this.#all) if (arn === undefined || signIn.arn === arn) signIn.ending ??= ending;
  }

  secret(kind: SigninSecret['kind'], bytes: number): string {
    const text = randomBytes(bytes).toString('base64url');
    this.issued.push({ kind, text });
    return text;
  }

  #issue(signIn: SignIn, key: string): Tokens {
    this.#requireCurrent(signIn);
    const caller = this.#permittedCaller(signIn, 'signin:CreateOAuth2Token');
    const { clock, sessions } = this.#stores;
    const seconds = Math.min(sessionSeconds, Math.ceil((signIn.endsAt - clock.now()) / 1000));
    const refreshToken = this.secret('refresh token', 512);
    this.#refreshTokens.set(refreshToken, { signIn, key, used: undefined });
    return { session: sessions.issue(caller, seconds, 'signIn'), refreshToken };
  }

  #requireCurrent({ ending, endsAt }: SignIn): void {
    if (ending === 'passwordChanged') throw passwordChanged();
    if (ending || endsAt <= this.#stores.clock.now()) throw tokenExpired();
  }

  #permittedCaller({ arn, client, region }: SignIn, action: string): Caller {
    const { iam } = this.#stores;
    const caller = signedInCaller(iam, arn);
    // The identity was deleted.
    if (!caller) throw tokenExpired();
    const place = client === 'same-device' ? 'localhost' : 'remote';
    const { partition, id } = ownerOf(arn);
    const resource = `arn:${partition}:signin:${region ?? 'us-east-1'}:${id}:oauth2/public-client/${place}`;
    try {
      authorize(iam, caller, { action, resource });
    } catch (error) {
      throw error instanceof Refusal ? notPermitted(error.message) : error;
    }
    return caller;
  }
}

/** Undefined for clients that AWS does not know. */
export function clientKind(id: string): ClientKind | undefined {
  const [, kind] = /^arn:aws:signin:::devtools\/(same-device|cross-device)$/u.exec(id) ?? [];
  return kind as ClientKind | undefined;
}

function requireSame(signIn: SignIn, { client, region }: Requester): void {
  if (signIn.client !== client) throw invalidRequest('The client is not the one that signed in.');
  if (signIn.region !== region) throw invalidRequest('The region is not the one of the sign-in.');
}
