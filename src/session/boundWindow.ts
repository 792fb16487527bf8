import { type Disposable, Emitter, type Event } from '../base/event.ts';
import type { Failure } from '../base/failure.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { isSameTarget, type Target, targetKey, targetName } from '../profiles/profiles.ts';
import type { AccessAnswer } from './access/defaultAccess.ts';
import type { Active } from './active.ts';
import { type ActiveMemory, type ActiveState, type SettledState, settled, targetOf } from './activeState.ts';
import { type Bindings, type BindingSettings, bindingsOf, type BoundFolder } from './bindings.ts';
import { BindingConsent, type BindingConsentDependencies } from './consent/bindingConsent.ts';
import type { Session } from './sessions.ts';

export interface BoundWindowDependencies extends Pick<
  BindingConsentDependencies,
  'answers' | 'ask' | 'mayFollow'
> {
  readonly settings: { readonly value: BindingSettings; readonly onChange: Event<unknown> };
  /** The active target of the window. */
  readonly active: Active;
  /** The user's own choice in this workspace. */
  readonly ownChoice: () => Target | undefined;
  /** Creates the active target of a folder with its own profile. */
  readonly makeActive: (memory: ActiveMemory) => Active;
  readonly planOf: (target: Target) => Planned;
  readonly isProduction: (target: Target) => boolean;
  /** The access of a folder that has its own (`rolecall.access`); undefined if it has none. */
  readonly accessOf?: (folderUri: string, target: Target) => AccessAnswer | undefined;
  /** Asks the user whether to use the profile that an untrusted workspace requests. */
  readonly offer: (offer: BindingOffer) => void;
}

/** The profile that an untrusted workspace requests. */
export interface BindingOffer {
  readonly profile: string;
  readonly isProduction: boolean;
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
 * Keeps the window on its bound profile until the user chooses another, and each folder on its own, as far as the user
 * agrees (`BindingConsent`). Fires when a binding or a folder's state changes.
 */
export class BoundWindow implements Disposable {
  readonly #dependencies: BoundWindowDependencies;
  readonly #changed = new Emitter<void>();
  /** The active targets of the bound folders, by target. Each one always remembers the same choice. */
  readonly #own = new Map<string, Active>();
  readonly #listening: Disposable;
  readonly #consent: BindingConsent;
  #bindings: Bindings = { window: undefined, folders: [], offered: undefined };
  /** The bindings of folders that are followed. */
  #folders: readonly BoundFolder[] = [];
  #offered: string | undefined;
  #isOpen = false;
  #isTrusted = false;

  readonly onDidChange = this.#changed.event;

