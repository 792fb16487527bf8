import { notAnIdToken, notAToken } from './webIdentityRefusals.ts';

/** An OpenID Connect ID token, parsed but not yet verified. */
export type IdToken = {
  /** The issuer's key that signed the token. */
  readonly keyId: string;
  readonly claims: Claims;
  /** The part that is signed. */
  readonly signed: string;
  readonly signature: Buffer;
};

/** @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
export type Claims = {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  /** Seconds since the epoch. */
  readonly exp: number;
  /** The client that the token was issued to, if it is not the audience. */
  readonly azp?: string;
};

export function readIdToken(text: string): IdToken {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text);
  if (parts === null) {
    throw notAToken();
  }
  const [, header = '', payload = '', signature = ''] = parts;
  const { alg, kid } = decode(header);
  const claims = decode(payload);
  if (alg !== 'RS256' || typeof kid !== 'string' || !isIdClaims(claims)) {
    throw notAnIdToken();
  }
  return {
    keyId: kid,
    claims,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

type Json = { readonly [name: string]: unknown };

function isIdClaims(claims: Json): claims is Claims {
  const { iss, sub, aud, exp } = claims;
  return (
    typeof iss === 'string' &&
    typeof sub === 'string' &&
    typeof exp === 'number' &&
    (typeof aud === 'string' || Array.isArray(aud))
  );
}

function decode(part: string): Json {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString())) as Json;
  } catch {
    throw notAnIdToken();
  }
}
