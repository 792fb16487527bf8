import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Claims } from './idToken.ts';

/** The claims of a token except for its issuer and times. A token is valid for an hour unless the claims set `exp`. */
export type TokenClaims = Pick<Claims, 'sub' | 'aud'> & Partial<Claims>;

type SigningKey = {
  readonly id: string;
  readonly privateKey: KeyObject;
};

const hour = 3600;

/** An identity provider outside AWS, such as GitHub, a Kubernetes cluster, or a company. */
export class IdentityProvider {
  readonly issuer: string;
  readonly #clock: Clock;
  /** Created on first use, because this takes longer than starting the whole local AWS. */
  #key: SigningKey | undefined;

  constructor(issuer: string, clock: Clock) {
    this.issuer = issuer;
    this.#clock = clock;
  }

  /** Signs a token that AWS accepts unless `claims` makes it invalid. */
  signToken(claims: TokenClaims): string {
    const { id, privateKey } = (this.#key ??= createKey());
    const now = Math.floor(this.#clock.now() / 1000);
    const header = encode({ alg: 'RS256', kid: id, typ: 'JWT' });
    const payload = encode({ iss: this.issuer, iat: now, exp: now + hour, ...claims });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey);
    return `${header}.${payload}.${signature.toString('base64url')}`;
  }

  /** The published key with this id, which verifies signatures. */
  publicKey(id: string): KeyObject | undefined {
    return this.#key?.id === id ? createPublicKey(this.#key.privateKey) : undefined;
  }

  /** Replaces the signing key. The previous key is no longer published. */
  rotateKey(): void {
    this.#key = undefined;
  }
}

function createKey(): SigningKey {
  return { id: randomUUID(), privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
