import { type Disposable, Emitter } from '../base/event.ts';
import type { Failure, FileTrouble } from '../base/failure.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { type FileRole, noProfiles } from './profiles.ts';
import type { ReadFiles, StoreState } from './storeState.ts';

export type { StoreState } from './storeState.ts';

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

/** Makes profiles of the texts of the files. Start-up loads it while the disk reads them. */
export interface ProfileReader {
  readonly parseConfig: (text: string) => ConfigDocument;
  readonly buildState: (files: ReadFiles) => StoreState;
}

const roles: readonly FileRole[] = ['config', 'credentials'];

/** Can pass without a change to the file: on Windows, another program may lock it for a while. */
const transientTroubles: ReadonlySet<FileTrouble> = new Set(['permission', 'timedOut', 'other']);

/** The profiles of both files, reread when a file changes. While a file is unreadable, its last content is kept. */
export class ProfileStore implements Disposable {
  readonly #files: Files;
  readonly #changed = new Emitter<StoreState>();
  readonly #watchers: Disposable[];
  readonly #loadReader: () => Promise<ProfileReader>;
  readonly #texts: Record<FileRole, string> = { config: '', credentials: '' };
  /** Those of the texts that were parsed. */
  readonly #documents = new Map<FileRole, ConfigDocument>();
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

  constructor(
    files: Files,
    paths: Readonly<Record<FileRole, string>>,
    loadReader: () => Promise<ProfileReader>,
  ) {
    this.#files = files;
    this.paths = paths;
    this.#loadReader = loadReader;
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
    // Not before `activate` has returned, and once for all calls until then.
    return (this.#reading ??= Promise.resolve().then(() => this.#readUntilSettled()));
  }

  async #readUntilSettled(): Promise<StoreState> {
    let changed = !this.#hasRead;
    try {
      while (this.#due.size > 0) {
        const due = [...this.#due];
        this.#due.clear();
        const reads = due.map((role) => this.#files.read(this.paths[role]));
        const [reader, ...states] = await Promise.all([this.#loadReader(), ...reads]);
        const isChanged = due.map((role, i) => this.#accept(role, states[i]));
        if (!isChanged.includes(true)) continue;
        this.#state = this.#build(reader);
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
    if (failure || text === this.#texts[role]) return isChanged;
    this.#texts[role] = text;
    this.#documents.delete(role);
    return true;
  }

  #build({ parseConfig, buildState }: ProfileReader): StoreState {
    const documentOf = (role: FileRole): ConfigDocument => {
      const document = this.#documents.get(role) ?? parseConfig(this.#texts[role]);
      this.#documents.set(role, document);
      return document;
    };
    return buildState({
      paths: this.paths,
      documents: { config: documentOf('config'), credentials: documentOf('credentials') },
      failures: this.#failures,
      notUtf8: this.#notUtf8,
    });
  }

  /** The text to which the offsets of a `FileLocation` refer. */
  textOf(role: FileRole): string {
    return this.#texts[role];
  }

  dispose(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#changed.dispose();
  }
}
