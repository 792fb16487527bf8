import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { anyKey, type AnyTarget } from '../../plan/anyPlan.ts';

/** An address that was copied and is not revoked. */
export interface CopiedAddress<T extends AnyTarget> {
  /** Undefined for the address that follows the window's profile. */
  readonly target: T | undefined;
  /** When the address was last copied, in milliseconds since the epoch. */
  readonly copiedAt: number;
}

/** An address with its token, which opens this address only. */
export interface Grant<T extends AnyTarget> extends CopiedAddress<T> {
  readonly token: string;
  /** Aborts when the address is revoked. */
  readonly revoked: AbortSignal;
}

/**
 * The addresses of one endpoint. Each target has a token of its own, and so has the address that follows the window's
 * profile. Copying an address again keeps its token until the address is revoked.
 */
export class EndpointAddresses<T extends AnyTarget> {
  readonly #grants = new Map<string, { readonly grant: Grant<T>; readonly revocation: AbortController }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  grant(target: T | undefined): Grant<T> {
    const key = keyOf(target);
    const known = this.#grants.get(key);
    const revocation = known?.revocation ?? new AbortController();
    const grant: Grant<T> = {
      target,
      copiedAt: this.#now(),
      token: known?.grant.token ?? randomBytes(30).toString('base64url'),
      revoked: revocation.signal,
    };
    this.#grants.set(key, { grant, revocation });
    return grant;
  }

  /** Compares with all tokens, by digests of equal length, so that the timing reveals nothing. */
  find(token: string): Grant<T> | undefined {
    const received = digest(token);
    let found: Grant<T> | undefined;
    for (const { grant } of this.#grants.values())
      if (timingSafeEqual(received, digest(grant.token))) found = grant;
    return found;
  }

  /** The copied addresses, in the order in which they were first copied. */
  get all(): readonly CopiedAddress<T>[] {
    return [...this.#grants.values()].map(({ grant: { target, copiedAt } }) => ({ target, copiedAt }));
  }

  revoke(target: T | undefined): void {
    const key = keyOf(target);
    this.#grants.get(key)?.revocation.abort();
    this.#grants.delete(key);
  }

  revokeAll(): void {
    for (const { revocation } of this.#grants.values()) revocation.abort();
    this.#grants.clear();
  }
}

function keyOf(target: AnyTarget | undefined): string {
  return target ? anyKey(target) : '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
