import type { Environment } from '../../base/environment.ts';
import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import type { Failure } from '../../base/failure.ts';
import type { FileTrouble } from '../../base/fileTrouble.ts';
import type { Files, FileState, WatchAnswer } from '../store.ts';
import type { AlibabaPaths, AlibabaProfiles } from './alibabaProfiles.ts';
import type { IniFile } from './alibabaTarget.ts';
import { readAlibabaProfiles } from './readAlibabaProfiles.ts';

export interface AlibabaStoreDependencies {
  readonly files: Files;
  readonly paths: AlibabaPaths;
  readonly environment: Environment;
  /** Whether the metadata service of ECS is to be listed even if no variable speaks of it. */
  readonly asksForEcs: { readonly value: boolean; readonly onChange: Event<unknown> };
  /** Whether there is a file. The one of a PAI DSW instance is read only when its credentials are needed. */
  readonly exists: (path: string) => Promise<boolean>;
}

/** A file whose text is read. */
type TextFile = 'cli' | IniFile;
type WatchedFile = TextFile | 'credentialsFile';

/** Can pass without a change to the file: on Windows, another program may lock it for a while. */
const transientTroubles: ReadonlySet<FileTrouble> = new Set(['permission', 'timedOut', 'other']);

/**
 * The sources of Alibaba Cloud, reread when a file changes. While a file is unreadable or not valid, its last content
 * is kept: the user is editing it, or a program is writing it.
 */
export class AlibabaStore implements Disposable {
  readonly #dependencies: AlibabaStoreDependencies;
  readonly #changed = new Emitter<AlibabaProfiles>();
  readonly #rewritten = new Emitter<void>();
  readonly #watched: ReadonlyMap<WatchedFile, string>;
  readonly #disposables: readonly Disposable[];
  readonly #texts = new Map<TextFile, string | undefined>();
  /** The last texts that were valid. */
  readonly #valid = new Map<TextFile, string>();
  readonly #failures = new Map<TextFile, Failure>();
  readonly #due = new Set<WatchedFile>();
  #hasCredentialsFile = false;
  #state: AlibabaProfiles;
  #reading: Promise<AlibabaProfiles> | undefined;
  #hasRead = false;

  /** Fires only if the content of a file, its failure, or the list of sources has changed. */
  readonly onDidChange = this.#changed.event;
  /** Fires when the file of a PAI DSW instance has been written, perhaps with the same credentials. */
  readonly onDidRewriteCredentials = this.#rewritten.event;

  constructor(dependencies: AlibabaStoreDependencies) {
    this.#dependencies = dependencies;
    this.#watched = watchedFiles(dependencies.paths);
    this.#state = this.#build();
    const { files, asksForEcs } = dependencies;
    this.#disposables = [
      ...[...this.#watched].map(([file, path]) => files.watch(path, () => this.#readChanged(file))),
      asksForEcs.onChange(() => this.#show()),
    ];
  }

  /** The last state; without files before the first read. */
  get state(): AlibabaProfiles {
    return this.#state;
  }

  /** Resolves to the state after the first read. */
  async ready(): Promise<AlibabaProfiles> {
    return this.#reading ?? (this.#hasRead ? this.#state : this.reload());
  }

  /** Rereads all files. Calls during a read share the read that follows it. */
  reload(): Promise<AlibabaProfiles> {
    return this.#readAgain([...this.#watched.keys()]);
  }

  /** Rereads only the changed file: another one may be half written. */
  async #readChanged(file: WatchedFile): Promise<WatchAnswer> {
    await this.#readAgain([file]);
    if (file === 'credentialsFile') {
      this.#rewritten.fire();
      return 'done';
    }
    const failure = this.#failures.get(file);
    return failure?.code === 'fileUnreadable' && transientTroubles.has(failure.reason) ? 'again' : 'done';
  }

  #readAgain(due: readonly WatchedFile[]): Promise<AlibabaProfiles> {
    for (const file of this.#hasRead ? due : this.#watched.keys()) this.#due.add(file);
    return (this.#reading ??= this.#readUntilSettled());
  }

  async #readUntilSettled(): Promise<AlibabaProfiles> {
    let changed = !this.#hasRead;
    try {
      while (this.#due.size > 0) {
        const due = [...this.#due];
        this.#due.clear();
        const isChanged = await Promise.all(due.map((file) => this.#read(file)));
        changed ||= isChanged.includes(true);
      }
    } finally {
      this.#reading = undefined;
    }
    this.#hasRead = true;
    if (changed) this.#show();
    return this.#state;
  }

  /** Whether something has changed. */
  async #read(file: WatchedFile): Promise<boolean> {
    const path = this.#watched.get(file) ?? '';
    if (file !== 'credentialsFile') return this.#accept(file, await this.#dependencies.files.read(path));
    const before = this.#hasCredentialsFile;
    this.#hasCredentialsFile = await this.#dependencies.exists(path);
    return before !== this.#hasCredentialsFile;
  }

  #accept(file: TextFile, state: FileState): boolean {
    const failure = state.kind === 'text' ? undefined : state.failure;
    const hasOtherFailure = JSON.stringify(failure) !== JSON.stringify(this.#failures.get(file));
    if (failure) this.#failures.set(file, failure);
    else this.#failures.delete(file);
    const text = state.kind === 'text' ? state.text : undefined;
    if (failure || text === this.#texts.get(file)) return hasOtherFailure;
    this.#texts.set(file, text);
    return true;
  }

  #show(): void {
    this.#state = this.#build();
    this.#changed.fire(this.#state);
  }

  #build(): AlibabaProfiles {
    const read = this.#readTexts(this.#texts);
    const invalid = new Set(read.failures.flatMap((each) => ('path' in each ? [each.path] : [])));
    const last = new Map(this.#texts);
    for (const [file, text] of this.#texts) {
      const isInvalid = invalid.has(this.#watched.get(file) ?? '');
      if (isInvalid) last.set(file, this.#valid.get(file));
      else if (text === undefined) this.#valid.delete(file);
      else this.#valid.set(file, text);
    }
    const profiles = invalid.size === 0 ? read : this.#readTexts(last);
    return { ...profiles, failures: [...this.#failures.values(), ...read.failures] };
  }

  #readTexts(texts: ReadonlyMap<TextFile, string | undefined>): AlibabaProfiles {
    const { paths, environment, asksForEcs } = this.#dependencies;
    return readAlibabaProfiles({
      environment,
      paths,
      cli: texts.get('cli'),
      ini: new Map(
        [...texts].flatMap(([file, text]) =>
          file === 'cli' || text === undefined ? [] : [[file, text] as const],
        ),
      ),
      hasCredentialsFile: this.#hasCredentialsFile,
      asksForEcs: asksForEcs.value,
    });
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
    this.#changed.dispose();
    this.#rewritten.dispose();
  }
}

/** Without the INI files in the home folder if a variable names another one: all SDKs read only that. */
function watchedFiles({ cli, ini, credentialsFile }: AlibabaPaths): ReadonlyMap<WatchedFile, string> {
  const { named, ...inHome } = ini;
  return new Map<WatchedFile, string>([
    ['cli', cli],
    ...(named === undefined
      ? ([
          ['credentials', inHome.credentials],
          ['credentials.ini', inHome['credentials.ini']],
        ] as const)
      : ([['named', named]] as const)),
    ['credentialsFile', credentialsFile],
  ]);
}
