import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../base/atomicFile.ts';
import { onDisk, readText } from '../base/boundedFile.ts';
import { maxSizes } from '../base/deadlines.ts';
import { type Listing, listingOf } from './accounts.ts';

/**
 * Stores the last listing of each sign-in in its own file, readable only by the user. The files contain names and email
 * addresses, but no secrets.
 */
export class AccountFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined if the file does not exist or is malformed. */
  async read(signIn: string): Promise<Listing | undefined> {
    try {
      const text = await readText(this.#path(signIn), { bytes: maxSizes.largeFileBytes });
      return parseListing(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  async write(signIn: string, { accounts, completedAt }: Listing): Promise<void> {
    const stored = { version, completedAt, accounts: [...accounts.values()] };
    await writeAtomically(this.#path(signIn), JSON.stringify(stored));
  }

  async remove(signIn: string): Promise<void> {
    const path = this.#path(signIn);
    await onDisk(path, () => rm(path, { force: true }));
  }

  #path(signIn: string): string {
    return join(this.#folder, `${createHash('sha256').update(signIn).digest('hex').slice(0, 32)}.json`);
  }
}

/** The version of the file format. Files of another version are ignored and listed again. */
const version = 1;

interface Stored {
  readonly version?: unknown;
  readonly completedAt?: unknown;
  readonly accounts?: unknown;
}

interface StoredAccount {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly email?: unknown;
  readonly roles?: unknown;
}

function parseListing(stored: Stored | null): Listing | undefined {
  if (stored?.version !== version || typeof stored.completedAt !== 'number') return undefined;
  if (!Array.isArray(stored.accounts)) return undefined;
  const roles = new Map<string, readonly string[]>();
  const accounts = stored.accounts.flatMap((account: StoredAccount | null) => {
    const { id, name, email, roles: names } = account ?? {};
    if (typeof id !== 'string' || typeof name !== 'string' || typeof email !== 'string') return [];
    if (!Array.isArray(names) || !names.every((role) => typeof role === 'string')) return [];
    roles.set(id, names);
    return { id, name, email };
  });
  return listingOf({ accounts, roles }, stored.completedAt);
}
