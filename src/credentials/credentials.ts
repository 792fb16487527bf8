import { FollowedEnd, type SetBackClock } from '../base/setBackClock.ts';

/**
 * Credentials from AWS in plain text. Only code that passes credentials to a program or to secret storage may hold
 * them.
 */
export interface RevealedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** Milliseconds since the epoch; undefined for long-term keys and when the expiration is unknown. */
  readonly expiration: number | undefined;
}

/** Credentials that cannot leak into a log, a message or JSON by accident. */
export class Credentials {
  readonly #revealed: RevealedCredentials;
  #end: FollowedEnd | undefined;
  #isForgotten = false;

  constructor(revealed: RevealedCredentials) {
    this.#revealed = revealed;
  }

  get accessKeyId(): string {
    return this.#revealed.accessKeyId;
  }

  /** Milliseconds since the epoch; undefined for long-term keys and when the expiration is unknown. */
  get expiration(): number | undefined {
    return this.#end?.current ?? this.#revealed.expiration;
  }

  /**
   * Moves the expiration with `clock` from now on, if it is not followed yet: after the clock was set back, the
   * credentials do not last longer than before.
   */
  follow(clock: SetBackClock): void {
    const { expiration } = this.#revealed;
    if (expiration !== undefined) this.#end ??= new FollowedEnd(expiration, clock);
  }

  /** Whether the credentials expire, even if their expiration is unknown. */
  get isTemporary(): boolean {
    return this.#revealed.sessionToken !== undefined;
  }

  /** For when the user forgets all sessions: a command may still have the credentials. */
  forget(): void {
    this.#isForgotten = true;
  }

  /** Whether the user has forgotten them. */
  get isForgotten(): boolean {
    return this.#isForgotten;
  }

  /** Whether these are the same keys with the same end. */
  equals(other: Credentials): boolean {
    const [one, two] = [this.#revealed, other.#revealed];
    return (
      one.accessKeyId === two.accessKeyId &&
      one.secretAccessKey === two.secretAccessKey &&
      one.sessionToken === two.sessionToken &&
      this.expiration === other.expiration
    );
  }

  reveal(): RevealedCredentials {
    return { ...this.#revealed, expiration: this.expiration };
  }

  toString(): string {
    return `Credentials(${this.accessKeyId})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
