import { type Disposable, Emitter, type Event } from '../base/event.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { type Target, targetKey, targetName } from '../profiles/profiles.ts';
import type { Active } from './active.ts';
import { type ActiveMemory, type ActiveState, type SettledState, settled } from './activeState.ts';
import { type Bindings, type BindingSettings, bindingsOf, type BoundFolder } from './bindings.ts';
import type { Session } from './sessions.ts';

export interface BoundWindowDependencies {
  readonly settings: { readonly value: BindingSettings; readonly onChange: Event<unknown> };
  /** What the window uses. */
  readonly active: Active;
  /** For folders with a profile of their own. */
  readonly makeActive: (memory: ActiveMemory) => Active;
  readonly planOf: (target: Target) => Planned;
  /** Asks the person whether to use what an untrusted workspace asks for. */
  readonly offer: (profile: string) => void;
}

/** A folder that stays with its profile, whatever the window uses. */
export interface OwnFolder {
  readonly uri: string;
  readonly name: string;
  readonly state: FolderState;
}

/** It always has a target: whatever becomes of its session, it does not turn to another. */
export type FolderState = Exclude<SettledState, { kind: 'none' }>;

/**
 * Keeps the window with the profile that it is bound to, until the person chooses another, and folders of a workspace
 * with theirs. Fires when a binding changes, or what a folder uses.
 */
export class BoundWindow implements Disposable {
  readonly #dependencies: BoundWindowDependencies;
  readonly #changed = new Emitter<void>();
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

  /** Takes up what the window is bound to, or else what was in use last time. To be called once the files are read. */
  async open(): Promise<void> {
    this.#isOpen = true;
    this.#follow();
    if (this.target === undefined) await this.#dependencies.active.restore();
    this.#offer();
  }

  /** What the window is bound to. */
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

  /** What a folder uses, by its URI; undefined: the window. */
  stateOf(uri: string | undefined): ActiveState {
    return this.folders.find((folder) => folder.uri === uri)?.state ?? this.#dependencies.active.state;
  }

  /** That of the window, and those of folders with a profile of their own. */
  get actives(): readonly Active[] {
    return [this.#dependencies.active, ...this.#own.values()];
  }

  /** Somebody had a session made: who waits for it has it now. */
  adopt(session: Session): Session {
    for (const active of this.actives) active.adopt(session);
    return session;
  }

  /** Looks again at what is in use after the files changed, or the trust in the workspace. */
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

/** Until it is known whether the session takes a person. */
function waiting(target: Target): FolderState {
  return { kind: 'waiting', target, failure: { code: 'needsPerson', profile: targetName(target) } };
}
