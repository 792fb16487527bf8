import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from '../../base/boundedFile.ts';
import { codeOf } from '../../base/errorCode.ts';
import { noResponse, stateOfFile } from './fileState.ts';

/** How many files are checked at a time although nothing suggests that they have changed. */
const maxChecked = 16;
/** How often the folder is listed although its time has not changed: FAT and some network drives do not update it. */
const listEvery = 30;

export interface FolderOptions {
  /** The resolution of the coarsest file system clock, in milliseconds. */
  readonly clockMs: number;
  /** The names of files that are checked more often than others. */
  readonly important: () => readonly string[];
}

/**
 * The state of the JSON files in a folder. A folder can contain thousands, so not all of them are checked each time:
 * AWS tools keep a token forever, although it expires after hours.
 *
 * - A file that appears, vanishes, or is replaced changes the time of the folder. All files are checked then, and once
 *   more when no further change can have the same time.
 * - A file that is written in place does not. Important files are checked each time, others in turn.
 */
export class FolderState {
  readonly #path: string;
  readonly #options: FolderOptions;
  readonly #states = new Map<string, string>();
  /** When the files that are changing were last seen to change (`performance.now()`). */
  readonly #changedAt = new Map<string, number>();
  #folder = '';
  #checkAllAt = 0;
  #reads = 0;
  #version = 0;

  constructor(path: string, options: FolderOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Differs from the last result if a change was found since. None is found while the folder does not respond. */
  async read(): Promise<string> {
    const now = performance.now();
    const folder = await stateOfFile(this.#path);
    if (folder === noResponse) return `${this.#version}`;
    if (folder !== this.#folder || now >= this.#checkAllAt) {
      this.#checkAllAt = folder === this.#folder ? Infinity : now + this.#options.clockMs;
      this.#folder = folder;
      await this.#list();
      await this.#check([...this.#states.keys()], now);
    } else {
      if (this.#reads % listEvery === 0) await this.#check(await this.#list(), now);
      await this.#check(this.#due(now), now);
    }
    this.#reads++;
    return `${this.#version}`;
  }

  /** Updates the set of files, and returns those that are new. A folder that is missing is equal to an empty one. */
  async #list(): Promise<readonly string[]> {
    const names = await onDisk(this.#path, () => readdir(this.#path)).catch((error: unknown) => {
      const code = codeOf(error);
      return code === 'ENOENT' || code === 'ENOTDIR' ? [] : [`${code}.json`];
    });
    const found = new Set(names.filter((name) => name.endsWith('.json')));
    for (const name of this.#states.keys()) {
      if (found.has(name)) continue;
      this.#states.delete(name);
      this.#changedAt.delete(name);
      this.#version++;
    }
    const added = [...found].filter((name) => !this.#states.has(name));
    for (const name of added) this.#states.set(name, '');
    return added;
  }

  /** The important files, those that are changing, and some of the others. */
  #due(now: number): ReadonlySet<string> {
    const all = [...this.#states.keys()];
    const important = this.#options.important().filter((name) => this.#states.has(name));
    for (const [name, at] of this.#changedAt)
      if (now - at >= this.#options.clockMs) this.#changedAt.delete(name);
    return new Set([
      ...this.#inTurn(important),
      ...this.#inTurn(all),
      ...[...this.#changedAt.keys()].slice(0, maxChecked),
    ]);
  }

  #inTurn(names: readonly string[]): readonly string[] {
    if (names.length <= maxChecked) return names;
    const start = (this.#reads * maxChecked) % names.length;
    return [
      ...names.slice(start, start + maxChecked),
      ...names.slice(0, Math.max(0, start + maxChecked - names.length)),
    ];
  }

  async #check(names: Iterable<string>, now: number): Promise<void> {
    for (const name of names) {
      const state = await stateOfFile(join(this.#path, name));
      if (state === this.#states.get(name)) continue;
      this.#states.set(name, state);
      this.#changedAt.set(name, now);
      this.#version++;
    }
  }
}