  constructor(dependencies: BoundWindowDependencies) {
    this.#dependencies = dependencies;
    this.#consent = new BindingConsent({
      ...dependencies,
      isProduction: (name) => dependencies.isProduction(named(name)),
      kept: (place) => this.#keptIn(place),
      onAnswer: () => this.#follow(),
    });
    this.#listening = dependencies.settings.onChange(() => {
      this.#follow();
      this.#offer();
    });
  }

  /** Uses the bound profile, or else restores the previous choice. Call it after the files are read. */
  async open(): Promise<void> {
    this.#isOpen = true;
    this.#follow();
    if (this.#consent.followed(windowPlace.key) === undefined) await this.#dependencies.active.restore();
    this.#offer();
  }

  /** The target that the settings bind the window to, even if the user keeps another. */
  get target(): Target | undefined {
    return this.#bindings.window === undefined ? undefined : named(this.#bindings.window);
  }

  get folders(): readonly OwnFolder[] {
    return this.#folders.map(({ uri, name, profile }) => {
      const target = this.#targetOf(profile, uri);
      if ('code' in target) return { uri, name, state: waiting(named(profile), { ...target, profile }) };
      const state = settled(this.#own.get(targetKey(target))?.state ?? { kind: 'none' });
      return { uri, name, state: state.kind === 'none' ? waiting(target) : state };
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

  /**
   * Allows the binding of a folder, or of the window if there is one folder or none, that the user chose themselves.
   * Undefined: the user removed the binding to `before`. Returns whether `before` was followed.
   */
  choose(folder: string | undefined, profile: string | undefined, before: string | undefined): boolean {
    const { settings, answers } = this.#dependencies;
    const place = settings.value.folders.length > 1 ? (folder ?? windowPlace.key) : windowPlace.key;
    if (profile !== undefined) this.#consent.agree(place, profile);
    else if (before !== undefined) answers.set(place, before, undefined);
    return this.#consent.followed(place) === before;
  }

  /** Checks everything in use again after the files or the workspace trust changed. */
  refresh(): void {
    this.#follow();
    for (const active of this.actives) void active.refresh();
  }

  #follow(): void {
    if (!this.#isOpen) return;
    const settings = this.#dependencies.settings.value;
    // The user who trusts a workspace has seen it, as if it opened now.
    if (settings.isTrusted && !this.#isTrusted) this.#consent.reopen();
    this.#isTrusted = settings.isTrusted;
    this.#bindings = bindingsOf(settings);
    this.#followWindow();
    this.#folders = this.#bindings.folders.flatMap((folder) => this.#followed(folder) ?? []);
    this.#recordOthers(settings);
    this.#followFolders();
    this.#changed.fire();
  }

  /** A window that opens has not restored the user's choice yet. */
  #keptIn(place: string): string | undefined {
    if (place !== windowPlace.key) return this.#consent.followed(place);
    const { active, ownChoice } = this.#dependencies;
    const kept = targetOf(settled(active.state)) ?? ownChoice();
    return kept && targetName(kept);
  }

  #followWindow(): void {
    const { active, ownChoice } = this.#dependencies;
    const [own, before] = [ownChoice(), this.#consent.followed(windowPlace.key)];
    const isInUse = isSame(targetOf(active.state), this.target);
    const isOwnChoice = isSame(own, this.target) && (isInUse || active.state.kind === 'none');
    const followed = this.#consent.follow(windowPlace, this.#bindings.window, { isInUse, isOwnChoice });
    if (followed === before) return;
    const bound = followed === undefined ? undefined : named(followed);
    // The user may have chosen another access for the same profile.
    if (bound) void active.bind(isSame(own, bound) ? own : bound);
    // The bound profile has become a production profile.
    else if (isInUse) void active.bind(undefined);
  }

  /** The folder with the profile that it follows, which may be the previous one. */
  #followed(folder: BoundFolder): BoundFolder | undefined {
    const { uri: key, name, profile } = folder;
    const isInUse = this.#consent.followed(key) === profile;
    const followed = this.#consent.follow({ key, folder: name }, profile, { isInUse, isOwnChoice: false });
    return followed === undefined ? undefined : { ...folder, profile: followed };
  }

  /** A folder that is bound later has been open until then. The profile of a single folder is that of the window. */
  #recordOthers({ folders, isTrusted }: BindingSettings): void {
    if (!isTrusted) return;
    const window = this.#consent.followed(windowPlace.key);
    const bound = new Set(this.#bindings.folders.map(({ uri }) => uri));
    for (const { uri, profile } of folders)
      if (!bound.has(uri)) this.#consent.record(uri, profile === window ? window : undefined);
  }

  #offer(): void {
    const { active, planOf, isProduction, offer } = this.#dependencies;
    const { offered } = this.#bindings;
    if (offered === undefined || offered === this.#offered) return;
    this.#offered = offered;
    const target = named(offered);
    if (!active.isUsing(target) && isPlan(planOf(target)))
      offer({ profile: offered, isProduction: isProduction(target) });
  }

  /** The target of a folder, or why its setting gives it none. */
  #targetOf(name: string, uri: string) {
    const target = named(name);
    const access = this.#dependencies.accessOf?.(uri, target);
    return (access && ('code' in access ? access : { ...target, access })) || target;
  }

  #followFolders(): void {
    const targets = this.#folders.flatMap(({ profile, uri }) => {
      const target = this.#targetOf(profile, uri);
      return 'code' in target ? [] : [target];
    });
    const wanted = new Map(targets.map((each) => [targetKey(each), each]));
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
    this.#isOpen = false;
    this.#listening.dispose();
    for (const active of this.#own.values()) active.dispose();
    this.#changed.dispose();
  }
}

const windowPlace = { key: '', folder: undefined };

/** Whether the targets are the same, whatever their access. */
function isSame(one: Target | undefined, other: Target | undefined): boolean {
  return one !== undefined && other !== undefined && isSameTarget(one, other);
}

function named(name: string): Target {
  return { kind: 'profile', name };
}

/** By default, the state until it is known whether the session needs the user. */
function waiting(target: Target, failure?: Failure): FolderState {
  const needsPerson = { code: 'needsPerson', profile: targetName(target) } as const;
  return { kind: 'waiting', target, failure: failure ?? needsPerson };
}
