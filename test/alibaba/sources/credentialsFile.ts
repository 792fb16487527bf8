import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { credentialsJson } from '../ram/ramSessions.ts';
import type { CredentialsUri } from './credentialsUri.ts';

export type CredentialsFileOptions = {
  /** How often the file is written anew, in milliseconds. Default: never. */
  readonly everyMs?: number;
  /** Replaces the file at once instead of writing into it. Default: false. */
  readonly atomic?: boolean;
  /** Empties the file, and takes so many milliseconds to write it: nothing at first, then one half, then the other. */
  readonly tornMs?: number;
  /** How the text is written. Default: as PAI writes it. */
  readonly text?: (json: string) => string;
};

/**
 * The file `/mnt/.alibabacloud/credentials` of a PAI DSW instance: the answer of the credentials URI without `Code`.
 * At the time of a write, both have the same credentials.
 */
export class CredentialsFile {
  readonly path: string;
  readonly #uri: CredentialsUri;
  readonly #options: CredentialsFileOptions;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(path: string, uri: CredentialsUri, options: CredentialsFileOptions = {}) {
    this.path = path;
    this.#uri = uri;
    this.#options = options;
    if (options.everyMs !== undefined)
      this.#timer = setInterval(() => void this.#rewrite(), options.everyMs).unref();
  }

  /** An instance whose role is gone leaves the file as it is. */
  async #rewrite(): Promise<void> {
    if (this.#uri.session()) await this.write();
  }

  /** Writes the current credentials. */
  async write(): Promise<void> {
    const session = this.#uri.session();
    if (!session) throw new Error('The instance has no RAM role.');
    const json = JSON.stringify(credentialsJson(session), undefined, 2);
    const text = this.#options.text?.(json) ?? json;
    await mkdir(dirname(this.path), { recursive: true });
    const { atomic = false, tornMs } = this.#options;
    if (tornMs !== undefined) await this.#writeTorn(text, tornMs);
    else if (atomic) {
      await writeFile(`${this.path}.new`, text);
      await rename(`${this.path}.new`, this.path);
    } else await writeFile(this.path, text);
  }

  /** Renews the credentials and writes them. The previous ones stay valid. */
  async rotate(): Promise<void> {
    this.#uri.rotate();
    await this.write();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #writeTorn(text: string, tornMs: number): Promise<void> {
    const file = await open(this.path, 'w');
    try {
      const half = Math.floor(text.length / 2);
      await sleep(tornMs / 2);
      await file.write(text.slice(0, half));
      await sleep(tornMs / 2);
      await file.write(text.slice(half));
    } finally {
      await file.close();
    }
  }
}
