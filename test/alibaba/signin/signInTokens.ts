import { randomBytes } from 'node:crypto';
import type { Clock } from '../../aws/clock.ts';

/** Opaque tokens with an owner and an end. */
export class SignInTokens<Owner> {
  readonly #clock: Clock;
  /** All tokens so far, for tests that look for them. */
  readonly texts: string[] = [];
  readonly #issued = new Map<string, { readonly owner: Owner; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(owner: Owner, seconds: number): string {
    const text = randomBytes(48).toString('base64url');
    this.#issued.set(text, { owner, expiresAt: this.#clock.now() + seconds * 1000 });
    this.texts.push(text);
    return text;
  }

  /** The owner of a token that is valid now. */
  find(text: string): Owner | undefined {
    const found = this.#issued.get(text);
    return found && this.#clock.now() < found.expiresAt ? found.owner : undefined;
  }

  /** The same for a token that is good for one use. */
  take(text: string): Owner | undefined {
    const owner = this.find(text);
    this.#issued.delete(text);
    return owner;
  }

  /** Ends a token before its time. */
  revoke(text: string): void {
    this.#issued.delete(text);
  }
}

/** The token in an `Authorization` header. */
export function bearerToken(authorization: string | undefined): string {
  return /^Bearer (\S+)$/u.exec(authorization ?? '')?.[1] ?? '';
}
