import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Claims } from './idToken.ts';

/** What a token says besides who issued it and when. An hour is the life of one that does not say. */
export type TokenClaims = Pick<Claims, 'sub' | 'aud'> & Partial<Claims>;

type SigningKey = {
  readonly id: string;
  readonly privateKey: KeyObject;
};

const hour = 3600;

/** Somebody outside AWS who knows people or programs and vouches for them: GitHub, a Kubernetes cluster, a company. */
export class IdentityProvider {
  readonly issuer: string;
  readonly #clock: Clock;
  /** Made when first wanted, because it takes longer than starting a whole AWS. */
  #key: SigningKey | undefined;

  constructor(issuer: string, clock: Clock) {
    this.issuer = issuer;
    this.#clock = clock;
  }

  /** A token that AWS takes, unless the claims given make it one that it does not. */
  signToken(claims: TokenClaims): string {
    const { id, privateKey } = (this.#key ??= createKey());
    const now = Math.floor(this.#clock.now() / 1000);
    const header = encode({ alg: 'RS256', kid: id, typ: 'JWT' });
    const payload = encode({ iss: this.issuer, iat: now, exp: now + hour, ...claims });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey);
    return `${header}.${payload}.${signature.toString('base64url')}`;
  }

  /** The key that it publishes under this id, for others to check its signatures with. */
  publicKey(id: string): KeyObject | undefined {
    return this.#key?.id === id ? createPublicKey(this.#key.privateKey) : undefined;
  }

  /** From now on it signs with another key, and the one before is no longer published. */
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
