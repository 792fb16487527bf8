import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { type Disposable, Emitter } from '../event.ts';
import type { Failure, FileTrouble } from '../failure.ts';
import { buildProfiles, type FileRole, noProfiles, type ProfileSet } from './profiles.ts';

/** What a file holds at one moment. A file that is not there is not a failure: most people start without one. */
export type FileState =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The files of the machine, as the store needs them; served by `host/files.ts`. */
export interface Files {
  read(path: string): Promise<FileState>;
  /** Makes an empty file, with its folder, that only its owner may read; leaves one that is there as it is. */
  create(path: string): Promise<void>;
  /**
   * Calls back after the file changed, appeared, vanished or was replaced; now and then also when it did not; and for
   * as long as the answer is `again`.
   */
  watch(path: string, onChange: () => Promise<WatchAnswer>): Disposable;
}

/** `again`: the file could not be read, but may be a little later, without another change. */
export type WatchAnswer = 'done' | 'again';

export interface StoreState {
  readonly profiles: ProfileSet;
  /** The files that could not be read; their profiles are those of the last good reading. */
  readonly failures: readonly Failure[];
}

const roles: readonly FileRole[] = ['config', 'credentials'];
const emptyDocument = parseConfig('');

/** What may be over without a change of the file: on Windows another program may lock it for a while. */
const passingTroubles: ReadonlySet<FileTrouble> = new Set(['permission', 'other']);

/** The profiles of both files, read again when a file changes. A bad moment keeps the last good reading. */
export class ProfileStore implements Disposable {
  readonly #files: Files;
  readonly #changed = new Emitter<StoreState>();
  readonly #watchers: Disposable[];
  readonly #documents: Record<FileRole, ConfigDocument> = {
    config: emptyDocument,
    credentials: emptyDocument,
  };
  #state: StoreState = { profiles: noProfiles, failures: [] };
  #reading: Promise<StoreState> | undefined;
  #changedWhileReading = false;
  #read = false;

  readonly paths: Readonly<Record<FileRole, string>>;
  readonly onDidChange = this.#changed.event;

  constructor(files: Files, paths: Readonly<Record<FileRole, string>>) {
    this.#files = files;
    this.paths = paths;
    this.#watchers = roles.map((role) => files.watch(paths[role], () => this.#readChanged(paths[role])));
  }

  /** The last reading; empty before the first. */
  get state(): StoreState {
    return this.#state;
  }

  /** The profiles, once they have been read for the first time. */
  async ready(): Promise<StoreState> {
    return this.#reading ?? (this.#read ? this.#state : this.reload());
  }

  /** Reads both files again; calls while a reading is under way share the one that follows it. */
  reload(): Promise<StoreState> {
    if (this.#reading) {
      this.#changedWhileReading = true;
      return this.#reading;
    }
    this.#reading = this.#readUntilSettled().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readChanged(path: string): Promise<WatchAnswer> {
    const { failures } = await this.reload();
    const mayPass = (failure: Failure): boolean =>
      failure.code === 'fileUnreadable' && failure.path === path && passingTroubles.has(failure.reason);
    return failures.some(mayPass) ? 'again' : 'done';
  }

  async #readUntilSettled(): Promise<StoreState> {
    let changed = false;
    do {
      this.#changedWhileReading = false;
      const states = await Promise.all(roles.map((role) => this.#files.read(this.paths[role])));
      changed = this.#take(states) || changed;
    } while (this.#changedWhileReading);
    if (changed || !this.#read) {
      this.#read = true;
      this.#changed.fire(this.#state);
    }
    return this.#state;
  }

  /** Takes what was read into the state; says whether that changed anything. */
  #take(states: readonly FileState[]): boolean {
    const failures = states.flatMap((state) => (state.kind === 'failed' ? [state.failure] : []));
    let changed = JSON.stringify(failures) !== JSON.stringify(this.#state.failures);
    for (const [i, role] of roles.entries()) {
      const state = states[i];
      if (!state || state.kind === 'failed') continue;
      const text = state.kind === 'text' ? state.text : '';
      if (text === this.#documents[role].text) continue;
      this.#documents[role] = parseConfig(text);
      changed = true;
    }
    if (changed) {
      this.#state = {
        profiles: buildProfiles(this.#documents.config, this.#documents.credentials),
        failures,
      };
    }
    return changed;
  }

  /** Makes the file if it is not there: private from the first, since keys may be typed into it. */
  create(role: FileRole): Promise<void> {
    return this.#files.create(this.paths[role]);
  }

  /** The text that offsets of `Place` count in. */
  textOf(role: FileRole): string {
    return this.#documents[role].text;
  }

  dispose(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#changed.dispose();
  }
}
