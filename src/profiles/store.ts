import { type Disposable, Emitter } from '../base/event.ts';
import type { Failure, FileTrouble } from '../base/failure.ts';
import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { brokenHeaders, missingPrefixes, needlessPrefixes } from './headerHints.ts';
import { buildProfiles, type FileRole, noProfiles, type ProfileSet } from './profiles.ts';

/** The state of a file when it was read. A missing file is not a failure: most users start without one. */
export type FileState =
  | { readonly kind: 'text'; readonly text: string; readonly isUtf8?: boolean }
  /** The failure is set for a dangling link. */
  | { readonly kind: 'missing'; readonly failure?: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The file access that the store needs; implemented in `host/files/awsFiles.ts`. */
export interface Files {
  read(path: string): Promise<FileState>;
  /**
   * Calls `onChange` after the file changed, appeared, vanished or was replaced, occasionally also without a change,
   * and repeatedly while it answers `again`.
   */
  watch(path: string, onChange: () => Promise<WatchAnswer>): Disposable;
}

/** `again`: the file could not be read now, but may become readable without another change. */
export type WatchAnswer = 'done' | 'again';

export interface StoreState {
  readonly profiles: ProfileSet;
  /**
   * Unreadable files, whose profiles come from the last successful read, and files with parts that are ignored.
   */
  readonly failures: readonly Failure[];
  /** Valid content that the user may have meant differently. */
  readonly hints: readonly Failure[];
}

const roles: readonly FileRole[] = ['config', 'credentials'];
const emptyDocument = parseConfig('');

/** Can pass without a change to the file: on Windows, another program may lock it for a while. */
const transientTroubles: ReadonlySet<FileTrouble> = new Set(['permission', 'timedOut', 'other']);

/** The profiles of both files, reread when a file changes. While a file is unreadable, its last content is kept. */
export class ProfileStore implements Disposable {
  readonly #files: Files;
  readonly #changed = new Emitter<StoreState>();
  readonly #watchers: Disposable[];
  readonly #documents: Record<FileRole, ConfigDocument> = {
    config: emptyDocument,
    credentials: emptyDocument,
  };
  readonly #failures: Partial<Record<FileRole, Failure | undefined>> = {};
  readonly #notUtf8 = new Set<FileRole>();
  #state: StoreState = { profiles: noProfiles, failures: [], hints: [] };
  #reading: Promise<StoreState> | undefined;
  /** The files to read or reread. */
  readonly #due = new Set<FileRole>();
  #hasRead = false;

  readonly paths: Readonly<Record<FileRole, string>>;
  /** Fires only if a text or a failure has changed: the watcher also reports files that have not. */
  readonly onDidChange = this.#changed.event;

  constructor(files: Files, paths: Readonly<Record<FileRole, string>>) {
    this.#files = files;
    this.paths = paths;
    this.#watchers = roles.map((role) => files.watch(paths[role], () => this.#readChanged(role)));
  }

  /** The last state; empty before the first read. */
  get state(): StoreState {
    return this.#state;
  }

  /** Resolves to the state after the first read. */
  async ready(): Promise<StoreState> {
    return this.#reading ?? (this.#hasRead ? this.#state : this.reload());
  }

  /** Rereads both files. Calls during a read share the read that follows it. */
  reload(): Promise<StoreState> {
    return this.#readAgain(roles);
  }

  /** Rereads only the changed file: the other one may be half written. */
  async #readChanged(role: FileRole): Promise<WatchAnswer> {
    await this.#readAgain([role]);
    const failure = this.#failures[role];
    return failure?.code === 'fileUnreadable' && transientTroubles.has(failure.reason) ? 'again' : 'done';
  }

  #readAgain(due: readonly FileRole[]): Promise<StoreState> {
    for (const role of this.#hasRead ? due : roles) this.#due.add(role);
    return (this.#reading ??= this.#readUntilSettled());
  }

  async #readUntilSettled(): Promise<StoreState> {
    let changed = !this.#hasRead;
    try {
      while (this.#due.size > 0) {
        const due = [...this.#due];
        this.#due.clear();
        const states = await Promise.all(due.map((role) => this.#files.read(this.paths[role])));
        const isChanged = due.map((role, i) => this.#accept(role, states[i]));
        if (!isChanged.includes(true)) continue;
        this.#state = this.#build();
        changed = true;
      }
    } finally {
      this.#reading = undefined;
    }
    this.#hasRead = true;
    if (changed) this.#changed.fire(this.#state);
    return this.#state;
  }

  /** Stores what was read; returns whether it changed anything. */
  #accept(role: FileRole, state: FileState | undefined): boolean {
    const failure = state?.kind === 'text' ? undefined : state?.failure;
    const { text = '', isUtf8 = true } = state?.kind === 'text' ? state : {};
    const isOther = this.#notUtf8.has(role) === isUtf8;
    const isChanged = isOther || JSON.stringify(failure) !== JSON.stringify(this.#failures[role]);
    this.#failures[role] = failure;
    if (isUtf8) this.#notUtf8.delete(role);
    else this.#notUtf8.add(role);
    if (failure || text === this.#documents[role].text) return isChanged;
    this.#documents[role] = parseConfig(text);
    return true;
  }

  #build(): StoreState {
    const { config, credentials } = this.#documents;
    const failures = roles.flatMap(
      (role) => this.#failures[role] ?? brokenHeaders(this.paths[role], this.#documents[role]),
    );
    // One file can serve as both; then its sections without a prefix are profiles of the credentials file.
    const isShared = this.paths.config === this.paths.credentials;
    const hints = isShared
      ? []
      : [
          ...missingPrefixes(this.paths.config, config),
          ...needlessPrefixes(this.paths.credentials, credentials),
        ];
    const encodings = [...this.#notUtf8].map((role): Failure => ({
      code: 'notUtf8',
      path: this.paths[role],
    }));
    return { profiles: buildProfiles(config, credentials), failures, hints: [...encodings, ...hints] };
  }

  /** The text to which the offsets of a `FileLocation` refer. */
  textOf(role: FileRole): string {
    return this.#documents[role].text;
  }

  dispose(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#changed.dispose();
  }
}
