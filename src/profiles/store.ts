import { type Disposable, Emitter } from '../base/event.ts';
import type { Failure, FileTrouble } from '../base/failure.ts';
import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { brokenHeaders, missingPrefixes } from './headerHints.ts';
import { buildProfiles, type FileRole, noProfiles, type ProfileSet } from './profiles.ts';

/** What a file holds at one moment. A file that is not there is not a failure: most people start without one. */
export type FileState =
  | { readonly kind: 'text'; readonly text: string }
  /** The failure says why, where it is a link that leads nowhere. */
  | { readonly kind: 'missing'; readonly failure?: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The files of the machine, as the store needs them; served by `host/files.ts`. */
export interface Files {
  read(path: string): Promise<FileState>;
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
  /**
   * The files that could not be read, whose profiles are those of the last good reading, and those of which a part is
   * read as nothing.
   */
  readonly failures: readonly Failure[];
  /** What may be meant otherwise than it is read. Nothing of it is wrong. */
  readonly hints: readonly Failure[];
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
  readonly #failures: Partial<Record<FileRole, Failure | undefined>> = {};
  #state: StoreState = { profiles: noProfiles, failures: [], hints: [] };
  #reading: Promise<StoreState> | undefined;
  /** What is to be read, or read again. */
  readonly #due = new Set<FileRole>();
  #read = false;

  readonly paths: Readonly<Record<FileRole, string>>;
  readonly onDidChange = this.#changed.event;

  constructor(files: Files, paths: Readonly<Record<FileRole, string>>) {
    this.#files = files;
    this.paths = paths;
    this.#watchers = roles.map((role) => files.watch(paths[role], () => this.#readChanged(role)));
  }

  /** The last reading; empty before the first. */
  get state(): StoreState {
    return this.#state;
  }

  /** The profiles, once they have been read for the first time. */
  async ready(): Promise<StoreState> {
    return this.#reading ?? (this.#read ? this.#state : this.reload());
  }

  /** Reads both files again; calls while a reading is under way share what follows it. */
  reload(): Promise<StoreState> {
    return this.#readAgain(roles);
  }

  /** Only what is at rest: the other file may be half written. */
  async #readChanged(role: FileRole): Promise<WatchAnswer> {
    await this.#readAgain([role]);
    const failure = this.#failures[role];
    return failure?.code === 'fileUnreadable' && passingTroubles.has(failure.reason) ? 'again' : 'done';
  }

  #readAgain(due: readonly FileRole[]): Promise<StoreState> {
    for (const role of this.#read ? due : roles) this.#due.add(role);
    return (this.#reading ??= this.#readUntilSettled());
  }

  async #readUntilSettled(): Promise<StoreState> {
    let changed = !this.#read;
    try {
      while (this.#due.size > 0) {
        const due = [...this.#due];
        this.#due.clear();
        const states = await Promise.all(due.map((role) => this.#files.read(this.paths[role])));
        const isOther = due.map((role, i) => this.#take(role, states[i]));
        if (!isOther.includes(true)) continue;
        this.#state = this.#build();
        changed = true;
      }
    } finally {
      this.#reading = undefined;
    }
    this.#read = true;
    if (changed) this.#changed.fire(this.#state);
    return this.#state;
  }

  /** Takes in what was read of a file; says whether that changed anything. */
  #take(role: FileRole, state: FileState | undefined): boolean {
    const failure = state?.kind === 'text' ? undefined : state?.failure;
    const text = state?.kind === 'text' ? state.text : '';
    const isOther = JSON.stringify(failure) !== JSON.stringify(this.#failures[role]);
    this.#failures[role] = failure;
    if (failure || text === this.#documents[role].text) return isOther;
    this.#documents[role] = parseConfig(text);
    return true;
  }

  #build(): StoreState {
    const { config, credentials } = this.#documents;
    const failures = roles.flatMap(
      (role) => this.#failures[role] ?? brokenHeaders(this.paths[role], this.#documents[role]),
    );
    // One file for both is read in both ways.
    const isShared = this.paths.config === this.paths.credentials;
    const hints = isShared ? [] : missingPrefixes(this.paths.config, config);
    return { profiles: buildProfiles(config, credentials), failures, hints };
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
