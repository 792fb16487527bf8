import type { WriteTrouble } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { readToken, type SsoToken, writeToken } from './ssoTokens.ts';

/** Where the tokens of sign-ins are, by the path of their file. */
export interface TokenFiles {
  /** As `readToken`. */
  read(path: string): Promise<SsoToken | undefined>;
  /** As `writeToken`. */
  write(path: string, session: SsoSession, token: SsoToken): Promise<void>;
  /** Forgets what is not in the file. */
  forget(path: string): void;
}

/** The files of the CLI's cache, and nothing else. */
export const tokenFiles: TokenFiles = { read: readToken, write: writeToken, forget: () => {} };

/**
 * The files of the CLI's cache. A token that cannot be written is kept in memory: the user has just approved the
 * sign-in, or the renewal has ended the token in the file.
 */
export class HeldTokens implements TokenFiles {
  readonly #held = new Map<string, SsoToken>();
  readonly #onHeld: (path: string, reason: WriteTrouble) => void;

  /** `onHeld` is called when a file cannot be written. */
  constructor(onHeld: (path: string, reason: WriteTrouble) => void = () => {}) {
    this.#onHeld = onHeld;
  }

  /** Another program may sign in later: the token that lasts longer counts. */
  async read(path: string): Promise<SsoToken | undefined> {
    const written = await readToken(path).catch((error: unknown) => {
      if (this.#held.has(path)) return undefined;
      throw error;
    });
    // A sign-in may have ended while the file was read.
    const held = this.#held.get(path);
    if (!held || (written && written.expiresAt > held.expiresAt)) {
      this.#held.delete(path);
      return written;
    }
    return held;
  }

  /** Does not reject. */
  async write(path: string, session: SsoSession, token: SsoToken): Promise<void> {
    try {
      await writeToken(path, session, token);
      this.#held.delete(path);
    } catch (error) {
      this.#held.set(path, token);
      this.#onHeld(path, writeTroubleOf(error));
    }
  }

  forget(path: string): void {
    this.#held.delete(path);
  }
}
