import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretStore } from '../../src/session/storedSessions.ts';

/** Secret storage that several processes share, like the windows of VS Code: one file per value. */
export class DirectorySecrets implements SecretStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async keys(): Promise<readonly string[]> {
    const names = await readdir(this.#directory).catch(() => []);
    return names.filter((name) => !name.endsWith('.new'));
  }

  async get(key: string): Promise<string | undefined> {
    return readFile(join(this.#directory, key), 'utf8').catch(() => undefined);
  }

  async store(key: string, value: string): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const written = join(this.#directory, `${randomUUID()}.new`);
    await writeFile(written, value);
    await rename(written, join(this.#directory, key));
  }

  async delete(key: string): Promise<void> {
    await rm(join(this.#directory, key), { force: true });
  }
}
