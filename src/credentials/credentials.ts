/** What AWS gave, in the clear. Only what hands credentials to a program or to the secret store may hold one. */
export interface RevealedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** Milliseconds since the epoch; undefined for long-term keys and where nobody said. */
  readonly expiration: number | undefined;
}

/** Credentials that no log, message or JSON can show by accident. */
export class Credentials {
  readonly #revealed: RevealedCredentials;

  constructor(revealed: RevealedCredentials) {
    this.#revealed = revealed;
  }

  get accessKeyId(): string {
    return this.#revealed.accessKeyId;
  }

  /** Milliseconds since the epoch; undefined for long-term keys and where nobody said. */
  get expiration(): number | undefined {
    return this.#revealed.expiration;
  }

  /** Whether they end, though nobody may have said when. */
  get isTemporary(): boolean {
    return this.#revealed.sessionToken !== undefined;
  }

  reveal(): RevealedCredentials {
    return this.#revealed;
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
