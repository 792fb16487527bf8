import type { WriteTrouble } from '../base/failure.ts';
import { writeTroubleOf } from '../base/writeTrouble.ts';

/** Where the tokens of one kind of sign-in are, by the path of their file. */
export interface TokenFiles<Token, Owner = undefined> {
  /** Undefined if there is no usable token. */
  read(path: string): Promise<Token | undefined>;
  /** `owner`: the sign-in that the file names beside the token. */
  write(path: string, token: Token, owner: Owner): Promise<void>;
  /** Forgets what is not in the file. */
  forget(path: string): void;
}

/**
 * The files of the CLI's cache. A token that cannot be written is kept in memory: the user has just approved the
 * sign-in, or the renewal has ended the token in the file.
 */
export class HeldTokens<
  Token extends { readonly expiresAt: number },
  Owner = undefined,
> implements TokenFiles<Token, Owner> {
  readonly #files: TokenFiles<Token, Owner>;
  readonly #held = new Map<string, Token>();
  readonly #onHeld: (path: string, reason: WriteTrouble) => void;

  /** `onHeld` is called when a file cannot be written. */
  constructor(
    files: TokenFiles<Token, Owner>,
    onHeld: (path: string, reason: WriteTrouble) => void = () => {},
  ) {
    this.#files = files;
    this.#onHeld = onHeld;
  }

  /** Another program may sign in later: the token that lasts longer counts. */
  async read(path: string): Promise<Token | undefined> {
    const written = await this.#files.read(path).catch((error: unknown) => {
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
  async write(path: string, token: Token, owner: Owner): Promise<void> {
    try {
      await this.#files.write(path, token, owner);
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
