import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import { encodeTarget } from '../handover/targetEncoding.ts';

/** An address that was copied and is not revoked. */
export interface CopiedAddress {
  /** Undefined for the address that follows the window's profile. */
  readonly target: Target | undefined;
  /** When the address was last copied, in milliseconds since the epoch. */
  readonly copiedAt: number;
}

/** An address with its token, which opens this address only. */
export interface Grant extends CopiedAddress {
  /** The path of the address, without the leading slash. */
  readonly path: string;
  readonly token: string;
  /** Aborts when the address is revoked. */
  readonly revoked: AbortSignal;
}

/**
 * The addresses of one endpoint. Each target has a token of its own, and so has the address that follows the window's
 * profile. Copying an address again keeps its token until the address is revoked.
 */
export class EndpointAddresses {
  readonly #grants = new Map<string, { readonly grant: Grant; readonly revocation: AbortController }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  grant(target: Target | undefined): Grant {
    const key = keyOf(target);
    const known = this.#grants.get(key);
    const revocation = known?.revocation ?? new AbortController();
    const grant: Grant = {
      target,
      copiedAt: this.#now(),
      path: target ? `profile/${encodeTarget(target)}` : '',
      token: known?.grant.token ?? randomBytes(30).toString('base64url'),
      revoked: revocation.signal,
    };
    this.#grants.set(key, { grant, revocation });
    return grant;
  }

  /** Compares with all tokens, by digests of equal length, so that the timing reveals nothing. */
  find(token: string): Grant | undefined {
    const received = digest(token);
    let found: Grant | undefined;
    for (const { grant } of this.#grants.values())
      if (timingSafeEqual(received, digest(grant.token))) found = grant;
    return found;
  }

  /** The copied addresses, in the order in which they were first copied. */
  get all(): readonly CopiedAddress[] {
    return [...this.#grants.values()].map(({ grant: { target, copiedAt } }) => ({ target, copiedAt }));
  }

  revoke(target: Target | undefined): void {
    const key = keyOf(target);
    this.#grants.get(key)?.revocation.abort();
    this.#grants.delete(key);
  }

  revokeAll(): void {
    for (const { revocation } of this.#grants.values()) revocation.abort();
    this.#grants.clear();
  }
}

function keyOf(target: Target | undefined): string {
  return target ? targetKey(target) : '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
