import { type Disposable, Emitter, type Event } from '../base/event.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { type Target, targetKey, targetName } from '../profiles/profiles.ts';
import type { Active } from './active.ts';
import { type ActiveMemory, type ActiveState, type SettledState, settled } from './activeState.ts';
import { type Bindings, type BindingSettings, bindingsOf, type BoundFolder } from './bindings.ts';
import type { Session } from './sessions.ts';

export interface BoundWindowDependencies {
  readonly settings: { readonly value: BindingSettings; readonly onChange: Event<unknown> };
  /** The active target of the window. */
  readonly active: Active;
  /** Creates the active target of a folder with its own profile. */
  readonly makeActive: (memory: ActiveMemory) => Active;
  readonly planOf: (target: Target) => Planned;
  /** Asks the user whether to use the profile that an untrusted workspace requests. */
  readonly offer: (profile: string) => void;
}

/** A folder that keeps its own profile, regardless of what the window uses. */
export interface OwnFolder {
  readonly uri: string;
  readonly name: string;
  readonly state: FolderState;
}

/** A folder always has a target: a failed session does not change its profile. */
export type FolderState = Exclude<SettledState, { kind: 'none' }>;

/**
 * Keeps the window on its bound profile until the user chooses another, and each folder on its own. Fires when a
 * binding or a folder's state changes.
 */
export class BoundWindow implements Disposable {
  readonly #dependencies: BoundWindowDependencies;
  readonly #changed = new Emitter<void>();
  /** The active targets of the bound folders, by target. Each one always remembers the same choice. */
  readonly #own = new Map<string, Active>();
  readonly #listening: Disposable;
  #bindings: Bindings = { window: undefined, folders: [], offered: undefined };
  #offered: string | undefined;
  #isOpen = false;

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: BoundWindowDependencies) {
    this.#dependencies = dependencies;
    this.#listening = dependencies.settings.onChange(() => {
      if (!this.#isOpen) return;
      this.#follow();
      this.#offer();
    });
  }

  /** Uses the bound profile, or else restores the previous choice. Call it after the files are read. */
  async open(): Promise<void> {
    this.#isOpen = true;
    this.#follow();
    if (this.target === undefined) await this.#dependencies.active.restore();
    this.#offer();
  }

  /** The target that the window is bound to. */
  get target(): Target | undefined {
    const { window } = this.#bindings;
    return window === undefined ? undefined : { kind: 'profile', name: window };
  }

  get folders(): readonly OwnFolder[] {
    return this.#bindings.folders.map((folder) => {
      const target = targetOfFolder(folder);
      const state = settled(this.#own.get(targetKey(target))?.state ?? { kind: 'none' });
      return { uri: folder.uri, name: folder.name, state: state.kind === 'none' ? waiting(target) : state };
    });
  }

  /** The state of a folder by its URI; undefined means the window. */
  stateOf(uri: string | undefined): ActiveState {
    return this.folders.find((folder) => folder.uri === uri)?.state ?? this.#dependencies.active.state;
  }

  /** The active targets of the window and of folders with their own profile. */
  get actives(): readonly Active[] {
    return [this.#dependencies.active, ...this.#own.values()];
  }

  /** Hands a new session to everything that waits for it. */
  adopt(session: Session): Session {
    for (const active of this.actives) active.adopt(session);
    return session;
  }

  /** Checks everything in use again after the files or the workspace trust changed. */
  refresh(): void {
    for (const active of this.actives) void active.refresh();
  }

  #follow(): void {
    const before = this.#bindings.window;
    this.#bindings = bindingsOf(this.#dependencies.settings.value);
    const { target } = this;
    if (target && this.#bindings.window !== before) void this.#dependencies.active.bind(target);
    this.#followFolders();
    this.#changed.fire();
  }

  #offer(): void {
    const { active, planOf, offer } = this.#dependencies;
    const { offered } = this.#bindings;
    if (offered === undefined || offered === this.#offered) return;
    this.#offered = offered;
    const target: Target = { kind: 'profile', name: offered };
    if (!active.isUsing(target) && isPlan(planOf(target))) offer(offered);
  }

  #followFolders(): void {
    const wanted = new Map(this.#bindings.folders.map(targetOfFolder).map((each) => [targetKey(each), each]));
    for (const [key, active] of this.#own) {
      if (wanted.has(key)) continue;
      active.dispose();
      this.#own.delete(key);
    }
    for (const [key, target] of wanted) {
      if (this.#own.has(key)) continue;
      const active = this.#dependencies.makeActive({ load: () => target, save: () => {} });
      active.onDidChange(() => this.#changed.fire());
      this.#own.set(key, active);
      void active.restore();
    }
  }

  dispose(): void {
    this.#listening.dispose();
    for (const active of this.#own.values()) active.dispose();
    this.#changed.dispose();
  }
}

function targetOfFolder({ profile }: BoundFolder): Target {
  return { kind: 'profile', name: profile };
}

/** The state until it is known whether the session needs the user. */
function waiting(target: Target): FolderState {
  return { kind: 'waiting', target, failure: { code: 'needsPerson', profile: targetName(target) } };
}
