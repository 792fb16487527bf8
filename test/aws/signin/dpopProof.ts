import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { isOwnUrl, type SigninAddress } from './signinAddress.ts';
import { invalidRequest } from './signinRefusals.ts';

type Json = Readonly<Record<string, unknown>>;

const validSeconds = 300;

/**
 * Verifies that requests come from the owner of a key, and that no proof is used twice.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-4.3
 */
export class DpopProofs {
  readonly #clock: Clock;
  readonly #seen = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The thumbprint of the key that signed the proof for a POST request. Throws a refusal if the proof is not valid. */
  verify(proof: string | undefined, address: SigninAddress): string {
    const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/u.exec(proof ?? '');
    if (!parts) throw invalid('It is missing or malformed.');
    const [, header = '', payload = '', signature = ''] = parts;
    const jwk = readKey(decode(header));
    const signed = Buffer.from(`${header}.${payload}`);
    const key = { key: publicKey(jwk), dsaEncoding: 'ieee-p1363' } as const;
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url')))
      throw invalid('Its signature is wrong.');
    this.#checkClaims(decode(payload), address);
    return thumbprint(jwk);
  }

  #checkClaims({ htm, htu, iat, jti }: Json, address: SigninAddress): void {
    if (htm !== 'POST') throw invalid('It is for another method.');
    if (typeof htu !== 'string' || !isOwnUrl(htu, address, address.path))
      throw invalid('It is for another URL.');
    // Clients use the machine's clock.
    const isTimely =
      Number.isInteger(iat) && Math.abs(Number(iat) - this.#clock.wire() / 1000) <= validSeconds;
    if (!isTimely) throw invalid('It is too old or from the future.');
    if (typeof jti !== 'string' || jti === '') throw invalid('It has no id.');
    if (this.#seen.has(jti)) throw invalid('It was already used.');
    this.#seen.add(jti);
  }
}

type PublicJwk = JsonWebKey & { readonly x: string; readonly y: string };

function readKey({ typ, alg, jwk }: Json): PublicJwk {
  if (typ !== 'dpop+jwt') throw invalid('It has another type.');
  if (alg !== 'ES256') throw invalid('It has another algorithm.');
  const key = Object(jwk) as Json;
  const isPublic = Object.keys(key).toSorted().join() === 'crv,kty,x,y';
  if (!isPublic || key['kty'] !== 'EC' || key['crv'] !== 'P-256')
    throw invalid('Its key is no public P-256 key.');
  return key as PublicJwk;
}

function publicKey(jwk: PublicJwk): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw invalid('Its key is no public P-256 key.');
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc7638 */
function thumbprint({ x, y }: PublicJwk): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
}

function decode(part: string): Json {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString())) as Json;
  } catch {
    throw invalid('It is malformed.');
  }
}

function invalid(message: string): Error {
  return invalidRequest(`The DPoP proof is not valid. ${message}`);
}
