import type { Stats } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from '../../base/boundedFile.ts';
import { codeOf } from '../../base/errorCode.ts';
import type { Disposable } from '../../base/event.ts';
import { openOwnFolder } from '../../ipc/ownFolders.ts';
import type { HandOut } from './handOuts.ts';

export interface AuditTrailDependencies {
  /** A folder of its own, which all windows share. */
  readonly folder: string;
  /** Called once with the system's error code if the trail cannot be written, or if lines are lost. */
  readonly onFailure: (reason: string) => void;
  readonly limits?: AuditLimits;
}

/** The audit trail, whether it is on or off. */
export interface AuditTrailAccess {
  readonly isOn: () => boolean;
  readonly file: () => Promise<string>;
  /** Creates an empty file unless there is one. Rejects with the system's error. */
  readonly create: () => Promise<void>;
}

export interface AuditLimits {
  /** A file that is larger is closed, in bytes. */
  readonly fileBytes: number;
  /** How many closed files are kept. */
  readonly files: number;
  /** How long a file is written to, and how long a closed one is kept, in milliseconds. */
  readonly ageMs: number;
}

const defaultLimits: AuditLimits = { fileBytes: 1024 * 1024, files: 9, ageMs: 90 * 86_400_000 };
/** The lines that wait for a disk that does not respond. */
const maxWaiting = 100_000;
/** The lines that are written at once. */
const maxAtOnce = 100;
/** How often surplus and old files are removed, in milliseconds. */
const sweepMs = 86_400_000;
const fileName = 'audit.jsonl';
const closedName = /^audit-[\w-]+\.jsonl$/u;

/**
 * The trail of everything that was handed out, one JSON object per line, in a file that only the user can read. All
 * windows append to it: whole lines are one write at the end of the file, so they stay whole. Handing out does not wait
 * for it.
 */
export class AuditTrail implements Disposable {
  readonly #dependencies: AuditTrailDependencies;
  readonly #limits: AuditLimits;
  #work: Promise<void> = Promise.resolve();
  #waiting: string[] = [];
  #sweptAt = -Infinity;
  #hasFailed = false;
  #isDisposed = false;

  constructor(dependencies: AuditTrailDependencies) {
    this.#dependencies = dependencies;
    this.#limits = dependencies.limits ?? defaultLimits;
  }

  get path(): string {
    return join(this.#dependencies.folder, fileName);
  }

  /** Settles when the line is written or has failed. Does not reject. */
  append(handOut: HandOut): Promise<void> {
    if (this.#isDisposed) return this.#work;
    if (this.#waiting.length >= maxWaiting) {
      this.#fail('ETIMEDOUT');
      return this.#work;
    }
    this.#waiting.push(lineOf(handOut));
    return this.#then(async () => {
      const lines = this.#waiting.splice(0, maxAtOnce).join('');
      if (lines !== '') await onDisk(this.path, () => this.#write(lines));
    });
  }

  /** Removes surplus and old files, also while nothing is appended. Does not reject. */
  sweep(): Promise<void> {
    return this.#then(() => onDisk(this.path, () => this.#sweep()));
  }

  #then(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#fail(codeOf(error) || 'unexpected'));
    return this.#work;
  }

  /** Creates an empty file unless there is one. Rejects with the system's error. */
  create(): Promise<void> {
    return onDisk(this.path, () => this.#write(''));
  }

  async #write(lines: string): Promise<void> {
    await openOwnFolder(this.#dependencies.folder);
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.chmod(0o600);
      const bytes = Buffer.from(lines);
      if (bytes.length > 0) await file.write(bytes);
      const isFull = this.#isFull(await file.stat());
      if (isFull) await this.#close();
      if (isFull || Date.now() - this.#sweptAt > sweepMs) await this.#removeClosed();
    } finally {
      await file.close();
    }
  }

  async #sweep(): Promise<void> {
    const found = await stat(this.path).catch(unlessMissing);
    if (found && this.#isFull(found)) await this.#close();
    await this.#removeClosed();
  }

  /** Some file systems do not know when a file was created. */
  #isFull({ size, birthtimeMs }: Stats): boolean {
    const { fileBytes, ageMs } = this.#limits;
    return size > fileBytes || (birthtimeMs > 0 && Date.now() - birthtimeMs > ageMs);
  }

  /**
   * Other windows may do this at the same time. Each gives the file a name of its own, so that none replaces another
   * file, and what one has renamed or removed is missing for the others.
   */
  async #close(): Promise<void> {
    const { folder } = this.#dependencies;
    const time = new Date().toISOString().replaceAll(/\D/gu, '');
    await rename(this.path, join(folder, `audit-${time}-${process.pid}.jsonl`)).catch(unlessMissing);
  }

  async #removeClosed(): Promise<void> {
    this.#sweptAt = Date.now();
    const { folder } = this.#dependencies;
    const names = (await readdir(folder).catch(unlessMissing)) ?? [];
    const closed = names.filter((name) => closedName.test(name)).toSorted();
    for (const [i, name] of closed.entries()) {
      const path = join(folder, name);
      const found = await stat(path).catch(unlessMissing);
      const isSurplus = i < closed.length - this.#limits.files;
      const isOld = found && Date.now() - found.mtimeMs > this.#limits.ageMs;
      if (isSurplus || isOld) await rm(path, { force: true });
    }
  }

  #fail(reason: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#dependencies.onFailure(reason);
  }

  dispose(): void {
    this.#isDisposed = true;
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

const events: Readonly<Record<HandOut['what'], string>> = {
  keys: 'given',
  access: 'allowed',
  unknown: 'unknown',
};

/** In ASCII, so that no character of a name breaks the line or changes its look in an editor. */
function lineOf({ at, what, ended, recipient, expiration, ...handOut }: HandOut): string {
  const { cloud, profile, account, session, access } = handOut;
  const line = {
    time: new Date(at).toISOString(),
    event: ended ?? events[what],
    cloud,
    profile,
    account,
    session,
    access,
    expires: expiration === undefined ? undefined : new Date(expiration).toISOString(),
    recipient,
    window: process.pid,
  };
  const json = JSON.stringify(line);
  return `${json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
