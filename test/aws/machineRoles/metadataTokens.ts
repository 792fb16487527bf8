import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

const longestSeconds = 21_600;

/** The session tokens of IMDSv2. */
export class MetadataTokens {
  readonly #clock: Clock;
  readonly #expirations = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param seconds the value of the request header
   * @returns undefined unless `seconds` is from 1 to 21600
   */
  issue(seconds: string | undefined): string | undefined {
    if (seconds === undefined || !/^\d+$/.test(seconds) || +seconds < 1 || +seconds > longestSeconds) {
      return undefined;
    }
    const token = randomBytes(42).toString('base64url');
    this.#expirations.set(token, this.#clock.now() + +seconds * 1000);
    return token;
  }

  isValid(token: string): boolean {
    return this.#clock.now() < (this.#expirations.get(token) ?? 0);
  }
}
